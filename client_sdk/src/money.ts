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
