import {
  type HouseLayout,
  type HouseLayoutChange,
  type HouseLayoutSummary,
  type HouseScreen,
  type HouseScreenChange,
} from "@movie-magic/client-sdk/staff";

import { namesOf, namesText } from "@/components/form/names";

/** A screen as a form has it. */
export interface ScreenFields {
  name: string;
  formats: string;
  /** The id of the layout that it is to have; empty for the one it has, or none. */
  layout_id: string;
}

/** The fields of a screen; of a new one where there is none. */
export function fieldsOfScreen(screen: HouseScreen | null): ScreenFields {
  return {
    name: screen?.name ?? "",
    formats: namesText(screen?.formats ?? ["2D"]),
    layout_id: "",
  };
}

/** What the fields say of the screen itself; its seats are asked for apart. */
export function screenOf(
  fields: ScreenFields,
  theatreId: number,
  before: HouseScreen | null,
): HouseScreenChange {
  return {
    theatre_id: theatreId,
    name: fields.name.trim(),
    formats: namesOf(fields.formats, before?.formats),
  };
}

/** The layouts that a screen can be given: the newest of every other one, and those it had itself. */
export function layoutsFor(
  screen: HouseScreen | null,
  layouts: readonly HouseLayoutSummary[],
): readonly HouseLayoutSummary[] {
  return layouts.filter(({ id, newest, screen_id }) =>
    screen !== null && screen_id === screen.id ? id !== screen.layout_id : newest,
  );
}

/** The same seats for another screen. */
export function sameSeats({ width, height, screen, rows, seats }: HouseLayout, screenId: number) {
  return { screen_id: screenId, width, height, screen, rows, seats } satisfies HouseLayoutChange;
}
