// Lets a box that floats stand in the window's top layer, where no pane cuts it off.
import type { Attachment } from "svelte/attachments";

export const raised: Attachment<HTMLElement> = (box) => {
  box.popover = "manual";
  box.showPopover();
};
