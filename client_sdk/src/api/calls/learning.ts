import { type ExperimentRequest } from "../staff-types.ts";
import { type OnProgress, upload } from "../upload.ts";
import { body, type CallOptions, type Wire } from "../wire.ts";

interface Where {
  readonly cursor?: string;
  readonly limit?: number;
}

/** A table of past shows to learn from, and the bookings that led to them. */
export interface TrainingFiles {
  readonly shows: File;
  readonly bookings: File | null;
}

/** Models, how they are made, and how their prices are tried out. */
export function learningCalls(wire: Wire) {
  const { http } = wire;
  const ofVersion = (version: string) => ({ path: { version } });
  const ofJob = (jobId: string) => ({ path: { job_id: jobId } });
  const ofExperiment = (experimentId: string) => ({ path: { experiment_id: experimentId } });
  const why = (reason: string) => (reason === "" ? {} : { reason });
  return {
    models: {
      list: (call: CallOptions = {}) => body(http.GET("/ml/models", { ...call })),
      get: (version: string, call: CallOptions = {}) =>
        body(http.GET("/ml/models/{version}", { params: ofVersion(version), ...call })),
      promote: (version: string, reason: string, call: CallOptions = {}) =>
        body(
          http.POST("/ml/models/{version}/promote", {
            params: ofVersion(version),
            body: why(reason),
            ...call,
          }),
        ),
      /** Leaves this version for the one that was used before. */
      rollBack: (version: string, reason: string, call: CallOptions = {}) =>
        body(
          http.POST("/ml/models/{version}/rollback", {
            params: ofVersion(version),
            body: why(reason),
            ...call,
          }),
        ),
    },

    training: {
      /** Learns from the house's own sales. */
      start: (call: CallOptions = {}) =>
        // Its body is files, or nothing at all, which no typed call can say.
        upload<{ job_id: string }>(wire, "/ml/train", null, () => undefined, call),
      /** Learns from files. Rejects like any call, with what is wrong with which file. */
      startWith: (files: TrainingFiles, onProgress: OnProgress, call: CallOptions = {}) => {
        const form = new FormData();
        form.append("shows", files.shows);
        if (files.bookings !== null) form.append("bookings", files.bookings);
        return upload<{ job_id: string }>(wire, "/ml/train", form, onProgress, call);
      },
      jobs: (query: Where = {}, call: CallOptions = {}) =>
        body(http.GET("/ml/jobs", { params: { query }, ...call })),
      job: (jobId: string, call: CallOptions = {}) =>
        body(http.GET("/ml/jobs/{job_id}", { params: ofJob(jobId), ...call })),
      cancel: (jobId: string, call: CallOptions = {}) =>
        body(http.POST("/ml/jobs/{job_id}/cancel", { params: ofJob(jobId), ...call })),
    },

    experiments: {
      list: (query: Where = {}, call: CallOptions = {}) =>
        body(http.GET("/admin/experiments", { params: { query }, ...call })),
      get: (experimentId: string, call: CallOptions = {}) =>
        body(http.GET("/admin/experiments/{experiment_id}", { params: ofExperiment(experimentId), ...call })),
      create: (request: ExperimentRequest, call: CallOptions = {}) =>
        body(http.POST("/admin/experiments", { body: request, ...call })),
      change: (experimentId: string, request: ExperimentRequest, call: CallOptions = {}) =>
        body(
          http.PUT("/admin/experiments/{experiment_id}", {
            params: ofExperiment(experimentId),
            body: request,
            ...call,
          }),
        ),
      /** Shows that start later follow their theatre's rules again; what was found stays. */
      end: async (experimentId: string, call: CallOptions = {}): Promise<void> => {
        await body(
          http.DELETE("/admin/experiments/{experiment_id}", { params: ofExperiment(experimentId), ...call }),
        );
      },
    },
  };
}
