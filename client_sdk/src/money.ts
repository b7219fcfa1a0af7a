/** An amount in its currency's minor unit (paise, cents), as the API sends it. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** How an amount is written. */
export interface MoneyStyle {
  /** `auto` drops ".00" (₹350), for prices in passing; `always` keeps it (₹350.00), for columns that add up. */
  readonly decimals?: "auto" | "always";
}

/**
 * Decimals of a currency in ISO 4217, where they are not two. `Intl` does not say it: an engine knows how many decimals
 * people write, which for the forint is none, though a forint has a hundred of its minor unit in every ledger. The
 * server's table stands in `server/core/money.py`, and a test holds the two equal.
 */
const digitsByCurrency: Readonly<Record<string, number>> = {
  // prettier-ignore
  ...same(0, ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"]),
  ...same(3, ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]),
  ...same(4, ["CLF", "UYW"]),
};

function same(digits: number, currencies: readonly string[]): Record<string, number> {
  return Object.fromEntries(currencies.map((currency) => [currency, digits]));
}

function digitsOf(currency: string): number {
  return digitsByCurrency[currency] ?? 2;
}

// Making a formatter costs far more than using it, and a seat map asks for hundreds.
const formatters = new Map<string, Intl.NumberFormat>();

function formatterFor(currency: string, locale: string, decimals: "auto" | "always") {
  const key = `${locale} ${currency} ${decimals}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    // A dollar says whose it is (A$, CA$), as the locale writes it; the yen alone needs no country before its sign.
    currencyDisplay: currency === "JPY" ? "narrowSymbol" : "symbol",
    minimumFractionDigits: digitsOf(currency),
    maximumFractionDigits: digitsOf(currency),
    trailingZeroDisplay: decimals === "auto" ? "stripIfInteger" : "auto",
  });
  formatters.set(key, made);
  return made;
}

/** Groups whole digits in threes, whatever the locale does with its own currency. */
function inThrees(parts: readonly Intl.NumberFormatPart[]): string {
  const separator = parts.find(({ type }) => type === "group")?.value;
  if (separator === undefined) return parts.map(({ value }) => value).join("");
  const whole = parts.filter(({ type }) => type === "integer").map(({ value }) => value);
  const digits = whole.join("");
  const head = digits.length % 3;
  const groups = [
    ...(head === 0 ? [] : [digits.slice(0, head)]),
    ...(digits.slice(head).match(/.{3}/g) ?? []),
  ];
  const first = parts.findIndex(({ type }) => type === "integer");
  return parts
    .map(({ type, value }, place) =>
      place === first ? groups.join(separator) : type === "integer" || type === "group" ? "" : value,
    )
    .join("");
}

/**
 * Writes an amount the way `locale` does: ₹1,23,456.50.
 *
 * How digits are grouped is the currency's: India's locales count rupees by lakh, and pounds, dollars and yen in
 * threes, as everybody does who has those in hand (£1,234,567).
 */
export function formatMoney(money: Money, locale: string, { decimals = "auto" }: MoneyStyle = {}): string {
  const format = formatterFor(money.currency, locale, decimals);
  const amount = money.amount / minorUnits(money.currency);
  return money.currency === "INR" ? format.format(amount) : inThrees(format.formatToParts(amount));
}

/**
 * Adds amounts of one currency.
 *
 * @throws RangeError when currencies differ, or when there is nothing to add: nothing has no currency
 */
export function sumMoney(amounts: readonly Money[]): Money {
  const [first, ...rest] = amounts;
  if (first === undefined) throw new RangeError("nothing to add");
  return rest.reduce<Money>((sum, next) => {
    if (next.currency !== sum.currency)
      throw new RangeError(`${next.currency} cannot be added to ${sum.currency}`);
    return { amount: sum.amount + next.amount, currency: sum.currency };
  }, first);
}

/** How many minor units make one of a currency: 100 paise a rupee. */
export function minorUnits(currency: string): number {
  return 10 ** digitsOf(currency);
}

/** An amount in the main unit, as programs and people write it without the currency's sign: 350 or 349.50. */
export function amountText({ amount, currency }: Money): string {
  const units = minorUnits(currency);
  return amount % units === 0 ? String(amount / units) : (amount / units).toFixed(digitsOf(currency));
}

/** Reads what a person typed as an amount in minor units; null when it is none, or finer than the currency is. */
export function parseAmount(text: string, currency: string): number | null {
  const typed = text.trim();
  if (!/^\d{1,12}(\.\d+)?$/.test(typed)) return null;
  const [whole = "", fraction = ""] = typed.split(".");
  const digits = digitsOf(currency);
  if (fraction.length > digits) return null;
  return Number(`${whole}${fraction.padEnd(digits, "0")}`);
}
