/**
 * Where to go after signing in: a path of this site, or the account. An address that leads elsewhere, however it is
 * dressed up, is not followed.
 */
export function nextPage(wanted: string | string[] | undefined): string {
  const fallback = "/account";
  if (typeof wanted !== "string" || !wanted.startsWith("/")) return fallback;
  const here = "https://here.invalid";
  const url = URL.parse(wanted, here);
  if (url?.origin !== here || url.pathname.startsWith("/api/")) return fallback;
  return url.pathname + url.search + url.hash;
}
