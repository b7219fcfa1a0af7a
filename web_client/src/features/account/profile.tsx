"use client";

import { isProblem, type User } from "@movie-magic/client-sdk/api";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";

import { useApp } from "@/features/app/app-context";
import { problemText } from "@/features/hold/problem-text";

import { Field } from "./field";

interface Fields {
  name: string;
  phone: string;
}

/** Name and phone, and the way out. */
export function Profile({ user }: { readonly user: User }) {
  const { t, api } = useApp();
  const router = useRouter();
  const [told, setTold] = useState<{ readonly good: boolean; readonly text: string } | null>(null);
  const {
    register,
    handleSubmit,
    formState: { errors, isSubmitting },
  } = useForm<Fields>({ defaultValues: { name: user.name, phone: user.phone ?? "" } });

  const save = handleSubmit(async ({ name, phone }) => {
    try {
      await api.me.update({ name, ...(phone.trim() === "" ? {} : { phone: phone.trim() }) });
      setTold({ good: true, text: t("account.saved") });
    } catch (error) {
      if (!isProblem(error)) throw error;
      setTold({ good: false, text: problemText(error, t) });
    }
  });

  const leave = async () => {
    try {
      await api.auth.logOut();
    } catch (error) {
      // Signed out here in any case; the server forgets the rest when it expires.
      if (!isProblem(error)) throw error;
    }
    router.push("/");
  };

  return (
    <section className="panel grid gap-4 p-5">
      <h2 className="text-title">{t("account.profile")}</h2>
      <p className="-mt-2 text-small break-words text-dim">{user.email}</p>
      <form noValidate className="grid gap-4" onSubmit={(event) => void save(event)}>
        <Field
          id="profile-name"
          label={t("auth.name")}
          autoComplete="name"
          error={errors.name?.message}
          {...register("name", { required: t("auth.needed") })}
        />
        <Field
          id="profile-phone"
          label={t("auth.phone")}
          type="tel"
          autoComplete="tel"
          {...register("phone")}
        />
        <button type="submit" className="btn" disabled={isSubmitting}>
          {t("action.save")}
        </button>
        <p role="status" className={`text-small ${told?.good === false ? "text-velvet" : "text-mint"}`}>
          {told?.text}
        </p>
      </form>
      <button type="button" className="btn btn-quiet text-dim" onClick={() => void leave()}>
        {t("nav.signOut")}
      </button>
    </section>
  );
}
