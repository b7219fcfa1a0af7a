// @vitest-environment jsdom
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";

import { ServerClock } from "../../src/clock.ts";
import { loadMessages } from "../../src/i18n.ts";
import { LiveShow } from "../../src/live/index.ts";
import {
  TranslationProvider,
  useConnection,
  useCountdown,
  useFreeSeats,
  useLivePrices,
  useSeatState,
  useTranslation,
} from "../../src/react/index.ts";
import { aHouse, inMs } from "../support/samples.ts";
import { startShowServer } from "../support/show-server.ts";

beforeEach(() => {
  // jsdom replaces `Event` but not Node's WebSocket, which then refuses its own events.
  vi.stubGlobal("WebSocket", WebSocket);
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a live show on the screen", () => {
  test("paints again only the seats that changed", async () => {
    const server = await startShowServer();
    const live = new LiveShow({
      initial: aHouse("000"),
      url: server.url,
      reload: () => Promise.resolve(aHouse("000")),
    });
    const painted: string[] = [];
    function Seat({ index }: { readonly index: number }) {
      const state = useSeatState(live, index);
      painted.push(`seat ${index}`);
      return <b data-testid={`seat-${index}`}>{state}</b>;
    }
    function Summary() {
      const free = useFreeSeats(live);
      const { standard } = useLivePrices(live);
      painted.push("summary");
      return (
        <i data-testid="summary">
          {free} free, {standard?.amount}, {useConnection(live).status}
        </i>
      );
    }
    render(
      <>
        <Seat index={0} />
        <Seat index={1} />
        <Summary />
      </>,
    );
    live.start();
    const line = await server.line(0);
    await vi.waitFor(() => {
      expect(screen.getByTestId("summary").textContent).toBe("3 free, 22000, live");
    });
    painted.length = 0;
    line.say({ t: "d", v: [11, 11], c: [[1, 2]] });
    await vi.waitFor(() => {
      expect(screen.getByTestId("seat-1").textContent).toBe("2");
    });
    expect(painted.sort()).toEqual(["seat 1", "summary"]);
    expect(screen.getByTestId("seat-0").textContent).toBe("0");
    live.stop();
  });
});

describe("a countdown on the screen", () => {
  function Timer({ deadline, clock }: { readonly deadline: string; readonly clock: ServerClock }) {
    const { remainingMs, phase } = useCountdown(deadline, clock);
    return <b data-testid="timer">{`${Math.ceil(remainingMs / 1000)} ${phase}`}</b>;
  }

  test("counts each second once, warns, and ends", () => {
    vi.useFakeTimers();
    const clock = new ServerClock();
    clock.sync(inMs(0));
    render(<Timer deadline={inMs(122_000)} clock={clock} />);
    const shown = () => screen.getByTestId("timer").textContent;
    expect(shown()).toBe("122 calm");
    const seen: (string | null)[] = [];
    for (let second = 0; second < 4; second += 1) {
      act(() => {
        vi.advanceTimersByTime(1000);
      });
      seen.push(shown());
    }
    expect(seen).toEqual(["121 calm", "120 warning", "119 warning", "118 warning"]);
    act(() => {
      vi.advanceTimersByTime(200_000);
    });
    expect(shown()).toBe("0 over");
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("words on the screen", () => {
  function Greeting() {
    const { t, intlLocale } = useTranslation();
    return <b data-testid="word">{`${t("nav.movies")} ${intlLocale}`}</b>;
  }

  test("are those of the page's language", async () => {
    const messages = await loadMessages("te");
    render(
      <TranslationProvider locale="te" messages={messages}>
        <Greeting />
      </TranslationProvider>,
    );
    expect(screen.getByTestId("word").textContent).toBe("సినిమాలు te-IN");
  });

  test("without a language are a mistake that shows at once", () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect(() => render(<Greeting />)).toThrow("TranslationProvider");
  });
});
