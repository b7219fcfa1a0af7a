import { useEffect, useState } from "react";

import { FailureNote, Field } from "@/components/form/fields";
import { useStaffForm } from "@/components/form/use-staff-form";

import { useStaff } from "./staff-app";
import { ThemeMenu } from "./theme-menu";

/** Asks who somebody is. The page that was asked for comes after. */
export function SignIn() {
  const { api, t } = useStaff();
  const form = useStaffForm({ email: "", password: "" });
  const [shown, setShown] = useState(false);
  useEffect(() => {
    document.title = `${t("nav.signIn")} · ${t("app.name")}`;
  }, [t]);
  const submit = form.handleSubmit(async (credentials) => {
    await form.send(() => api.auth.logIn(credentials));
  });
  const needed = { required: t("form.needed") };
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-md content-center gap-6 px-4 py-10">
      <div>
        <p className="font-display text-title font-extrabold tracking-tight">
          Movie<span className="text-beam">Magic</span>
        </p>
        <h1 className="mt-4 text-heading">{t("gate.title")}</h1>
        <p className="mt-1 text-dim">{t("gate.lead")}</p>
      </div>
      <form noValidate className="panel grid gap-4 p-5 sm:p-7" onSubmit={(event) => void submit(event)}>
        <Field
          label={t("auth.email")}
          type="email"
          autoComplete="username"
          error={form.errorAt("email")}
          {...form.register("email", needed)}
        />
        <Field
          label={t("auth.password")}
          type={shown ? "text" : "password"}
          autoComplete="current-password"
          error={form.errorAt("password")}
          {...form.register("password", needed)}
        />
        <label className="-mt-2 flex min-h-target items-center gap-3 text-small">
          <input
            type="checkbox"
            className="size-5"
            checked={shown}
            onChange={({ target }) => {
              setShown(target.checked);
            }}
          />
          {t("gate.showPassword")}
        </label>
        <FailureNote text={form.failure} />
        <button type="submit" className="btn btn-go min-h-13" disabled={form.isSubmitting}>
          {t(form.isSubmitting ? "gate.working" : "nav.signIn")}
        </button>
        <a href="/forgot" className="link justify-self-center text-small">
          {t("gate.forgot")}
        </a>
      </form>
      <div className="justify-self-center">
        <ThemeMenu />
      </div>
    </main>
  );
}
