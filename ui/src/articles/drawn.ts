// Decorations that follow the text as far as it is seen.
import type { Extension } from "@codemirror/state";
import {
  EditorView,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from "@codemirror/view";

/** Draws what `decorate` finds, anew whenever the text, what is seen of it, or what `also` says of has changed. */
export const drawn = (
  decorate: (view: EditorView) => DecorationSet,
  also: (update: ViewUpdate) => boolean = () => false,
): Extension =>
  ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = decorate(view);
      }
      update(update: ViewUpdate) {
        // A composition is never disturbed: nothing in its line may be redrawn.
        if (update.view.composing)
          this.decorations = this.decorations.map(update.changes);
        else if (update.docChanged || update.viewportChanged || also(update))
          this.decorations = decorate(update.view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
