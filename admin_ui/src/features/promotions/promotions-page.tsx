import { type Promotion, type PromotionSearch } from "@movie-magic/client-sdk/staff";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import { Guarded } from "@/app/guarded";
import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { Clamped } from "@/components/clamped";
import { ConfirmDialog } from "@/components/dialog/confirm-dialog";
import { DialogButton } from "@/components/dialog/dialog-button";
import { useTell } from "@/components/dialog/notices";
import { Page } from "@/components/page";
import { Badge } from "@/components/states";
import { AdminDataTable } from "@/components/table/admin-data-table";
import { type Column } from "@/components/table/column";
import { ChoiceFilter } from "@/components/table/filters";
import { useTableState } from "@/components/table/use-table-state";
import { pageOf, usePage } from "@/data/use-page";
import { useTheatres } from "@/data/use-theatres";

import { PromotionDialog } from "./promotion-dialog";

/** What is taken off the price, for whom, and how often it was. */
export function PromotionsPage() {
  const { t } = useStaff();
  return (
    <Guarded least="admin">
      <Page
        title={t("nav.promotions")}
        lead={t("promotion.lead")}
        action={
          <DialogButton label={t("promotion.make")}>
            {(close) => <PromotionDialog promotion={null} onClose={close} />}
          </DialogButton>
        }
      >
        <Promotions />
      </Page>
    </Guarded>
  );
}

type Doing = { readonly what: "change" | "withdraw"; readonly promotion: Promotion } | null;

function Promotions() {
  const { t, api } = useStaff();
  const formats = useFormats();
  const { houseZone } = useTheatres();
  const state = useTableState();
  const [doing, setDoing] = useState<Doing>(null);
  const active = state.filter("active");
  const search: PromotionSearch = {
    ...pageOf(state),
    ...(active === "" ? {} : { active: active === "yes" }),
  };
  const page = usePage(["promotions"], search, api.promotions.list);
  const columns = useMemo<readonly Column<Promotion>[]>(
    () => [
      {
        id: "code",
        header: t("promotion.code"),
        value: ({ code }) => code,
        cell: (promotion) => (
          <span className="grid max-w-80 min-w-36">
            <Clamped className="font-semibold">{promotion.code}</Clamped>
            <Clamped className="text-caption text-dim">{promotion.label}</Clamped>
          </span>
        ),
      },
      {
        id: "value",
        header: t("promotion.off"),
        align: "end",
        value: ({ value }) => value,
        cell: ({ kind, value, currency }) =>
          kind === "percent"
            ? formats.rate(value / 10_000)
            : formats.money({ amount: value, currency: currency ?? "INR" }),
      },
      {
        id: "from",
        header: t("promotion.starts"),
        value: ({ starts_at }) => starts_at,
        cell: ({ starts_at }) => (
          <span className="whitespace-nowrap">{formats.moment(starts_at, houseZone)}</span>
        ),
      },
      {
        id: "to",
        header: t("promotion.ends"),
        value: ({ ends_at }) => ends_at,
        cell: ({ ends_at }) => (
          <span className="whitespace-nowrap">
            {ends_at === null ? t("promotion.forEver") : formats.moment(ends_at, houseZone)}
          </span>
        ),
      },
      {
        id: "used",
        header: t("promotion.used"),
        align: "end",
        value: ({ used }) => used,
        cell: ({ used, total_limit }) =>
          total_limit === null
            ? formats.whole(used)
            : t("prediction.soldOf", { sold: formats.whole(used), seats: formats.whole(total_limit) }),
      },
      {
        id: "active",
        header: t("promotion.state"),
        value: ({ active: on }) => (on ? "yes" : "no"),
        cell: ({ active: on }) => (
          <Badge tone={on ? "good" : "plain"}>{t(on ? "promotion.offered" : "promotion.withdrawn")}</Badge>
        ),
      },
      {
        id: "act",
        header: t("table.actions"),
        value: () => null,
        cell: (promotion) => (
          <span className="flex gap-2">
            <button
              type="button"
              className="btn btn-small"
              aria-label={t("promotion.changeOf", { code: promotion.code })}
              onClick={() => {
                setDoing({ what: "change", promotion });
              }}
            >
              {t("promotion.change")}
            </button>
            {promotion.active ? (
              <button
                type="button"
                className="btn btn-small btn-quiet"
                aria-label={t("promotion.withdrawOf", { code: promotion.code })}
                onClick={() => {
                  setDoing({ what: "withdraw", promotion });
                }}
              >
                {t("promotion.withdraw")}
              </button>
            ) : null}
          </span>
        ),
      },
    ],
    [t, formats, houseZone],
  );
  const close = () => {
    setDoing(null);
  };
  return (
    <>
      <AdminDataTable
        name="promotions"
        caption={t("nav.promotions")}
        columns={columns}
        {...page}
        rowId={({ id }) => String(id)}
        state={state}
        empty={{ title: t("promotion.none"), text: t("promotion.noneText") }}
      >
        <ChoiceFilter
          state={state}
          name="active"
          label={t("promotion.state")}
          all={t("filter.all")}
          choices={[
            { value: "yes", label: t("promotion.offered") },
            { value: "no", label: t("promotion.withdrawn") },
          ]}
        />
      </AdminDataTable>
      {doing?.what === "change" ? <PromotionDialog promotion={doing.promotion} onClose={close} /> : null}
      {doing?.what === "withdraw" ? <WithdrawDialog promotion={doing.promotion} onClose={close} /> : null}
    </>
  );
}

function WithdrawDialog({
  promotion,
  onClose,
}: {
  readonly promotion: Promotion;
  readonly onClose: () => void;
}) {
  const { t, api } = useStaff();
  const tell = useTell();
  const queries = useQueryClient();
  return (
    <ConfirmDialog
      title={t("promotion.withdrawOf", { code: promotion.code })}
      text={t("promotion.withdrawText")}
      action={t("promotion.withdraw")}
      run={() => api.promotions.withdraw(promotion.id)}
      onDone={async () => {
        await queries.invalidateQueries({ queryKey: ["promotions"] });
        tell(t("promotion.withdrew", { code: promotion.code }));
      }}
      onClose={onClose}
    />
  );
}
