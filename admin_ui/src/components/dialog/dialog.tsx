import * as Radix from "@radix-ui/react-dialog";
import { type ReactNode, useState } from "react";

import { useStaff } from "@/app/staff-app";
import { Clamped } from "@/components/clamped";
import { Icon } from "@/components/icon";

import { firstField } from "./first-field";

interface DialogProps {
  readonly title: string;
  readonly text?: ReactNode;
  /** `side` leaves what it is about in sight. */
  readonly at?: "middle" | "side";
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks something, or tells more of one thing, before all else. Escape and the cross close it. */
export function Dialog({ title, text, at = "middle", onClose, children }: DialogProps) {
  const { t } = useStaff();
  const [from] = useState(() => document.activeElement);
  return (
    <Radix.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Radix.Portal>
        <Radix.Overlay className="veil z-40" />
        <Radix.Content
          onOpenAutoFocus={(event) => {
            // A form begins at its first field, and not at the cross above it.
            const field = firstField(event.currentTarget);
            if (field === null) return;
            event.preventDefault();
            field.focus();
          }}
          onCloseAutoFocus={(event) => {
            // Back to where it was opened: a dialog without a trigger of its own would leave the focus nowhere. What
            // opened it may be gone with its row; then the page goes on at its beginning.
            event.preventDefault();
            const there = from?.isConnected === true ? from : document.getElementById("content");
            if (there instanceof HTMLElement) there.focus();
          }}
          {...(text === undefined ? { "aria-describedby": undefined } : {})}
          className={`z-50 outline-none ${at === "side" ? "drawer" : "modal"}`}
        >
          <div className="sticky top-0 z-10 flex items-start gap-4 border-b border-line bg-overlay px-5 py-4">
            <div className="min-w-0 grow">
              <Radix.Title className="text-title">
                <Clamped lines={3}>{title}</Clamped>
              </Radix.Title>
              {text === undefined ? null : (
                <Radix.Description className="mt-0.5 text-small wrap-anywhere text-dim">
                  {text}
                </Radix.Description>
              )}
            </div>
            <Radix.Close className="btn btn-round btn-quiet -mt-1.5 -mr-2" aria-label={t("action.close")}>
              <Icon name="cross" />
            </Radix.Close>
          </div>
          <div className="p-5">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
