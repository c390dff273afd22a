// Find and replace, in a bar above the text: how often it is there, and where one is among them.
import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  replaceAll,
  replaceNext,
  search,
  SearchQuery,
  setSearchQuery,
} from "@codemirror/search";
import type { Extension } from "@codemirror/state";
import {
  runScopeHandlers,
  type Command,
  type EditorView,
  type Panel,
} from "@codemirror/view";
import { t } from "../lib/words";

/** More are not counted. */
const MOST = 1000;
/** How long counting may take, in milliseconds. */
const PATIENCE = 50;
/** How long after a change of the text they are counted anew, in milliseconds. */
const REST = 150;

/** How often what is looked for is there, and which one is selected (from 1; 0 for none). */
function count(view: EditorView, query: SearchQuery): [number, number] {
  const { from, to } = view.state.selection.main;
  const cursor = query.getCursor(view.state);
  const start = performance.now();
  let [all, at] = [0, 0];
  for (let next = cursor.next(); !next.done; next = cursor.next()) {
    all += 1;
    if (next.value.from === from && next.value.to === to) at = all;
    if (performance.now() - start > PATIENCE) all = MOST + 1;
    if (all > MOST) break;
  }
  return [all, at];
}

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  set: Partial<HTMLElementTagNameMap[K]>,
  test: string,
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(name), set);
  made.setAttribute("data-test", test);
  return made;
}

function field(label: string, test: string, main: boolean): HTMLInputElement {
  const input = element("input", { placeholder: label, dir: "auto" }, test);
  input.ariaLabel = label;
  input.spellcheck = false;
  // CodeMirror puts the focus into the field that is named so.
  if (main) input.setAttribute("main-field", "true");
  return input;
}

type Option = "caseSensitive" | "wholeWord" | "regexp";

class Bar implements Panel {
  dom = element("div", { className: "find" }, "find");
  top = true;
  #find = field(t("find"), "find-what", true);
  #replace = field(t("replace-with"), "replace-with", false);
  #told = element("span", { className: "told" }, "find-count");
  #options: Record<Option, HTMLButtonElement>;
  #counting = 0;

  constructor(readonly view: EditorView) {
    const option = (words: string, label: string, test: string) => {
      const button = this.#button(words, label, test, () => {
        button.ariaPressed = String(button.ariaPressed !== "true");
        this.#ask();
        return true;
      });
      button.ariaPressed = "false";
      return button;
    };
    this.#options = {
      caseSensitive: option("Aa", t("find-case"), "find-case"),
      wholeWord: option("|ab|", t("find-word"), "find-word"),
      regexp: option(".*", t("find-pattern"), "find-pattern"),
    };
    this.#told.role = "status";
    const row = (className: string, ...all: HTMLElement[]) => {
      const made = Object.assign(document.createElement("div"), { className });
      made.append(...all);
      return made;
    };
    this.dom.append(
      row(
        "",
        this.#find,
        row("", ...Object.values(this.#options)),
        row(
          "found",
          this.#told,
          this.#button("↑", t("find-previous"), "find-previous", findPrevious),
          this.#button("↓", t("find-next"), "find-next", findNext),
          this.#button("×", t("close"), "find-close", closeSearchPanel),
        ),
      ),
    );
    if (!view.state.readOnly)
      this.dom.append(
        row(
          "",
          this.#replace,
          this.#button(t("replace"), "", "replace-one", replaceNext),
          this.#button(t("replace-all"), "", "replace-all", replaceAll),
        ),
      );
    this.#find.oninput = this.#replace.oninput = () => this.#ask();
    this.dom.onkeydown = (event) => this.#key(event);
    this.#show(getSearchQuery(view.state));
  }

  mount() {
    this.#find.select();
  }

  destroy() {
    clearTimeout(this.#counting);
  }

  update(update: Parameters<NonNullable<Panel["update"]>>[0]) {
    const query = getSearchQuery(update.state);
    if (!query.eq(getSearchQuery(update.startState))) this.#show(query);
    else if (update.docChanged || update.selectionSet) this.#countSoon();
  }

  #button(words: string, label: string, test: string, act: Command) {
    const button = element("button", { type: "button" }, test);
    button.textContent = words;
    if (label) button.ariaLabel = button.title = label;
    button.onclick = () => act(this.view);
    return button;
  }

  #key(event: KeyboardEvent) {
    if (event.isComposing) return;
    if (runScopeHandlers(this.view, event, "search-panel"))
      return event.preventDefault();
    if (event.key !== "Enter" || event.ctrlKey || event.altKey) return;
    if (event.target === this.#find)
      (event.shiftKey ? findPrevious : findNext)(this.view);
    else if (event.target === this.#replace) replaceNext(this.view);
    else return;
    event.preventDefault();
  }

  #ask() {
    const on = (name: Option) => this.#options[name].ariaPressed === "true";
    const query = new SearchQuery({
      search: this.#find.value,
      replace: this.#replace.value,
      caseSensitive: on("caseSensitive"),
      wholeWord: on("wholeWord"),
      regexp: on("regexp"),
      literal: !on("regexp"),
    });
    if (!query.eq(getSearchQuery(this.view.state)))
      this.view.dispatch({ effects: setSearchQuery.of(query) });
  }

  #show(query: SearchQuery) {
    if (this.#find.value !== query.search) this.#find.value = query.search;
    if (this.#replace.value !== query.replace)
      this.#replace.value = query.replace;
    for (const [name, button] of Object.entries(this.#options))
      button.ariaPressed = String(query[name as Option]);
    this.#count(query);
  }

  #countSoon() {
    clearTimeout(this.#counting);
    this.#counting = window.setTimeout(
      () => this.#count(getSearchQuery(this.view.state)),
      REST,
    );
  }

  #count(query: SearchQuery) {
    const wrong = query.search !== "" && !query.valid;
    this.#find.ariaInvalid = String(wrong);
    if (wrong) this.#told.textContent = t("find-wrong");
    else if (!query.search) this.#told.textContent = "";
    else {
      const [all, at] = count(this.view, query);
      if (!all) this.#told.textContent = t("find-none");
      else if (all > MOST) this.#told.textContent = t("find-many", { n: MOST });
      else this.#told.textContent = t("find-count", { at, n: all });
    }
  }
}

export const find: Extension = search({
  top: true,
  createPanel: (view) => new Bar(view),
});
