/** How wide a letter of the display face is at most, on average over a word, in its own size. */
const letterEm = 0.62;

interface TitleProps {
  readonly text: string;
}

/** A page's name in the largest letters in which its longest word still fits on a line. */
export function Title({ text }: TitleProps) {
  const longest = Math.max(1, ...text.split(/\s+/).map((word) => word.length));
  return (
    <div className="@container">
      <h1
        className="text-hero font-extrabold wrap-anywhere"
        style={{ fontSize: `min(var(--text-hero), calc(100cqi / ${longest * letterEm}))` }}
      >
        {text}
      </h1>
    </div>
  );
}
