import { formatDateTime, formatDay, formatTime, zoneName } from "@movie-magic/client-sdk/dates";
import { formatMoney, type Money } from "@movie-magic/client-sdk/money";
import { useMemo } from "react";

import { useStaff } from "./staff-app";

/** How this application writes numbers, money and moments. */
export function useFormats() {
  const { intl } = useStaff();
  return useMemo(() => {
    const whole = new Intl.NumberFormat(intl, { maximumFractionDigits: 0 });
    const fine = new Intl.NumberFormat(intl, { maximumFractionDigits: 2, minimumFractionDigits: 2 });
    const plain = new Intl.NumberFormat(intl, { maximumFractionDigits: 2 });
    const share = new Intl.NumberFormat(intl, { style: "percent", maximumFractionDigits: 0 });
    const rate = new Intl.NumberFormat(intl, { style: "percent", maximumFractionDigits: 2 });
    const signed = new Intl.NumberFormat(intl, { signDisplay: "exceptZero", maximumFractionDigits: 1 });
    return {
      whole: (value: number) => whole.format(value),
      /** Two places: metrics. */
      fine: (value: number) => fine.format(value),
      /** 0.82 is 82%. */
      share: (value: number) => share.format(value),
      /** 1.125 is 112.5%: what somebody has set, not rounded. */
      rate: (value: number) => rate.format(value),
      /** A number that may be anything: at most two places. */
      plain: (value: number) => plain.format(value),
      /** 13.6 is +13.6. */
      signed: (value: number) => signed.format(value),
      /** 13.6 is +13.6 %. */
      change: (percent: number) => `${signed.format(percent)}\u00a0%`,
      money: (money: Money) => formatMoney(money, intl),
      exact: (money: Money) => formatMoney(money, intl, { decimals: "always" }),
      time: (moment: string, zone: string) => formatTime(moment, zone, intl),
      day: (moment: string, zone: string) => formatDay(moment, zone, intl),
      moment: (moment: string, zone: string) => formatDateTime(moment, zone, intl),
      zone: (moment: string, zone: string) => zoneName(moment, zone, intl),
    };
  }, [intl]);
}

/** What {@link useFormats} gives. */
export type Formats = ReturnType<typeof useFormats>;
