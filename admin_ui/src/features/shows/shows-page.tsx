import { useSearchParams } from "react-router";

import { useMay } from "@/app/guarded";
import { useStaff } from "@/app/staff-app";
import { DialogButton } from "@/components/dialog/dialog-button";
import { Page } from "@/components/page";

import { PlannedShows } from "./planned-shows";
import { ShowDialog } from "./show-dialog";

/** What plays, when, and how it sells, in the theatres where somebody works. */
export function ShowsPage() {
  const { t } = useStaff();
  const manager = useMay("manager");
  const [address] = useSearchParams();
  return (
    <Page
      title={t("nav.shows")}
      lead={t(manager ? "shows.leadPlanned" : "shows.lead")}
      action={
        manager ? (
          <DialogButton label={t("show.add")}>
            {(close) => <ShowDialog show={null} theatreId={address.get("theatre") ?? ""} onClose={close} />}
          </DialogButton>
        ) : undefined
      }
    >
      <PlannedShows />
    </Page>
  );
}
