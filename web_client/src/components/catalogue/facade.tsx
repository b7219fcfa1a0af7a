/** A theatre's front by night, drawn from its number: arcs, pillars or steps, and always the lit marquee. */
export function Facade({ seed, className = "" }: { readonly seed: number; readonly className?: string }) {
  const kind = seed % 4;
  return (
    <svg viewBox="0 0 320 150" preserveAspectRatio="xMidYMax slice" aria-hidden="true" className={className}>
      <rect width="320" height="150" className="fill-beam/8" />
      <g className="fill-text/8 stroke-beam/45" strokeWidth="1.5">
        {kind === 0 && [86, 64, 42].map((r) => <circle key={r} cx="160" cy="104" r={r} />)}
        {kind === 1 &&
          [0, 1, 2, 3, 4].map((n) => (
            <path key={n} d={`M${96 + n * 14} ${84 - n * 15}h${128 - n * 28}v80h-${128 - n * 28}z`} />
          ))}
        {kind === 2 &&
          [0, 1, 2, 3, 4, 5, 6].map((n) => (
            <path key={n} d={`M${78 + n * 25} 104V${[64, 48, 36, 26, 36, 48, 64][n] ?? 40}q6-8 12 0v70z`} />
          ))}
        {kind === 3 && <path d="M84 104V66L160 20l76 46v38z M108 104V74l52-32 52 32v30z" />}
      </g>
      <rect x="64" y="98" width="192" height="22" rx="4" className="fill-beam" />
      <g className="fill-ground/80">
        {Array.from({ length: 15 }, (_, n) => (
          <circle key={n} cx={76 + n * 12} cy="109" r="2.4" />
        ))}
      </g>
      <path d="M88 120h144l16 30H72z" className="fill-beam/22" />
      <path d="M140 120h18v30h-18zM162 120h18v30h-18z" className="fill-ground/60" />
    </svg>
  );
}
