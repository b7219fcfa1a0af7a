/** The wordmark: a projector's cone of light, and the name. */
export function Logo() {
  return (
    <span className="flex items-center gap-2 font-display text-xl font-extrabold tracking-tight whitespace-nowrap">
      <svg
        viewBox="0 0 28 24"
        width="28"
        height="24"
        aria-hidden="true"
        className="hidden shrink-0 min-[25rem]:block"
      >
        <path className="fill-beam/25" d="M9 12 28 1v22z" />
        <path className="fill-beam/60" d="M9 12 28 6v12z" />
        <rect className="fill-text" x="0" y="6" width="9" height="12" rx="3" />
        <circle className="fill-beam" cx="9" cy="12" r="2.6" />
      </svg>
      <span>
        Movie<span className="text-beam">Magic</span>
      </span>
    </span>
  );
}
