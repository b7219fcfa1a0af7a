import { useReadable } from "@movie-magic/client-sdk/react";
import { type ReactNode } from "react";

import { EmptyState } from "@/components/states";

import { atLeast, type HouseRole, roleOf } from "./roles";
import { useStaff } from "./staff-app";

/** Shows a page to whoever may use it; whoever may not is told who may. */
export function Guarded({ least, children }: { readonly least: HouseRole; readonly children: ReactNode }) {
  const role = useRole();
  const { t } = useStaff();
  if (role !== null && atLeast(role, least)) return children;
  return (
    <div className="panel">
      <EmptyState
        icon="person"
        title={t("gate.notYours")}
        text={t("gate.notYoursText", { role: t(`role.${least}`) })}
      />
    </div>
  );
}

/** The highest role of whoever is signed in. */
export function useRole(): HouseRole | null {
  const { api } = useStaff();
  const session = useReadable(api.session);
  return session.status === "signed-in" ? roleOf(session.user) : null;
}

/** Whether whoever is signed in may do what `least` may. */
export function useMay(least: HouseRole): boolean {
  const role = useRole();
  return role !== null && atLeast(role, least);
}
