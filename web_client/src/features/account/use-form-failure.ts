"use client";

import { ApiProblem, isProblem } from "@movie-magic/client-sdk/api";
import { useCallback, useState } from "react";
import { type FieldValues, type Path, type UseFormSetError } from "react-hook-form";

import { useApp } from "@/features/app/app-context";
import { fieldText, problemText } from "@/features/hold/problem-text";

/** What went wrong with a form as a whole, and how to send it: what is wrong with a field is said at the field. */
export interface FormFailure {
  readonly failure: string | null;
  /** Sends; resolves to whether it went well. What is no refusal and no silence of the server is thrown. */
  readonly send: (request: () => Promise<unknown>) => Promise<boolean>;
}

/** For a form with fields of these names, named as the API names them. */
export function useFormFailure<Fields extends FieldValues>(
  names: readonly Path<Fields>[],
  setError: UseFormSetError<Fields>,
): FormFailure {
  const { t } = useApp();
  const [failure, setFailure] = useState<string | null>(null);
  const send = useCallback(
    async (request: () => Promise<unknown>) => {
      setFailure(null);
      try {
        await request();
        return true;
      } catch (error) {
        if (!isProblem(error)) throw error;
        const told = (error instanceof ApiProblem ? error.errors : []).flatMap((wrong) => {
          const known = names.find((name) => name === wrong.field);
          return known === undefined ? [] : [{ known, message: fieldText(wrong, t) }];
        });
        for (const { known, message } of told) setError(known, { message }, { shouldFocus: true });
        if (told.length === 0) setFailure(problemText(error, t));
        return false;
      }
    },
    [names, setError, t],
  );
  return { failure, send };
}
