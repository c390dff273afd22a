// The one place that knows Tauri.
import { listen as hear } from "@tauri-apps/api/event";

export * from "./generated";

export type Progress = {
  job: string;
  done: number;
  total: number;
  left_ms: number | null;
};

export const onChanged = (then: () => void) => hear("changed", () => then());
export const onProgress = (then: (progress: Progress) => void) =>
  hear<Progress>("progress", (event) => then(event.payload));
