/**
 * Where the house's line is, from what the server wrote into the page: an origin, or a port of the page's own host.
 *
 * @param told the content of the page's `sockets` meta element
 * @param page the address of the page
 */
export function houseLineUrl(
  told: string | null,
  page: { readonly protocol: string; readonly hostname: string },
) {
  const origin = told !== null && /^https?:\/\//.test(told) ? told.replace(/\/+$/, "") : null;
  if (origin !== null) return `${origin.replace(/^http/, "ws")}/ws/admin`;
  const port = told !== null && /^\d+$/.test(told) ? told : "8000";
  const scheme = page.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${page.hostname}:${port}/ws/admin`;
}
