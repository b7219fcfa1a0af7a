interface PictureProps {
  /** A path at the API's origin, as the API gives it. */
  readonly src: string;
  /** The drawing's own size; keeps the place free until it is there. */
  readonly width: number;
  readonly height: number;
  /** Empty where the words beside it say the same. */
  readonly alt?: string;
  readonly className?: string;
  /** Part of what is seen first: fetched at once and before other pictures. */
  readonly eager?: boolean;
}

/** A drawing served by the API. It is SVG, sharp at any size, so there is nothing to resize or recompress. */
export function Picture({ src, width, height, alt = "", className = "", eager = false }: PictureProps) {
  return (
    // eslint-disable-next-line @next/next/no-img-element -- next/image only passes SVG on, at the price of a detour
    <img
      src={`/api${src}`}
      width={width}
      height={height}
      alt={alt}
      loading={eager ? "eager" : "lazy"}
      decoding="async"
      fetchPriority={eager ? "high" : "auto"}
      className={className}
    />
  );
}

/** A film's poster, two by three. */
export function Poster({
  src,
  className = "",
  eager = false,
}: Pick<PictureProps, "src" | "className" | "eager">) {
  return (
    <Picture
      src={src}
      width={400}
      height={600}
      eager={eager}
      className={`aspect-2/3 w-full rounded-card bg-raised object-cover ${className}`}
    />
  );
}
