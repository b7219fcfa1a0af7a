"use client";

import { type RegisterOptions, type UseFormRegisterReturn } from "react-hook-form";

import { useApp } from "@/features/app/app-context";

import { Field } from "./field";

/** Characters of the shortest password the house takes. */
const leastPassword = 10;

type Rules = Pick<RegisterOptions, "required" | "minLength">;

interface NewPasswordFieldProps {
  readonly id: string;
  readonly label: string;
  readonly error: string | undefined;
  /** Registers the field at its form, with the rules of a new password. */
  readonly register: (rules: Rules) => UseFormRegisterReturn;
}

/** A password that is chosen: what it has to be is said before it is typed. */
export function NewPasswordField({ id, label, error, register }: NewPasswordFieldProps) {
  const { t } = useApp();
  const rule = t("auth.passwordRule");
  return (
    <Field
      id={id}
      label={label}
      type="password"
      autoComplete="new-password"
      hint={rule}
      error={error}
      {...register({ required: t("auth.needed"), minLength: { value: leastPassword, message: rule } })}
    />
  );
}
