import { useState } from "react";

interface ClampedProps {
  /** The whole text. */
  readonly children: string;
  /** How many lines of it are shown. */
  readonly lines?: 1 | 2 | 3;
  readonly className?: string;
  /** Something around it can be focused, and shows the whole text then: it is no stop of its own. */
  readonly within?: boolean;
}

const clamps = { 1: "line-clamp-1", 2: "line-clamp-2", 3: "line-clamp-3" } as const;

/**
 * A text that may be of any length: so many lines of it are shown, and all of it to whoever points at it or comes to it
 * with the keyboard. It breaks anywhere, so that it pushes nothing aside; a screen reader always reads all of it.
 */
export function Clamped({ children, lines = 2, className = "", within = false }: ClampedProps) {
  const [cut, setCut] = useState(false);
  return (
    <span
      ref={(box) => {
        if (box === null) return undefined;
        const watch = new ResizeObserver(() => {
          // Opened, it is as high as its text; whether it would be cut is then known from before.
          if (!box.matches(":focus, :focus-within, :focus > *"))
            setCut(box.scrollHeight > box.clientHeight + 1);
        });
        watch.observe(box);
        return () => {
          watch.disconnect();
        };
      }}
      title={cut ? children : undefined}
      tabIndex={cut && !within ? 0 : undefined}
      data-clamped={cut ? "" : undefined}
      className={`${clamps[lines]} clamped ${className}`}
    >
      {children}
    </span>
  );
}
