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
    currencyDisplay: "narrowSymbol",
    trailingZeroDisplay: decimals === "auto" ? "stripIfInteger" : "auto",
  });
  const made = { format, minorUnits: 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2) };
  formatters.set(key, made);
  return made;
}

/** Writes an amount the way `locale` does: ₹1,23,456.50. */
export function formatMoney(money: Money, locale: string, { decimals = "auto" }: MoneyStyle = {}): string {
  const { format, minorUnits } = formatterFor(money.currency, locale, decimals);
  return format.format(money.amount / minorUnits);
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
