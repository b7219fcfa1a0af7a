"use client";

import { type AwaitingPayment } from "@movie-magic/client-sdk/checkout";
import { formatMoney } from "@movie-magic/client-sdk/money";
import * as Dialog from "@radix-ui/react-dialog";

import { Icon } from "@/components/icon";
import { useApp } from "@/features/app/app-context";

interface BankDialogProps {
  readonly state: AwaitingPayment;
  readonly bank: NonNullable<AwaitingPayment["bank"]>;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Stands for the bank's own app: another look, another voice, two buttons. */
export default function BankDialog({ state, bank, open, onOpenChange }: BankDialogProps) {
  const { t, intl } = useApp();
  const { booking } = state;
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 animate-rise bg-black/60 backdrop-blur-sm" />
        <Dialog.Content
          aria-describedby="bank-note"
          className="fixed inset-x-0 bottom-0 z-50 mx-auto max-h-dvh w-full max-w-sm animate-rise overflow-auto rounded-t-panel bg-[#f3f6fb] p-6 text-[#0e2038] shadow-2xl outline-none sm:inset-y-0 sm:my-auto sm:h-fit sm:rounded-panel"
        >
          <div className="flex items-center gap-3">
            <span className="grid size-11 place-items-center rounded-full bg-[#123f7a] text-white">
              <Icon name="bank" size={24} />
            </span>
            <Dialog.Title className="text-title">{t("bank.title")}</Dialog.Title>
          </div>
          <p className="mt-5 text-small text-[#44546a]">
            {t(booking.payment.method === "mock_card" ? "bank.card" : "bank.upi")}
          </p>
          <p className="font-display text-[2.5rem] leading-tight font-bold tabular-nums">
            {formatMoney(booking.total, intl, { decimals: "always" })}
          </p>
          <p>{t("bank.payee", { theatre: booking.show.theatre.name })}</p>
          <p className="text-small text-[#44546a]">{booking.reference}</p>
          <div className="mt-6 grid grid-cols-2 gap-3">
            <button
              type="button"
              className="btn min-h-13 border-[#5b6b82] text-[#0e2038] hover:bg-[#0e2038]/8"
              onClick={() => void bank.decline()}
            >
              {t("checkout.decline")}
            </button>
            <button
              type="button"
              className="btn min-h-13 border-[#123f7a] bg-[#123f7a] text-white hover:bg-[#0c2f5e]"
              onClick={() => void bank.approve()}
            >
              {t("checkout.approve")}
            </button>
          </div>
          <p id="bank-note" className="mt-4 text-center text-small text-[#44546a]">
            {t("checkout.mockBank")}
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
