import { ApiProblem, isProblem, type Problem } from "@movie-magic/client-sdk/api";
import { useQueryClient } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { useNavigate } from "react-router";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { Dialog } from "@/components/dialog/dialog";
import { FailureNote } from "@/components/form/fields";
import { fieldText, problemText } from "@/components/problem-text";

import { Bar } from "./progress";

type State =
  | { readonly is: "asking"; readonly problem: Problem | null }
  | { readonly is: "sending"; readonly share: number };

/** Starts a training: from the house's own sales, or from files that are sent first. */
export function TrainingDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, api } = useStaff();
  const formats = useFormats();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [from, setFrom] = useState<"house" | "upload">("house");
  const [shows, setShows] = useState<File | null>(null);
  const [bookings, setBookings] = useState<File | null>(null);
  const [missing, setMissing] = useState(false);
  const [state, setState] = useState<State>({ is: "asking", problem: null });
  const sending = useRef<AbortController | null>(null);

  const start = async () => {
    if (from === "upload" && shows === null) {
      setMissing(true);
      return;
    }
    const control = new AbortController();
    sending.current = control;
    setState({ is: "sending", share: 0 });
    const onProgress = (share: number) => {
      setState((now) => (now.is === "sending" ? { is: "sending", share } : now));
    };
    try {
      const { job_id } =
        from === "upload" && shows !== null
          ? await api.training.startWith({ shows, bookings }, onProgress, { signal: control.signal })
          : await api.training.start({ signal: control.signal });
      await queries.invalidateQueries({ queryKey: ["jobs"] });
      onClose();
      await navigate(`/training/${job_id}`);
    } catch (error) {
      if (control.signal.aborted) {
        setState({ is: "asking", problem: null });
        return;
      }
      if (!isProblem(error)) throw error;
      setState({ is: "asking", problem: error });
    }
  };

  const problem = state.is === "asking" ? state.problem : null;
  const wrongWith = (field: string) =>
    problem instanceof ApiProblem
      ? problem.errors
          .filter((each) => each.field === field || each.field.startsWith(`${field}.`))
          .map((each) => fieldText(each, t))
      : [];
  return (
    <Dialog title={t("training.title")} text={t("training.text")} onClose={onClose}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <fieldset className="flex flex-wrap gap-2" disabled={state.is === "sending"}>
          <legend className="mb-1 text-small font-semibold">{t("training.from")}</legend>
          {(["house", "upload"] as const).map((value) => (
            <label key={value} className="choice">
              <input
                type="radio"
                name="from"
                checked={from === value}
                onChange={() => {
                  setFrom(value);
                }}
              />
              {t(`training.from.${value}`)}
            </label>
          ))}
        </fieldset>
        {from === "upload" ? (
          <>
            <FileField
              label={t("training.shows")}
              hint={t("training.showsHint")}
              errors={missing && shows === null ? [t("training.showsNeeded")] : wrongWith("shows")}
              onChoose={setShows}
            />
            <FileField
              label={t("training.bookings")}
              hint={t("training.bookingsHint")}
              errors={wrongWith("bookings")}
              onChoose={setBookings}
            />
          </>
        ) : null}
        {state.is === "sending" && from === "upload" ? (
          <div className="grid gap-1">
            <p role="status" className="text-small">
              {state.share < 1
                ? t("training.sending", { share: formats.share(state.share) })
                : t("training.sent")}
            </p>
            <Bar label={t("training.upload")} share={state.share} />
          </div>
        ) : null}
        <FailureNote text={problem === null ? null : problemText(problem, t)} />
        <div className="flex justify-end gap-3">
          <button
            type="button"
            className="btn"
            onClick={() => {
              if (state.is === "sending") sending.current?.abort(new DOMException("given up", "AbortError"));
              else onClose();
            }}
          >
            {t(state.is === "sending" ? "training.stop" : "action.cancel")}
          </button>
          <button type="submit" className="btn btn-go" disabled={state.is === "sending"}>
            {t("training.start")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface FileFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly errors: readonly string[];
  readonly onChoose: (file: File | null) => void;
}

function FileField({ label, hint, errors, onChoose }: FileFieldProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-small font-semibold">
        {label}
      </label>
      <input
        id={id}
        type="file"
        accept=".csv,.json,text/csv,application/json"
        aria-invalid={errors.length > 0}
        aria-describedby={`${id}-hint ${id}-errors`}
        className="field text-small file:mr-3 file:min-h-9 file:cursor-pointer file:rounded-pill file:border file:border-outline file:bg-transparent file:px-4 file:text-text"
        onChange={({ target }) => {
          onChoose(target.files?.[0] ?? null);
        }}
      />
      <p id={`${id}-hint`} className="mt-1 text-caption text-dim">
        {hint}
      </p>
      <ul id={`${id}-errors`} role="alert" className="text-small font-medium text-velvet">
        {errors.map((error) => (
          <li key={error}>{error}</li>
        ))}
      </ul>
    </div>
  );
}
