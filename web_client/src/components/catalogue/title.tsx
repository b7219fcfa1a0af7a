/** How wide a letter of the display face is at most, on average over a word, in its own size. */
const letterEm = 0.62;

/** Up to so many letters a word is written small enough to stay whole on the narrowest phone; a longer one breaks. */
const longestWhole = 20;

interface TitleProps {
  readonly text: string;
}

/** A page's name in the largest letters in which its longest word still fits on a line, but never in small print. */
export function Title({ text }: TitleProps) {
  const longest = Math.max(1, ...text.split(/\s+/).map((word) => Array.from(word).length));
  return (
    <div className="@container">
      <h1
        className={`text-hero font-extrabold wrap-anywhere ${longest > longestWhole ? "hyphens-auto" : ""}`}
        style={{ fontSize: `clamp(1.5rem, calc(100cqi / ${longest * letterEm}), var(--text-hero))` }}
      >
        {text}
      </h1>
    </div>
  );
}
