// Calls over the bridge. What one types goes over it many times a second, and almost all of it did so the time before:
// there, both ways, only what changed is sent.
import { invoke as call } from "@tauri-apps/api/core";
import { between } from "../between";
import { onForget } from "../forget";

/** Commands that are asked again and again with much the same content. */
const REPEATED = ["preview", "draft_save", "article_check"];

/** A text, as what it has in place of a stretch of an earlier one; whole, where `of` is empty. */
type Piece = {
  name: string;
  of: string;
  from: number;
  to: number;
  with: string;
};
type Text = { name: string; text: string };
type Args = Record<string, unknown>;
const nothing: Text = { name: "", text: "" };

/** What went over the bridge last, by command. */
const asked = new Map<string, Text>();
const answered = new Map<string, Text>();
const page = crypto.randomUUID();
let asks = 0;
/** How often all that was forgotten. */
let forgotten = 0;
onForget(() => {
  forgotten += 1;
  asked.clear();
  answered.clear();
});

async function inPieces<T>(command: string, args: Args): Promise<T> {
  const { content, ...rest } = args;
  const text = JSON.stringify(content);
  const turn = forgotten;
  const last = asked.get(command) ?? nothing;
  const had = answered.get(command) ?? nothing;
  const send = (of: Text) => {
    const name = `${page}-${++asks}`;
    asked.set(command, { name, text });
    const piece: Piece = { name, of: of.name, ...between(of.text, text) };
    return call<Piece>(command, { args: rest, content: piece, had: had.name });
  };
  const piece = await send(last).catch((error) => {
    if (error?.code !== "not-held") throw error;
    return send(nothing);
  });
  const whole = piece.of
    ? had.text.slice(0, piece.from) + piece.with + had.text.slice(piece.to)
    : piece.with;
  if (turn === forgotten)
    answered.set(command, { name: piece.name, text: whole });
  return JSON.parse(whole) as T;
}

export const invoke = <T>(
  command: string,
  payload: { args: object },
): Promise<T> => {
  const args = payload.args as Args;
  return REPEATED.includes(command) && args.content
    ? inPieces<T>(command, args)
    : call<T>(command, payload);
};
