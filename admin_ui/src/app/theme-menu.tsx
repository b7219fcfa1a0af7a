import { useId, useState } from "react";

import { Icon } from "@/components/icon";

import { useStaff } from "./staff-app";
import { chosenTheme, chooseTheme, themeChoices } from "./theme";

/** Dark, light, high contrast, or as the device is. */
export function ThemeMenu() {
  const { t, api } = useStaff();
  const menu = useId();
  const [chosen, setChosen] = useState(() => chosenTheme(api.storage));
  return (
    <>
      <button
        type="button"
        popoverTarget={menu}
        aria-label={t("theme.label")}
        className="btn btn-small btn-quiet justify-start font-medium max-lg:w-11 max-lg:p-0"
      >
        <Icon name="sliders" className="max-lg:mx-auto" />
        <span className="max-lg:hidden">{t("theme.label")}</span>
      </button>
      <div id={menu} popover="auto" className="popup">
        <fieldset className="grid gap-1">
          <legend className="sr-only">{t("theme.label")}</legend>
          {themeChoices.map((choice) => (
            <label key={choice} className="flex min-h-9 items-center gap-2 text-small">
              <input
                type="radio"
                name="theme"
                value={choice}
                className="size-5"
                checked={chosen === choice}
                onChange={() => {
                  setChosen(choice);
                  chooseTheme(choice, api.storage);
                }}
              />
              {t(`theme.${choice}`)}
            </label>
          ))}
        </fieldset>
      </div>
    </>
  );
}
