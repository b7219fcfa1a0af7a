import { type Theatre } from "@movie-magic/client-sdk/api";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { useStaff } from "@/app/staff-app";

/**
 * Every theatre of the house, by its id. Whoever asks is shown when they are known: a time that is typed before it is
 * known whose clock it is on would be another time.
 */
export function useTheatres() {
  const { api } = useStaff();
  const { data } = useSuspenseQuery({
    queryKey: ["theatres"],
    queryFn: ({ signal }) => api.theatres.list({}, { signal }),
    staleTime: 5 * 60_000,
  });
  return useMemo(() => {
    const theatres = data.items;
    const byId = new Map<number, Theatre>(theatres.map((theatre) => [theatre.id, theatre]));
    /** Where the house keeps its books, for what belongs to no theatre. */
    const houseZone = theatres[0]?.time_zone ?? "UTC";
    return {
      theatres,
      byId,
      houseZone,
      /** Whether the theatres are in more than one zone: a time then says whose it is. */
      zonesDiffer: new Set(theatres.map(({ time_zone }) => time_zone)).size > 1,
      zoneOf: (theatreId: number) => byId.get(theatreId)?.time_zone ?? houseZone,
    };
  }, [data]);
}
