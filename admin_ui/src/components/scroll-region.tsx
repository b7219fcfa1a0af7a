import { type ReactNode, type Ref } from "react";

/** What may be wider or longer than its place. It can be moved by the arrow keys, for whoever has no mouse. */
export function ScrollRegion({
  label,
  ref,
  className = "",
  children,
}: {
  readonly label: string;
  readonly ref?: Ref<HTMLDivElement>;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- only what has the focus can be scrolled by keys
    <div ref={ref} role="region" aria-label={label} tabIndex={0} className={`overflow-auto ${className}`}>
      {children}
    </div>
  );
}
