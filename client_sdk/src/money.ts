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

// Making a formatter costs far more than using it, and a seat map asks for hundreds.
const formatters = new Map<string, { readonly format: Intl.NumberFormat; readonly minorUnits: number }>();

function formatterFor(currency: string, locale: string, decimals: "auto" | "always") {
  const key = `${locale} ${currency} ${decimals}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    // A dollar says whose it is (A$, CA$), as the locale writes it; the yen alone needs no country before its sign.
    currencyDisplay: currency === "JPY" ? "narrowSymbol" : "symbol",
    trailingZeroDisplay: decimals === "auto" ? "stripIfInteger" : "auto",
  });
  const made = { format, minorUnits: 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2) };
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
  const groups = [...(head === 0 ? [] : [digits.slice(0, head)]), ...(digits.slice(head).match(/.{3}/g) ?? [])];
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
  const { format, minorUnits } = formatterFor(money.currency, locale, decimals);
  const amount = money.amount / minorUnits;
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
  return formatterFor(currency, "en", "auto").minorUnits;
}

/** An amount as a person types it into a field, without the currency's sign: 350 or 349.50. */
export function amountText({ amount, currency }: Money): string {
  const units = minorUnits(currency);
  return amount % units === 0 ? String(amount / units) : (amount / units).toFixed(Math.log10(units));
}

/** Reads what a person typed as an amount in minor units; null when it is none, or finer than the currency is. */
export function parseAmount(text: string, currency: string): number | null {
  const typed = text.trim();
  if (!/^\d{1,12}(\.\d+)?$/.test(typed)) return null;
  const [whole = "", fraction = ""] = typed.split(".");
  const digits = Math.log10(minorUnits(currency));
  if (fraction.length > digits) return null;
  return Number(`${whole}${fraction.padEnd(digits, "0")}`);
}
