import { type Home } from "@movie-magic/client-sdk/api";

import { Picture } from "@/components/catalogue/picture";

/** Seats of one drawn row: how many, how wide, and which of them are lit. */
const rows = [
  { y: 0, count: 13, size: 36, lit: [] },
  { y: 34, count: 12, size: 42, lit: [5, 6] },
  { y: 76, count: 10, size: 54, lit: [] },
] as const;

/** A seat seen from behind, its foot at the origin. */
function seatBack(size: number): string {
  const w = size * 0.43;
  const h = size * 0.86;
  const r = size * 0.2;
  return `M${-w} 0V${-h + r}q0 ${-r} ${r} ${-r}H${w - r}q${r} 0 ${r} ${r}V0z`;
}

/**
 * The house before the film begins: a lit screen, rows of seats seen from behind, and two of them glowing, because
 * that is what this site sells. Decoration; everything it shows is said beside it.
 */
export function HouseArt({ movie }: { readonly movie: Home["featured"][number] }) {
  return (
    <div aria-hidden="true" className="relative isolate">
      <div className="absolute -inset-x-4 top-8 lg:-inset-x-8 bottom-0 -z-10 bg-[radial-gradient(closest-side,color-mix(in_oklab,var(--glow)_32%,transparent),transparent)] blur-2xl" />
      <div className="mx-[6%] overflow-hidden rounded-[1.25rem_1.25rem_0.5rem_0.5rem] border-t-3 border-beam shadow-[0_0_5rem_color-mix(in_oklab,var(--glow)_22%,transparent)]">
        <Picture
          src={movie.backdrop_url}
          width={1600}
          height={900}
          eager
          className="aspect-16/9 w-full bg-raised object-cover"
        />
      </div>
      <svg viewBox="0 0 640 190" className="-mt-3 block w-full" preserveAspectRatio="xMidYMax slice">
        <defs>
          <linearGradient id="house-spill" x1="0" y1="0" x2="0" y2="1">
            <stop offset="0" stopColor="var(--glow)" stopOpacity="0.34" />
            <stop offset="1" stopColor="var(--glow)" stopOpacity="0" />
          </linearGradient>
          <filter id="house-glow" x="-100%" y="-100%" width="300%" height="300%">
            <feGaussianBlur stdDeviation="9" />
          </filter>
        </defs>
        <path d="M44 6h552l44 150H0z" fill="url(#house-spill)" />
        {rows.map(({ y, count, size, lit }, row) => {
          const foot = 66 + y;
          const pitch = 640 / count;
          return (
            <g key={y}>
              {Array.from({ length: count }, (_, at) => {
                const x = pitch * (at + 0.5);
                const isLit = (lit as readonly number[]).includes(at);
                return (
                  <g key={x} transform={`translate(${x} ${foot})`}>
                    {isLit ? (
                      <path d={seatBack(size)} className="fill-(--glow)" filter="url(#house-glow)" />
                    ) : null}
                    <path
                      d={seatBack(size)}
                      className={
                        isLit
                          ? "fill-(--glow)"
                          : [
                              "fill-house-far stroke-beam/30",
                              "fill-house-mid stroke-beam/20",
                              "fill-house-near stroke-beam/10",
                            ][row]
                      }
                      strokeWidth="1.5"
                    />
                  </g>
                );
              })}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
