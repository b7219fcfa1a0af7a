import { isProblem } from "@movie-magic/client-sdk/api";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, Suspense, useEffect, useState } from "react";

import { Notices } from "@/components/dialog/notices";

import { type StaffApp, StaffAppContext } from "./staff-app";

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The API client repeats what is worth repeating; what it gives up on is shown, with a button.
        retry: false,
        staleTime: 15_000,
        // A fault of this program is thrown to the page's own boundary; a refusal is shown where it was asked.
        throwOnError: (error) => !isProblem(error),
      },
    },
  });
}

/** Everything that pages share: the application, what was asked for already, and notices. */
export function StaffRoot({ app, children }: { readonly app: StaffApp; readonly children: ReactNode }) {
  const [queries] = useState(newQueryClient);
  useEffect(
    () =>
      // What one person was shown is not for the next who sits down here.
      app.api.session.subscribe(() => {
        if (app.api.session.state.status === "signed-out") queries.clear();
      }),
    [app, queries],
  );
  return (
    <StaffAppContext value={app}>
      <QueryClientProvider client={queries}>
        <Notices>
          <Suspense>{children}</Suspense>
        </Notices>
      </QueryClientProvider>
    </StaffAppContext>
  );
}
