import { humanised } from "@movie-magic/client-sdk/names";

/** Any JSON as words: names and values, nested as it is. What it means, whoever wrote it knows. */
export function Facts({ value }: { readonly value: unknown }) {
  if (value === null || value === undefined || value === "") return <span className="text-dim">–</span>;
  if (isList(value)) {
    if (value.length === 0) return <span className="text-dim">–</span>;
    if (value.every((each) => typeof each !== "object" || each === null))
      return <>{value.map(plain).join(", ")}</>;
    return (
      <ol className="grid gap-2">
        {value.map((each, index) => (
          // eslint-disable-next-line react/no-array-index-key -- the place in a list is all that names it
          <li key={index} className="border-l-2 border-line pl-3">
            <Facts value={each} />
          </li>
        ))}
      </ol>
    );
  }
  if (typeof value === "object") {
    return (
      <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[minmax(8rem,auto)_1fr]">
        {Object.entries(value as Readonly<Record<string, unknown>>).map(([name, each]) => (
          <div key={name} className="contents">
            <dt className="text-dim">{humanised(name)}</dt>
            <dd className="min-w-0 break-words">
              <Facts value={each} />
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  return <>{plain(value)}</>;
}

// `Array.isArray` makes `any` of what is not known.
function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function plain(value: unknown): string {
  if (value === null) return "–";
  if (typeof value === "number" && !Number.isInteger(value)) return String(Number(value.toPrecision(5)));
  if (typeof value === "boolean") return humanised(String(value));
  // A word of the API's, such as `on_sale`; what people wrote stays as they wrote it.
  if (typeof value === "string") return /^[a-z]+(_[a-z]+)+$/.test(value) ? humanised(value) : value;
  return JSON.stringify(value);
}
