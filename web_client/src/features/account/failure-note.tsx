/** What went wrong with a form as a whole. */
export function FailureNote({ text }: { readonly text: string | null }) {
  if (text === null) return null;
  return (
    <p role="alert" className="rounded-card border border-velvet/60 bg-velvet/10 p-3">
      {text}
    </p>
  );
}
