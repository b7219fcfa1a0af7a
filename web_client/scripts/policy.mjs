/**
 * What a page of this site may load, run and talk to (Content Security Policy), and the headers beside it.
 *
 * Scripts run only where this server wrote them, which the nonce proves: one that a visitor smuggled into a text has
 * none. Next finds the nonce in the policy of the request and puts it on its own scripts; what those load may run too
 * (`strict-dynamic`), which is how the card network's form comes in.
 */
import { randomBytes } from "node:crypto";

/**
 * @typedef {object} Surroundings
 * @property {string} site where visitors reach this site, such as `https://cinema.example`
 * @property {string | undefined} apiOrigin where browsers reach the API's sockets, if it has an address of its own
 * @property {string} apiPort else the port on this site's host
 * @property {string | undefined} cardScript where the card network's script lies, if cards are taken
 */

/** @returns {Surroundings} as the environment says */
export function surroundings(environment = process.env) {
  return {
    site: environment.WEB_URL ?? "",
    apiOrigin: environment.API_PUBLIC_URL || undefined,
    apiPort: environment.API_PORT ?? "8000",
    cardScript: environment.STRIPE_PUBLISHABLE_KEY
      ? (environment.STRIPE_SCRIPT_URL ?? "https://js.stripe.com/v3/")
      : undefined,
  };
}

/** @param {Surroundings} around @param {string} host the Host header of the request */
function socketSources(around, host) {
  const name = around.apiOrigin === undefined ? host.replace(/:\d+$/, "") : "";
  // A host that is no host must not become part of a policy.
  const own = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)$/i.test(name) ? `${name}:${around.apiPort}` : "";
  const origin = around.apiOrigin?.replace(/\/+$/, "").replace(/^http/, "ws");
  return origin === undefined ? (own === "" ? [] : [`ws://${own}`, `wss://${own}`]) : [origin];
}

/** @param {Surroundings} around */
function cardSources(around) {
  if (around.cardScript === undefined) return { frames: [], calls: [], pictures: [] };
  const own = new URL(around.cardScript).origin;
  const network = ["https://*.stripe.com", "https://*.stripe.network"];
  return { frames: [own, ...network], calls: [own, ...network], pictures: network };
}

/**
 * The headers of one page, and the policy for Next to read the nonce from.
 *
 * @param {Surroundings} around
 * @param {string} host
 * @returns {Readonly<Record<string, string>>}
 */
export function pageHeaders(around, host) {
  const nonce = randomBytes(16).toString("base64");
  const card = cardSources(around);
  const policy = [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    // React writes sizes and colours into elements; no style runs anything.
    "style-src 'self' 'unsafe-inline'",
    ["img-src 'self' data: blob:", ...card.pictures].join(" "),
    "font-src 'self'",
    ["connect-src 'self'", ...socketSources(around, host), ...card.calls].join(" "),
    ["frame-src", ...(card.frames.length > 0 ? card.frames : ["'none'"])].join(" "),
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return {
    ...safe(around, policy),
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), usb=(), payment=(self)",
    "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
  };
}

/**
 * The headers of the staff's application: one page whose scripts all lie in files, so none need be proven by a nonce,
 * and which opens nothing, pays nothing and is looked for by nobody.
 *
 * @param {Surroundings} around
 * @param {string} host the Host header of the request
 * @returns {Readonly<Record<string, string>>}
 */
export function staffHeaders(around, host) {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    // A dialog keeps the page behind it still by a style element of its own; no style runs anything.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ["connect-src 'self'", ...socketSources(around, host)].join(" "),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    ...safe(around, policy),
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), usb=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
  };
}

/** @param {Surroundings} around @param {readonly string[]} policy */
function safe(around, policy) {
  const secure = around.site.startsWith("https://");
  return {
    "Content-Security-Policy": [...policy, ...(secure ? ["upgrade-insecure-requests"] : [])].join("; "),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    ...(secure ? { "Strict-Transport-Security": "max-age=31536000; includeSubDomains" } : {}),
  };
}
