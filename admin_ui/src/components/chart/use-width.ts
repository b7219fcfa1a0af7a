import { type RefCallback, useCallback, useState } from "react";

/** The width of an element in pixels, as it changes; `usual` until it is known. */
export function useWidth(usual: number): [RefCallback<HTMLElement>, number] {
  const [width, setWidth] = useState(usual);
  const measure = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0) setWidth(entry.contentRect.width);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return [measure, width];
}
