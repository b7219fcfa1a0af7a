/**
 * Whose address a request comes from, behind proxies that are trusted (`TRUSTED_PROXIES`: addresses and networks with
 * commas between them; the JSON list that the API once wanted is read too).
 *
 * server/core/http/addresses.py and server/settings/networks.py read the same things in the same way, and
 * tests/server/core/forwarding.json holds the two together.
 */

/** Trusted unless told otherwise: proxies on this machine. */
const ownMachine = "127.0.0.1,::1";
/** Characters of an entry that may be an address: an IPv6 one with brackets, zone and port. */
const longestEntry = 64;
const ipv4Bits = 32n;
const ipv6Bits = 128n;
/** Bits that the widest private networks share: 10.0.0.0/8 and fc00::/7. */
const widest = { ipv4: 8n, ipv6: 7n };
const mapped = 0xffffn << ipv4Bits;

/** @typedef {{ readonly bits: bigint, readonly value: bigint }} Address IPv4 in IPv6 form is IPv4 */
/** @typedef {{ readonly bits: bigint, readonly value: bigint, readonly prefix: bigint }} Network */

/** @param {string} text @returns {bigint | null} */
function ipv4(text) {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return null;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

/** @param {string} text @returns {bigint | null} */
function ipv6(text) {
  const tail = /^(.*:)([^:]*\.[^:]*)$/.exec(text);
  const last = tail === null ? null : ipv4(tail[2] ?? "");
  if (tail !== null && last === null) return null;
  const whole =
    tail === null || last === null
      ? text
      : `${tail[1] ?? ""}${(last >> 16n).toString(16)}:${(last & 0xffffn).toString(16)}`;
  const halves = whole.split("::");
  if (halves.length > 2) return null;
  const [left = [], right = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const gap = 8 - left.length - right.length;
  if (halves.length === 2 ? gap < 1 : gap !== 0) return null;
  const groups = [...left, ...Array.from({ length: gap }, () => "0"), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

/** @param {string} text @returns {Address | null} */
function addressOf(text) {
  const short = ipv4(text);
  if (short !== null) return { bits: ipv4Bits, value: short };
  const long = text.includes(":") ? ipv6(text) : null;
  if (long === null) return null;
  return long >> ipv4Bits === mapped >> ipv4Bits
    ? { bits: ipv4Bits, value: long & 0xffffffffn }
    : { bits: ipv6Bits, value: long };
}

/** @param {Address} address @returns {string} in the form of RFC 5952 */
function written({ bits, value }) {
  if (bits === ipv4Bits) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join(".");
  const groups = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(((value >> shift) & 0xffffn).toString(16));
  return new URL(`http://[${groups.join(":")}]/`).hostname.slice(1, -1);
}

/** @param {string} entry of `X-Forwarded-For`; some proxies write a port or a zone too @returns {Address | null} */
function hopOf(entry) {
  let text = entry.replace(/^[ \t]+|[ \t]+$/g, "").replace(/^"|"$/g, "");
  if (text === "" || text.length > longestEntry) return null;
  if (text.startsWith("[")) {
    const parts = /^\[([^\]]*:[^\]]*)\](:\d{1,5})?$/.exec(text);
    if (parts === null) return null;
    text = parts[1] ?? "";
  } else if (text.split(":").length === 2) {
    const parts = /^([^:]*):\d{1,5}$/.exec(text);
    if (parts === null) return null;
    text = parts[1] ?? "";
  }
  return addressOf(text.split("%")[0] ?? "");
}

/** @param {string} text @returns {Network} */
function networkOf(text) {
  const [name = "", length, ...more] = text.split("/");
  const address = name.includes("%") ? null : addressOf(name);
  const offset = address !== null && address.bits === ipv4Bits && name.includes(":") ? 96n : 0n;
  const prefix = length === undefined ? null : /^\d{1,3}$/.test(length) ? BigInt(length) - offset : -1n;
  const bits = address?.bits ?? 0n;
  if (address === null || more.length > 0 || (prefix !== null && (prefix < 0n || prefix > bits))) {
    throw new Error(`TRUSTED_PROXIES: '${text}' is no address and no network such as 10.0.0.0/8`);
  }
  const within = prefix ?? bits;
  if (within < (bits === ipv4Bits ? widest.ipv4 : widest.ipv6))
    throw new Error(`TRUSTED_PROXIES: '${text}' is far too wide: name the networks that are meant`);
  if ((address.value >> (bits - within)) << (bits - within) !== address.value) {
    throw new Error(`TRUSTED_PROXIES: '${text}' is no address and no network such as 10.0.0.0/8`);
  }
  return { ...address, prefix: within };
}

/** @param {string} text @returns {readonly string[]} */
function entriesOf(text) {
  if (!text.trimStart().startsWith("[")) {
    return text.split(",").flatMap((entry) => (entry.trim() === "" ? [] : [entry.trim()]));
  }
  try {
    /** @type {unknown} */
    const listed = JSON.parse(text);
    if (Array.isArray(listed) && listed.every((entry) => typeof entry === "string")) {
      return listed.map((entry) => String(entry).trim());
    }
  } catch {
    // said below
  }
  throw new Error("TRUSTED_PROXIES: a list is written with commas: one,two");
}

/**
 * The networks that are trusted; throws, with one line that names the variable, for text that is none.
 *
 * @param {string | undefined} text what `TRUSTED_PROXIES` says; undefined for a machine's own proxies
 * @returns {readonly Network[]}
 */
export function trustedProxies(text) {
  return entriesOf(text ?? ownMachine).map(networkOf);
}

/** @param {string} address @param {readonly Network[]} trusted */
export function isTrusted(address, trusted) {
  const hop = hopOf(address);
  return (
    hop !== null &&
    trusted.some(
      ({ bits, value, prefix }) =>
        bits === hop.bits && value >> (bits - prefix) === hop.value >> (bits - prefix),
    )
  );
}

/**
 * The address of the visitor. Walked from the right: each entry was written by whoever stands right of it, and counts
 * while that is a trusted proxy. A proxy that names no address is itself the last that is known.
 *
 * @param {string} peer the address that really called
 * @param {readonly string[]} lines all lines of `X-Forwarded-For`
 * @param {readonly Network[]} trusted
 * @returns {string}
 */
export function visitorOf(peer, lines, trusted) {
  const address = hopOf(peer);
  let known = address === null ? peer : written(address);
  const entries = lines
    .join(",")
    .split(",")
    .filter((entry) => /[^ \t]/.test(entry));
  for (let entry = entries.pop(); entry !== undefined && isTrusted(known, trusted); entry = entries.pop()) {
    const hop = hopOf(entry);
    if (hop === null) break;
    known = written(hop);
  }
  return known;
}

/** What the API may believe when it comes from here, and what it must not find there. */
const told = ["forwarded", "x-real-ip", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"];

/**
 * Puts into a request what is known of its visitor in place of what the visitor says: `X-Forwarded-For` (one address),
 * and `X-Forwarded-Host` and `-Proto`, by which the API knows this site's own pages.
 *
 * @param {import("node:http").IncomingMessage} request
 * @param {readonly Network[]} trusted
 */
export function tellVisitor(request, trusted) {
  const headers = request.headers;
  const peer = request.socket.remoteAddress ?? "";
  const before = isTrusted(peer, trusted) ? headers : {};
  const visitor = visitorOf(peer, [before["x-forwarded-for"] ?? []].flat(), trusted);
  const host = nearest(before["x-forwarded-host"]) ?? headers.host ?? "";
  const protocol = nearest(before["x-forwarded-proto"])?.toLowerCase() === "https" ? "https" : "http";
  for (const name of told) delete headers[name];
  headers["x-forwarded-for"] = visitor;
  headers["x-forwarded-host"] = host;
  headers["x-forwarded-proto"] = protocol;
}

/** @param {string | readonly string[] | undefined} value @returns {string | undefined} what the nearest proxy wrote */
function nearest(value) {
  const last = [value ?? []].flat().join(",").split(",").at(-1)?.trim();
  return last === "" ? undefined : last;
}
