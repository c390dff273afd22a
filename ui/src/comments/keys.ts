// The keys of a verdict, and the second one for its reason, in the order of the reasons.
import type { CommentState } from "../lib/ipc";

export const verdicts: { key: string; to: CommentState; verb: string }[] = [
  { key: "f", to: "published", verb: "publish" },
  { key: "h", to: "held", verb: "hold" },
  { key: "d", to: "rejected", verb: "reject" },
  { key: "s", to: "spam", verb: "spam" },
];

export const REASON_KEYS = "1234567890io";
