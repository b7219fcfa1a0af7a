import { type Theatre } from "@movie-magic/client-sdk/api";

import { words } from "@/server/words";

/** What a theatre has, and what it gives back to whoever cannot come. */
export async function HouseFacts({ theatre }: { readonly theatre: Theatre }) {
  const { t, intl } = await words();
  const percent = new Intl.NumberFormat(intl, { style: "percent" });
  return (
    <section className="page mt-8 grid gap-5 md:grid-cols-3">
      <div className="panel p-6">
        <h2 className="mb-3 text-title">{t("theatre.screens", { count: theatre.screens.length })}</h2>
        <ul className="grid gap-2.5">
          {theatre.screens.map((screen) => (
            <li key={screen.id} className="flex justify-between gap-4">
              <span>{screen.name}</span>
              <span className="text-right text-dim">
                {[t("theatre.seats", { count: screen.capacity }), screen.formats.join(", ")]
                  .filter((fact) => fact !== "")
                  .join(" · ")}
              </span>
            </li>
          ))}
        </ul>
      </div>
      {theatre.amenities.length > 0 && (
        <div className="panel p-6">
          <h2 className="mb-3 text-title">{t("theatre.amenities")}</h2>
          <ul className="flex flex-wrap gap-2">
            {theatre.amenities.map((amenity) => (
              <li key={amenity} className="chip">
                {amenity}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="panel p-6">
        <h2 className="mb-3 text-title">{t("theatre.policy")}</h2>
        <ul className="grid gap-2.5 text-dim">
          {theatre.cancellation_policy.map((step) => (
            <li key={step.hours_before}>
              {t("theatre.policyStep", {
                hours: step.hours_before,
                percent: percent.format(step.refund_percent / 100),
              })}
            </li>
          ))}
          <li>{t("theatre.policyNever")}</li>
        </ul>
      </div>
    </section>
  );
}
