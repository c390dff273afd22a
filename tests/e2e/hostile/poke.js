// Does to everything on the page what a reader may do to it, but for following a link; then says what was noticed.
const [wait, done] = arguments;
const active = document.activeElement;
const focus =
  active && ![document.body, document.documentElement].includes(active);
if (focus) window.__fired.push("focus");
const links = "a[href], area[href]";
addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.(links);
    if (["http:", "https:", "mailto:", "tel:"].includes(link?.protocol))
      event.preventDefault();
  },
  true,
);
const events = [
  "mouseover", "mouseenter", "pointerover", "pointerenter", "pointerdown", "focus", "focusin", "auxclick", "contextmenu", "wheel",
  "copy", "paste", "drag", "animationstart", "transitionend", "beforematch", "hashchange", "resize", "scroll", "beforeinput", "close",
];
for (const one of document.querySelectorAll("body, body *")) {
  for (const type of events) one.dispatchEvent(new Event(type));
  const click = new MouseEvent("click", { bubbles: true, cancelable: true });
  one.dispatchEvent(click);
}
const pictures = [...document.querySelectorAll(".body img")].map(
  (one) => one.src,
);
setTimeout(() => done({ fired: window.__fired, pictures }), wait);
