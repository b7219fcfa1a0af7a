import { ApiProblem } from "@movie-magic/client-sdk/api";
import { useState } from "react";
import { type DefaultValues, type FieldValues } from "react-hook-form";

import { type StaffForm } from "./use-staff-form";

interface Source<Thing, Fields> {
  /** Reads it again. */
  readonly read: (thing: Thing) => Promise<Thing>;
  /** What a form has of it. */
  readonly fieldsOf: (thing: Thing) => DefaultValues<Fields>;
}

/**
 * What a form changes, as it was last read; null for a new one.
 *
 * Where somebody else saved it meanwhile, nothing is written: the form then shows theirs in every field that was left
 * alone and keeps what was typed in the others, so that the next try is made with both in view.
 */
export function useEdited<Thing, Fields extends FieldValues>(
  form: Pick<StaffForm<Fields>, "reset">,
  opened: Thing | null,
  { read, fieldsOf }: Source<Thing, Fields>,
) {
  const [thing, setThing] = useState(opened);
  const save = async <Answer>(send: (thing: Thing | null) => Promise<Answer>): Promise<Answer> => {
    try {
      return await send(thing);
    } catch (error) {
      if (thing !== null && error instanceof ApiProblem && error.code === "changed_meanwhile") {
        const present = await read(thing);
        setThing(present);
        form.reset(fieldsOf(present), { keepDirtyValues: true });
      }
      throw error;
    }
  };
  return { thing, setThing, save };
}
