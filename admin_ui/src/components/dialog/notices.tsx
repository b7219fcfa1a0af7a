import { createContext, type ReactNode, use, useCallback, useRef, useState } from "react";

/** Says in passing that something was done. */
type Tell = (text: string) => void;

const NoticesContext = createContext<Tell | null>(null);

const shownForMs = 6_000;

/** Keeps what was just done in sight, and says it aloud. */
export function Notices({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<readonly { readonly id: number; readonly text: string }[]>([]);
  const next = useRef(0);
  const tell = useCallback<Tell>((text) => {
    const id = (next.current += 1);
    setShown((before) => [...before.slice(-2), { id, text }]);
    setTimeout(() => {
      setShown((before) => before.filter((each) => each.id !== id));
    }, shownForMs);
  }, []);
  return (
    <NoticesContext value={tell}>
      {children}
      <div
        role="status"
        className="pointer-events-none fixed inset-x-4 bottom-4 z-50 grid justify-items-end gap-2"
      >
        {shown.map(({ id, text }) => (
          <p
            key={id}
            className="max-w-md rounded-card border border-mint/60 bg-overlay px-4 py-3 text-small shadow-lg"
          >
            {text}
          </p>
        ))}
      </div>
    </NoticesContext>
  );
}

/** The voice of the notices around this component. */
export function useTell(): Tell {
  const tell = use(NoticesContext);
  if (tell === null) throw new Error("this component needs Notices around it");
  return tell;
}
