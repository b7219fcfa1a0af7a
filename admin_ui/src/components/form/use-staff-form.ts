import { ApiProblem, isProblem } from "@movie-magic/client-sdk/api";
import { useCallback, useState } from "react";
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  useForm,
  type UseFormReturn,
} from "react-hook-form";

import { useStaff } from "@/app/staff-app";
import { fieldText, problemText } from "@/components/problem-text";

/** A form that says at its fields what the server finds wrong with them. */
export interface StaffForm<Fields extends FieldValues> extends Pick<
  UseFormReturn<Fields>,
  "control" | "register" | "handleSubmit" | "watch" | "setValue" | "reset"
> {
  readonly isSubmitting: boolean;
  /** What is wrong with a field; undefined where nothing is. */
  readonly errorAt: (field: Path<Fields>) => string | undefined;
  /** What went wrong with the form as a whole. */
  readonly failure: string | null;
  /** Sends; resolves to the answer, or to null when it was refused. What is no problem of the API's is thrown. */
  readonly send: <T>(request: () => Promise<T>) => Promise<T | null>;
}

/**
 * A form that begins with these values.
 *
 * @param fieldOf the form's field for the dotted path of the API's, where the two differ; null for none
 */
export function useStaffForm<Fields extends FieldValues>(
  defaultValues: DefaultValues<Fields>,
  fieldOf: (path: string) => string | null = (path) => path,
): StaffForm<Fields> {
  const { t } = useStaff();
  const form = useForm<Fields>({ defaultValues });
  const {
    control,
    register,
    handleSubmit,
    watch,
    setValue,
    setError,
    getValues,
    getFieldState,
    reset,
    formState,
  } = form;
  const [failure, setFailure] = useState<string | null>(null);

  const send = useCallback(
    async <T>(request: () => Promise<T>): Promise<T | null> => {
      setFailure(null);
      try {
        return await request();
      } catch (error) {
        if (!isProblem(error)) throw error;
        const found = error instanceof ApiProblem ? error.errors : [];
        const told = found.flatMap((wrong) => {
          const field = fieldOf(wrong.field);
          const shown = field !== null && getValues(field as Path<Fields>) !== undefined;
          return shown ? [{ field, text: fieldText(wrong, t) }] : [];
        });
        for (const { field, text } of told)
          setError(field as Path<Fields>, { message: text }, { shouldFocus: true });
        if (told.length < found.length || found.length === 0) setFailure(problemText(error, t));
        return null;
      }
    },
    [fieldOf, getValues, setError, t],
  );

  return {
    control,
    register,
    handleSubmit,
    watch,
    setValue,
    reset,
    isSubmitting: formState.isSubmitting,
    errorAt: (field) => {
      const { error } = getFieldState(field, formState);
      return error === undefined ? undefined : (error.message ?? t("form.wrong"));
    },
    failure,
    send,
  };
}
