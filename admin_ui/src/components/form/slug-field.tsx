import { type UseFormRegisterReturn } from "react-hook-form";

import { useStaff } from "@/app/staff-app";

import { Field } from "./fields";
import { type Rule } from "./use-rules";

interface SlugFieldProps {
  readonly error: string | undefined;
  /** Has the form keep the field, with this rule. */
  readonly register: (rule: Rule) => UseFormRegisterReturn;
}

/** The name of something in addresses; the server makes one where it is left empty. */
export function SlugField({ error, register }: SlugFieldProps) {
  const { t } = useStaff();
  return (
    <Field
      label={t("form.slug")}
      hint={t("form.slugHint")}
      autoCapitalize="none"
      spellCheck={false}
      error={error}
      {...register({
        validate: (text) => /^([a-z0-9]+(-[a-z0-9]+)*)?$/.test(text.trim()) || t("form.slugWrong"),
      })}
    />
  );
}
