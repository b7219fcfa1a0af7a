import { choose } from "@/server/choose";

interface Choice {
  readonly value: string;
  readonly label: string;
  /** The language the label is written in, when it is not the page's. */
  readonly lang?: string;
}

interface ChoicesProps {
  /** Which preference is chosen. */
  readonly name: "locale" | "theme" | "city";
  readonly legend: string;
  readonly current: string;
  readonly choices: readonly Choice[];
}

/** A preference as a row of buttons in a form of its own: one press, no script needed. */
export function Choices({ name, legend, current, choices }: ChoicesProps) {
  return (
    <form action={choose}>
      <fieldset>
        <legend className="mb-2 text-small font-semibold text-dim">{legend}</legend>
        <div className="flex flex-wrap gap-2">
          {choices.map(({ value, label, lang }) => (
            <button
              key={value}
              type="submit"
              name={name}
              value={value}
              lang={lang}
              aria-pressed={value === current}
              className="choice"
            >
              {label}
            </button>
          ))}
        </div>
      </fieldset>
    </form>
  );
}
