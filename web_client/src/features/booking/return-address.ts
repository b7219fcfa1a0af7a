const secretName = "payment_intent_client_secret";
const names = ["payment_intent", secretName, "redirect_status", "source_redirect_slug", "source_type"];

/**
 * Tells whether the visitor has come back from the bank's page for this intent, and cleans the address of what Stripe
 * has put there: a secret is not to be bookmarked, shared or sent on as a referrer.
 */
export function takeReturn(clientSecret: string): boolean {
  return cleanAddress() === clientSecret;
}

/** Cleans the address; returns the secret that was in it. */
export function cleanAddress(): string | null {
  const address = new URL(location.href);
  const secret = address.searchParams.get(secretName);
  if (names.every((name) => !address.searchParams.has(name))) return null;
  for (const name of names) address.searchParams.delete(name);
  history.replaceState(history.state, "", address);
  return secret;
}
