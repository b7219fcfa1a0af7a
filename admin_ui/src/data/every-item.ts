import { type ApiPage } from "./use-page";

/** All that a list of the API's has, asked for page by page. */
export async function everyItem<Row>(
  ask: (place: { limit: number; cursor?: string }) => Promise<ApiPage<Row>>,
): Promise<readonly Row[]> {
  const found: Row[] = [];
  let cursor: string | null = null;
  do {
    const page: ApiPage<Row> = await ask({ limit: 200, ...(cursor === null ? {} : { cursor }) });
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return found;
}
