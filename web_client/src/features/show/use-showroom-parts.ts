"use client";

import { type ShowSeats } from "@movie-magic/client-sdk/api";
import { HoldStore } from "@movie-magic/client-sdk/hold";
import { LiveShow } from "@movie-magic/client-sdk/live";
import { SeatGeometry } from "@movie-magic/client-sdk/seatmap";
import { useEffect, useState } from "react";

import { useApp } from "@/features/app/app-context";
import { type SocketAddress } from "@/features/app/socket-address";

/** Where the live line of a show is, as this page reaches it. */
export function liveUrl(
  socket: SocketAddress,
  page: Pick<Location, "protocol" | "hostname">,
  showId: number,
): string {
  const origin =
    socket.kind === "origin"
      ? socket.origin.replace(/^http/, "ws")
      : `${page.protocol === "https:" ? "wss:" : "ws:"}//${page.hostname}:${socket.port}`;
  return `${origin}/ws/shows/${showId}`;
}

/** The live show, this visitor's hold on it and the shape of the house; made once, alive while the page is. */
export function useShowroomParts(seats: ShowSeats): {
  readonly live: LiveShow;
  readonly holds: HoldStore;
  readonly geometry: SeatGeometry;
} {
  const { api, socket } = useApp();
  const [parts] = useState(() => {
    const showId = seats.show_id;
    // The server makes these too, for the first paint; it never starts them.
    const page = typeof location === "undefined" ? { protocol: "https:", hostname: "localhost" } : location;
    return {
      live: new LiveShow({
        initial: seats,
        url: liveUrl(socket, page, showId),
        reload: () => api.shows.seats(showId),
      }),
      holds: new HoldStore({ showId, holds: api.holds, clock: api.clock, storage: api.storage }),
      geometry: new SeatGeometry(seats.layout),
    };
  });

  useEffect(() => {
    const { live, holds } = parts;
    live.start();
    void holds.restore();
    return () => {
      live.stop();
      holds.dispose();
    };
  }, [parts]);

  return parts;
}
