// Notices what an attack would do, in every frame, before anything of the page runs.
(() => {
  if (Object.hasOwn(window, "__fired")) return;
  Object.defineProperty(window, "__fired", { value: [] });
  const tell = (kind) => {
    try {
      top.__fired.push(kind);
    } catch {
      new Image().src = "http://fired.example/" + kind;
    }
  };
  window.alert = () => tell("script");
  for (const name of ["confirm", "prompt", "print"])
    window[name] = () => tell("dialog");
  window.open = () => tell("window");
  HTMLFormElement.prototype.submit = () => tell("form");
  addEventListener(
    "submit",
    (event) => {
      tell("form");
      event.preventDefault();
    },
    true,
  );
  window.navigation?.addEventListener("navigate", (event) => {
    if (event.hashChange || event.userInitiated) return;
    tell("navigation");
    if (event.cancelable) event.preventDefault();
  });
  document.addEventListener("securitypolicyviolation", (event) =>
    tell("refused " + event.effectiveDirective),
  );
})();
