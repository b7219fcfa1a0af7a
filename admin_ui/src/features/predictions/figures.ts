import { minorUnits, type Money } from "@movie-magic/client-sdk/money";
import { type Prediction } from "@movie-magic/client-sdk/staff";

/** What is earned with the seats of some shows, in one currency: no fees, and no tax that comes on top of prices. */
export interface Earnings {
  /** Of tickets that are sold, at what was paid. */
  readonly booked: Money;
  /** Of tickets still to be sold, at the prices asked now. */
  readonly toCome: Money;
  /** Of both: the two above add up to it. */
  readonly expected: Money;
  /** The same, if the rest were sold at the recommended prices. */
  readonly recommended: Money;
}

/**
 * What shows earn, one sum for each currency: rupees and dollars do not add up.
 *
 * A forecast is not known to the paisa: sums are whole, and what is to come is what the whole is beyond what is booked,
 * so that the figures on the screen add up, too.
 */
export function earningsOf(rows: readonly Prediction[]): readonly Earnings[] {
  const currencies = [...new Set(rows.map(({ expected_revenue }) => expected_revenue.currency))];
  return currencies.map((currency) => {
    const units = minorUnits(currency);
    const sum = (pick: (row: Prediction) => Money) => {
      const whole = rows
        .map(pick)
        .filter((money) => money.currency === currency)
        .reduce((total, { amount }) => total + amount, 0);
      return { currency, amount: Math.round(whole / units) * units };
    };
    const booked = sum((row) => row.booked_revenue);
    const expected = sum((row) => row.expected_revenue);
    return {
      booked,
      expected,
      toCome: { currency, amount: expected.amount - booked.amount },
      recommended: sum((row) => row.recommended_revenue),
    };
  });
}

/** Tickets of some shows: those that are sold and those still to be sold add up to what is expected. */
export function ticketsOf(rows: readonly Prediction[]) {
  const expected = Math.round(rows.reduce((sum, row) => sum + row.expected_tickets, 0));
  const sold = rows.reduce((sum, row) => sum + row.sold, 0);
  return { expected, sold, toCome: Math.max(0, expected - sold) };
}
