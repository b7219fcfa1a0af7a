import { type ReactNode } from "react";

interface EmptyStateProps {
  readonly title: string;
  readonly lead: string;
  /** What to do about it. */
  readonly children?: ReactNode;
  /** `h1` where nothing stands above it. */
  readonly as?: "h1" | "h2";
}

/** Nothing here, said kindly: three empty seats under the light, the words, and the way on. */
export function EmptyState({ title, lead, children, as: Title = "h2" }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-lg flex-col items-center px-4 py-14 text-center">
      <svg viewBox="0 0 240 130" aria-hidden="true" className="mb-5 w-56">
        <path className="fill-beam/12" d="M120 0 214 112a94 14 0 0 1-188 0z" />
        {[46, 99, 152].map((x, at) => (
          <g
            key={x}
            className={at === 1 ? "fill-beam/25 stroke-beam" : "fill-raised stroke-outline"}
            strokeWidth="2"
          >
            <path d={`M${x + 5} 104V78q0-10 10-10h12q10 0 10 10v26z`} />
            <path d={`M${x} 88q6 0 6 6v8h30v-8q0-6 6-6v26q0 4-4 4H${x + 4}q-4 0-4-4z`} />
          </g>
        ))}
      </svg>
      <Title className="text-heading">{title}</Title>
      <p className="mt-2 text-dim">{lead}</p>
      {children ? <div className="mt-6 flex flex-wrap justify-center gap-3">{children}</div> : null}
    </div>
  );
}
