import { type UseFormRegisterReturn } from "react-hook-form";

import { useStaff } from "@/app/staff-app";

import { TextArea } from "./fields";

interface ReasonFieldProps {
  /** Whether it may be left empty. */
  readonly optional?: boolean;
  readonly error: string | undefined;
  /** Has the form keep the field, with these rules. */
  readonly register: (rules: { validate: (reason: string) => true | string }) => UseFormRegisterReturn;
}

/** Why somebody does what the form does; for the audit log. */
export function ReasonField({ optional = false, error, register }: ReasonFieldProps) {
  const { t } = useStaff();
  return (
    <TextArea
      label={t(optional ? "form.reasonOptional" : "form.reason")}
      hint={t("form.reasonHint")}
      error={error}
      {...register({
        validate: (reason) =>
          (optional && reason.trim() === "") || reason.trim().length >= 3 || t("form.reasonNeeded"),
      })}
    />
  );
}
