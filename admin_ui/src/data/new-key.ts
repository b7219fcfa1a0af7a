/** A key under which one deed is done once, however often it is sent: 128 random bits. */
export function newKey(): string {
  // `crypto.randomUUID` would need a secure context, which a house on the local network has not.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
