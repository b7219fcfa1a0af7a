/** How full a house is: a bar that warms up as it fills. The words beside it carry the figure. */
export function OccupancyBar({ share }: { readonly share: number }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <svg
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      aria-hidden="true"
      className="h-1.5 w-full rounded-pill"
    >
      <rect className="fill-text/12" width="100" height="4" />
      <rect className={percent >= 70 ? "fill-velvet" : "fill-beam"} width={percent} height="4" />
    </svg>
  );
}
