import { type ComponentProps, useId } from "react";

import { Field } from "./fields";

/** A field that is typed, with what may be meant. */
export function SuggestField({
  suggestions,
  ...field
}: ComponentProps<typeof Field> & { readonly suggestions: readonly string[] }) {
  const id = useId();
  return (
    <div className="min-w-0">
      <Field {...field} list={id} />
      <datalist id={id}>
        {suggestions.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </div>
  );
}
