"use client";

import { ApiProblem, isProblem } from "@movie-magic/client-sdk/api";
import { useCallback, useState } from "react";
import { type DefaultValues, type Path, useForm, type UseFormReturn } from "react-hook-form";

import { useApp } from "@/features/app/app-context";
import { fieldText, problemText } from "@/features/hold/problem-text";

/** A form whose fields are named as the API names them. */
export interface AccountForm<Fields extends Record<string, string>> extends Pick<
  UseFormReturn<Fields>,
  "register" | "handleSubmit" | "reset"
> {
  readonly errors: UseFormReturn<Fields>["formState"]["errors"];
  readonly isSubmitting: boolean;
  /** What went wrong with the form as a whole; what is wrong with a field is said at the field. */
  readonly failure: string | null;
  /** Sends; resolves to whether it went well. What is no refusal and no silence of the server is thrown. */
  readonly send: (request: () => Promise<unknown>) => Promise<boolean>;
}

/** A form that begins with these values and says at its fields what the server finds wrong with them. */
export function useAccountForm<Fields extends Record<string, string>>(
  defaultValues: DefaultValues<Fields>,
): AccountForm<Fields> {
  const { t } = useApp();
  const {
    register,
    handleSubmit,
    reset,
    setError,
    getValues,
    formState: { errors, isSubmitting },
  } = useForm<Fields>({ defaultValues });
  const [failure, setFailure] = useState<string | null>(null);
  const send = useCallback(
    async (request: () => Promise<unknown>) => {
      setFailure(null);
      try {
        await request();
        return true;
      } catch (error) {
        if (!isProblem(error)) throw error;
        const ours = getValues();
        const found = error instanceof ApiProblem ? error.errors : [];
        const told = found.filter(({ field }) => Object.hasOwn(ours, field));
        for (const wrong of told) {
          setError(wrong.field as Path<Fields>, { message: fieldText(wrong, t) }, { shouldFocus: true });
        }
        if (told.length === 0) setFailure(problemText(error, t));
        return false;
      }
    },
    [getValues, setError, t],
  );
  return { register, handleSubmit, reset, errors, isSubmitting, failure, send };
}
