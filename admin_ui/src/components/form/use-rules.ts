import { parseAmount } from "@movie-magic/client-sdk/money";
import { useMemo } from "react";

import { useStaff } from "@/app/staff-app";

import { namesOf } from "./names";

/** What a field's text has to be; the other rules of a form can be added beside it. */
export interface Rule {
  readonly validate: (text: string) => true | string;
}

/** How many names a list takes, and how long each may be. */
interface NamesRule {
  readonly least?: number;
  readonly most: number;
  readonly longest: number;
}

/** What fields can be asked for, each with what it says when it is not so. */
export function useRules() {
  const { t } = useStaff();
  return useMemo(() => {
    const rule = (validate: Rule["validate"]): Rule => ({ validate });
    const within = (value: number, least: number, most: number) =>
      (value >= least && value <= most) || t("form.between", { least, most });
    const needed = rule((text) => text.trim() !== "" || t("form.needed"));
    const upTo = (most: number) =>
      rule((text) => lengthOf(text.trim()) <= most || t("form.tooLong", { most }));
    return {
      /** Something has to be there. */
      needed,
      /** At most so many characters. */
      upTo,
      /** Something has to be there, of at most so many characters. */
      text: (most: number) =>
        rule((text) => {
          const there = needed.validate(text);
          return there === true ? upTo(most).validate(text) : there;
        }),
      /** Nothing, or a whole number from 1. */
      countOrNone: rule(
        (text) => text.trim() === "" || /^[1-9]\d*$/.test(text.trim()) || t("form.countWrong"),
      ),
      /** A whole number, which may be negative where the least is. */
      whole: (least: number, most: number) =>
        rule((text) => {
          if (!/^-?\d+$/.test(text.trim())) return t("form.wholeWrong");
          return within(Number(text), least, most);
        }),
      /** Nothing, or what another rule asks for. */
      orNone: (other: Rule) => rule((text) => text.trim() === "" || other.validate(text)),
      /** A number, with decimals or without; which may be negative where the least is. */
      number: (least: number, most: number) =>
        rule((text) => {
          const negative = least < 0 && text.trim().startsWith("-");
          const typed = negative ? text.trim().slice(1) : text.trim();
          if (!/^\d+(\.\d+)?$/.test(typed)) return t("form.numberWrong");
          return within(Number(text), least, most);
        }),
      /** Money, in the main unit, of at least so many minor ones. */
      amount: (currency: string, least = 0) =>
        rule((text) => {
          const amount = parseAmount(text, currency);
          return (amount !== null && amount >= least) || t("form.amountWrong");
        }),
      /** A share in percent, of at most two decimals. */
      percent: rule((text) =>
        /^\d{1,3}(\.\d{1,2})?$/.test(text.trim()) ? within(Number(text), 0, 100) : t("form.percentWrong"),
      ),
      /** Names with commas between them, none of them twice. */
      names: ({ least = 0, most, longest }: NamesRule) =>
        rule((text) => {
          const names = namesOf(text);
          if (names.length < least) return t("form.needed");
          if (names.length > most) return t("form.tooMany", { most });
          const twice = names.find((name, index) => names.indexOf(name) !== index);
          if (twice !== undefined) return t("form.twice", { name: twice });
          return names.every((name) => lengthOf(name) <= longest) || t("form.tooLongEach", { longest });
        }),
    };
  }, [t]);
}

/** How many characters a text has, as the server counts them. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}
