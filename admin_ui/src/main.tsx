import "@fontsource-variable/bricolage-grotesque/wght.css";
import "./styles/app.css";

import { createTranslator, intlLocales, loadMessages } from "@movie-magic/client-sdk/i18n";
import { loadNames, nameOf } from "@movie-magic/client-sdk/names";
import { createStaffApi, HouseLine } from "@movie-magic/client-sdk/staff";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";

import { browserRouter } from "./app/routes";
import { houseLineUrl } from "./app/sockets";
import { type StaffApp } from "./app/staff-app";
import { StaffRoot } from "./app/staff-root";
import { chosenTheme, showTheme } from "./app/theme";
import { allWords } from "./words";
import { en } from "./words/en";

const locale = "en";
const api = createStaffApi({ baseUrl: "/api", locale: () => locale });
showTheme(chosenTheme(api.storage));

const told = document.querySelector<HTMLMetaElement>('meta[name="sockets"]')?.content ?? null;
const line = new HouseLine({
  url: houseLineUrl(told, window.location),
  token: () => api.session.token(),
});

const words = allWords(await loadMessages(locale), await loadNames(locale), en);
const app: StaffApp = {
  api,
  line,
  t: createTranslator(locale, words),
  nameOf: (kind, value) => nameOf(words, kind, value),
  locale,
  intl: intlLocales[locale],
};

const root = document.getElementById("root");
if (root === null) throw new Error("the page has no place for the application");
createRoot(root).render(
  <StrictMode>
    <StaffRoot app={app}>
      <RouterProvider router={browserRouter()} />
    </StaffRoot>
  </StrictMode>,
);
