// What a part of the page remembers of the library, beyond what is shown. Where the desk is locked, it is forgotten.
const parts: (() => void)[] = [];

/** Says how a part forgets. */
export const onForget = (forget: () => void) => void parts.push(forget);

/** Forgets all of it. */
export const forget = () => parts.forEach((part) => part());
