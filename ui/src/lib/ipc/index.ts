// The one place that knows Tauri.
import { convertFileSrc } from "@tauri-apps/api/core";
import { listen as hear } from "@tauri-apps/api/event";

export * from "./generated";

export type Progress = {
  job: string;
  done: number;
  total: number;
  left_ms: number | null;
  /** What is being done, of work that has stages. */
  stage:
    | "choosing"
    | "printing"
    | "writing"
    | "packing"
    | "placing"
    | "articles"
    | "links"
    | "comments"
    | null;
  /** How many things are behind, where the work counts them. */
  counted: number | null;
};

export const onChanged = (then: () => void) => hear("changed", () => then());
/** What came in by the inbox: new comments, and files that were set aside. */
export type Came = { added: number; aside: number };
export const onInbox = (then: (came: Came) => void) =>
  hear<Came>("inbox", (event) => then(event.payload));
export const onProgress = (then: (progress: Progress) => void) =>
  hear<Progress>("progress", (event) => then(event.payload));

/** Where this page finds a picture of the library. */
export const picture = (hash: string) => convertFileSrc(hash, "picture");

/** The same, as small as it is kept. */
export const smallPicture = (hash: string) => `${picture(hash)}?small`;

type Dropped = { paths: string[]; position: { x: number; y: number } };

/** Files dropped on the window, and the place in the page where. */
export const onDropped = (
  then: (paths: string[], x: number, y: number) => void,
) =>
  hear<Dropped>("tauri://drag-drop", ({ payload: { paths, position } }) =>
    then(paths, position.x / devicePixelRatio, position.y / devicePixelRatio),
  );
