/**
 * What the environment tells the server of the web client, read once at its start. Whatever is wrong ends it with one
 * line that names the variable, as it ends every other program of the house; docs/operating.md has what production demands.
 */
import { isTrusted, trustedProxies } from "./forwarding.mjs";

const environments = ["development", "test", "production"];
const longestPageSeconds = 60;

/** @typedef {Readonly<Record<string, string | undefined>>} Environment */

/** @param {Environment} environment @param {string} name @param {number} usual @returns {number} */
function portOf(environment, name, usual) {
  const text = environment[name] || String(usual);
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65535) throw new Error(`${name} must be a port from 1 to 65535, not '${text}'`);
  return port;
}

const own = trustedProxies("127.0.0.0/8,0.0.0.0,::1,::");

/**
 * Whether a host, as URL writes it, is one of the network's and not this machine. server/settings/production.py tells
 * alike, and tests/server/settings/hosts.json holds the two together.
 *
 * @param {string} host
 */
function isPublic(host) {
  return /[.:]/.test(host) && !/(^|\.)localhost\.?$/.test(host) && !isTrusted(host, own);
}

/** @param {Environment} environment @param {string} name @param {boolean} strict for the public, so only with TLS */
function ensureAddress(environment, name, strict) {
  const text = environment[name];
  if (text === undefined || text === "") return;
  const url = URL.parse(text);
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.username !== "" ||
    url.search !== "" ||
    url.hash !== ""
  ) {
    throw new Error(`${name} must be an address such as https://cinema.example, not '${text}'`);
  }
  if (!strict) return;
  if (url.protocol !== "https:") throw new Error(`${name} must begin with https:// in production`);
  if (!isPublic(url.hostname))
    throw new Error(`${name} must name a host that the public can reach in production`);
}

/**
 * The settings of this server; throws, with one line that names the variable, for one that makes no sense or that is
 * not safe for the public.
 *
 * @param {Environment} environment
 * @returns {{ port: number, hostname: string, trusted: readonly import("./forwarding.mjs").Network[] }}
 */
export function readSettings(environment) {
  const kind = environment["ENVIRONMENT"];
  if (kind === undefined || !environments.includes(kind)) {
    throw new Error(`ENVIRONMENT must be development, test or production, not '${kind ?? ""}'`);
  }
  const production = kind === "production";
  const port = portOf(environment, "PORT", 3000);
  portOf(environment, "API_PORT", 8000);
  ensureAddress(environment, "API_URL", false);
  for (const name of ["WEB_URL", "API_PUBLIC_URL"]) ensureAddress(environment, name, production);
  if (environment["STRIPE_PUBLISHABLE_KEY"]) ensureAddress(environment, "STRIPE_SCRIPT_URL", production);
  if (production && !environment["WEB_URL"]) {
    throw new Error("WEB_URL must begin with https:// in production");
  }
  const seconds = environment["PAGE_SECONDS"] ?? "2";
  if (!/^\d{1,2}(\.\d+)?$/.test(seconds) || Number(seconds) <= 0 || Number(seconds) > longestPageSeconds) {
    throw new Error(`PAGE_SECONDS must be a number of seconds up to ${longestPageSeconds}, not '${seconds}'`);
  }
  return {
    port,
    hostname: environment["HOSTNAME"] || "127.0.0.1",
    trusted: trustedProxies(environment["TRUSTED_PROXIES"]),
  };
}
