import { useReadable } from "@movie-magic/client-sdk/react";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useEffect } from "react";
import { Outlet, useLocation } from "react-router";

import { EmptyState, ErrorState, Ghost } from "@/components/states";

import { Frame } from "./frame";
import { roleOf } from "./roles";
import { SignIn } from "./sign-in";
import { useStaff } from "./staff-app";

/** Lets the house's people in, asks strangers who they are, and tells customers that this is not for them. */
export function Gate() {
  const { api, t } = useStaff();
  const session = useReadable(api.session);
  const { pathname } = useLocation();
  const restored = useQuery({
    queryKey: ["session"],
    queryFn: () => api.auth.restore(),
    staleTime: Infinity,
  });
  useEffect(() => {
    // A new page begins at its top, as a loaded one would.
    window.scrollTo(0, 0);
  }, [pathname]);
  if (session.status === "unknown") {
    // No answer is no sign-out: the cookie may be as good as ever.
    return restored.isError ? (
      <ErrorState error={restored.error} again={() => void restored.refetch()} />
    ) : (
      <Ghost lines={6} label={t("site.opening")} />
    );
  }
  if (session.status === "signed-out") return <SignIn />;
  const role = roleOf(session.user);
  if (role === null) return <NotForCustomers name={session.user.name} />;
  return (
    <Frame role={role}>
      <Live />
      <Suspense fallback={<Ghost lines={6} label={t("site.opening")} />}>
        <Outlet />
      </Suspense>
    </Frame>
  );
}

/** Keeps the house's line open while somebody of the house is here. */
function Live() {
  const { line } = useStaff();
  useEffect(() => {
    line.start();
    return () => {
      line.stop();
    };
  }, [line]);
  return null;
}

function NotForCustomers({ name }: { readonly name: string }) {
  const { api, t } = useStaff();
  return (
    <main className="mx-auto w-full max-w-md px-4 py-16">
      <div className="panel">
        <EmptyState icon="person" title={t("gate.customerTitle")} text={t("gate.customerText", { name })}>
          <div className="mt-4 flex flex-wrap justify-center gap-3">
            <a href="/" className="btn btn-go">
              {t("gate.toShop")}
            </a>
            <button type="button" className="btn" onClick={() => void api.auth.logOut()}>
              {t("nav.signOut")}
            </button>
          </div>
        </EmptyState>
      </div>
    </main>
  );
}
