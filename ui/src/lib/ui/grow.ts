// Lets a text field be as high as what is in it. Svelte attaches it anew whenever the text that it reads changes.
import type { Attachment } from "svelte/attachments";

export const grow =
  (text: () => string): Attachment<HTMLTextAreaElement> =>
  (field) => {
    text();
    const fit = () => {
      field.style.height = "0";
      field.style.height = `${field.scrollHeight}px`;
    };
    fit();
    // Letters of the text's own font are of another width than those that stand in for it.
    document.fonts.addEventListener("loadingdone", fit);
    let width = field.clientWidth;
    const watch = new ResizeObserver(() => {
      if (field.clientWidth === width) return;
      width = field.clientWidth;
      fit();
    });
    watch.observe(field);
    return () => {
      document.fonts.removeEventListener("loadingdone", fit);
      watch.disconnect();
    };
  };
