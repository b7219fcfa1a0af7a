import { type HouseShow } from "@movie-magic/client-sdk/staff";
import { useState } from "react";

import { useStaff } from "@/app/staff-app";
import { useTell } from "@/components/dialog/notices";
import { ReasonDialog } from "@/components/dialog/reason-dialog";
import { newKey } from "@/data/new-key";
import { useProgrammeChanged } from "@/data/use-programme";

interface CancelShowDialogProps {
  readonly show: HouseShow;
  readonly name: string;
  readonly onClose: () => void;
}

/** Cancels a show for everybody who has a ticket. They are told the reason, and get all of their money back. */
export function CancelShowDialog({ show, name, onClose }: CancelShowDialogProps) {
  const { t, api } = useStaff();
  const tell = useTell();
  const changed = useProgrammeChanged();
  const [key] = useState(newKey);
  return (
    <ReasonDialog
      title={t("show.cancelOf", { name })}
      text={t("show.cancelText", { count: show.sold + show.reserved })}
      action={t("show.cancelGo")}
      run={(reason) => api.programme.shows.cancel(show.id, reason, key)}
      onDone={async () => {
        await changed();
        tell(t("show.cancelled", { name }));
      }}
      onClose={onClose}
    />
  );
}
