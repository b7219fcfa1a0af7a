/** Something is under way, and says so. */
export function Waiting({ text }: { readonly text: string }) {
  return (
    <div role="status" className="grid gap-3">
      <p className="text-dim">{text}</p>
      <div className="skeleton h-16" />
      <div className="skeleton h-16" />
      <div className="skeleton h-13" />
    </div>
  );
}
