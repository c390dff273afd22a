// The library's pictures, seen in the text where they stand: above their words, whether one writes there or not. Of a hash, which
// nobody types, so much is shown that one can be told from another.
import { syntaxTree } from "@codemirror/language";
import { RangeSetBuilder, type EditorState } from "@codemirror/state";
import { Decoration, WidgetType } from "@codemirror/view";
import { smallPicture } from "../lib/ipc";
import { drawn } from "./drawn";

const ADDRESS = /^!\[[^]*\]\(\s*<?asset:([0-9a-f]{64})/;

/** How many letters of a hash are shown. */
const TOLD = 8;

const words = Decoration.mark({ class: "cm-picture-words" });

class Picture extends WidgetType {
  constructor(readonly hash: string) {
    super();
  }
  override eq(other: Picture) {
    return other.hash === this.hash;
  }
  override toDOM() {
    const home = document.createElement("span");
    home.className = "cm-picture";
    const image = document.createElement("img");
    image.src = smallPicture(this.hash);
    // Its words stand beside it.
    image.alt = "";
    // What is missing here is said by the checks.
    image.onerror = () => (home.style.display = "none");
    image.draggable = false;
    home.append(image);
    return home;
  }
  /** The cursor beside it stands before its words. */
  override coordsAt(dom: HTMLElement) {
    const line = dom.closest(".cm-line");
    if (!line?.lastChild) return null;
    const range = document.createRange();
    range.setStartAfter(dom);
    range.setEndAfter(line.lastChild);
    const first = [...range.getClientRects()].find((rect) => rect.height > 0);
    if (!first) return null;
    const { top, bottom, left, right } = first;
    const at = getComputedStyle(line).direction === "rtl" ? right : left;
    return { top, bottom, left: at, right: at };
  }
  override ignoreEvent() {
    return false;
  }
}

class Rest extends WidgetType {
  override eq() {
    return true;
  }
  override toDOM() {
    const rest = document.createElement("span");
    rest.textContent = "…";
    return rest;
  }
}
const rest = Decoration.replace({ widget: new Rest() });

/** The picture of the library that an image in the text is, and where its hash ends. */
function pictured(state: EditorState, from: number, to: number) {
  const found = ADDRESS.exec(state.sliceDoc(from, to));
  return found ? { hash: found[1], end: from + found[0].length } : undefined;
}

export const seen = drawn(
  (view) => {
    const { state } = view;
    const builder = new RangeSetBuilder<Decoration>();
    for (const { from, to } of view.visibleRanges)
      syntaxTree(state).iterate({
        from,
        to,
        enter: (node) => {
          if (node.name !== "Image" || node.from < from) return;
          const picture = pictured(state, node.from, node.to);
          if (!picture) return;
          const { hash, end } = picture;
          const widget = new Picture(hash);
          builder.add(
            node.from,
            node.from,
            Decoration.widget({ widget, side: -1 }),
          );
          builder.add(node.from, node.to, words);
          const start = end - hash.length + TOLD;
          const meant = state.selection.ranges.some(
            ({ head }) => head >= start && head <= end,
          );
          if (!meant) builder.add(start, end, rest);
          // Nothing of a picture is another one.
          return false;
        },
      });
    return builder.finish();
  },
  (update) =>
    update.selectionSet ||
    syntaxTree(update.startState) !== syntaxTree(update.state),
);
