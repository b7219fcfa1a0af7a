import { type TrainingJob, type TrainingReport } from "@movie-magic/client-sdk/staff";
import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { isOver, laterOf } from "@/data/use-house-news";
import { TrainingDialog } from "@/features/models/training-dialog";

import { refusal } from "./support/desk";
import { openHouse } from "./support/house";

const dialog = [
  { path: "/", element: <TrainingDialog onClose={() => undefined} /> },
  { path: "/training/:jobId", element: <p>the training</p> },
];

describe("starting a training", () => {
  test("from the house's own sales leads to it", async () => {
    const { user, desk, address } = await openHouse(dialog, {
      answer: ({ path }) => (path === "/ml/train" ? [202, { job_id: "job-7" }] : undefined),
    });
    await user.click(screen.getByRole("button", { name: "Train a model" }));
    await waitFor(() => {
      expect(address()).toBe("/training/job-7");
    });
    expect(desk.asked.find(({ path }) => path === "/ml/train")?.body).toBeNull();
  });

  test("from a file sends the file, with the token of whoever is signed in", async () => {
    const { user, desk, address } = await openHouse(dialog, {
      answer: ({ path }) => (path === "/ml/train" ? [202, { job_id: "job-8" }] : undefined),
    });
    await user.click(screen.getByRole("radio", { name: "Files" }));
    await user.click(screen.getByRole("button", { name: "Train a model" }));
    expect(await screen.findByText("Please choose a file.")).toBeTruthy();
    await user.upload(screen.getByLabelText("Shows (CSV or JSON)"), new File(["a,b\n1,2\n"], "shows.csv"));
    await user.click(screen.getByRole("button", { name: "Train a model" }));
    await waitFor(() => {
      expect(address()).toBe("/training/job-8");
    });
    const sent = desk.asked.find(({ path }) => path === "/ml/train");
    expect(sent?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(sent?.headers.authorization).toBe("Bearer access-1");
    expect(sent?.body).toContain('name="shows"; filename="shows.csv"');
    expect(sent?.body).toContain("a,b\n1,2\n");
  });

  test("says beside the file what is wrong with it", async () => {
    const { user } = await openHouse(dialog, {
      answer: ({ path }) =>
        path === "/ml/train"
          ? refusal(422, "invalid", {
              errors: [{ field: "shows", code: "columns", message: "has no column sold" }],
            })
          : undefined,
    });
    await user.click(screen.getByRole("radio", { name: "Files" }));
    await user.upload(screen.getByLabelText("Shows (CSV or JSON)"), new File(["a\n"], "shows.csv"));
    await user.click(screen.getByRole("button", { name: "Train a model" }));
    expect(await screen.findByText("Has no column sold")).toBeTruthy();
    expect(screen.getByLabelText("Shows (CSV or JSON)").getAttribute("aria-invalid")).toBe("true");
  });
});

describe("a training that is followed", () => {
  const job = (change: Partial<TrainingReport>): TrainingReport => ({
    id: "job-1",
    status: "running",
    stage: "",
    progress: 0.5,
    source: "upload",
    requested_by: null,
    created_at: "2026-11-27T12:00:00Z",
    started_at: null,
    finished_at: null,
    cancel_requested_at: null,
    decision: null,
    error: null,
    files: {},
    metrics: null,
    models: [],
    promote: "auto",
    version: null,
    report: null,
    ...change,
  });
  const said = (change: Partial<TrainingReport>): TrainingJob => {
    const { report, ...aloud } = job(change);
    expect(report).toBeNull();
    return aloud;
  };

  test("goes forward, whichever way the news came, and never back", () => {
    expect(laterOf(job({ progress: 0.5 }), said({ progress: 0.7 })).progress).toBe(0.7);
    expect(laterOf(job({ progress: 0.7 }), said({ progress: 0.5 })).progress).toBe(0.7);
    expect(laterOf(job({ status: "succeeded", progress: 1 }), said({ progress: 0.9 })).status).toBe(
      "succeeded",
    );
    expect(
      laterOf(job({ status: "queued", progress: 0 }), said({ status: "failed", progress: 0 })).status,
    ).toBe("failed");
  });

  test("keeps the report, of which the line does not speak", () => {
    const asked = job({ report: [] });
    expect(laterOf(asked, said({ status: "succeeded", progress: 1 }))).toMatchObject({
      status: "succeeded",
      report: [],
    });
  });

  test.each([
    ["queued", false],
    ["running", false],
    ["succeeded", true],
    ["failed", true],
    ["cancelled", true],
  ] as const)("that is %s is over: %s", (status, over) => {
    expect(isOver(job({ status }))).toBe(over);
  });
});
