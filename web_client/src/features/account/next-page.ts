import { sitePath } from "@movie-magic/client-sdk/site-path";

/** Where to go after signing in: a page of this site, or the account. An address that leads elsewhere is not followed. */
export function nextPage(wanted: string | string[] | undefined): string {
  const path = sitePath(wanted);
  return path === null || /^\/(?:a|%61)(?:p|%70)(?:i|%69)(?:[/?#]|%2f|$)/i.test(path) ? "/account" : path;
}
