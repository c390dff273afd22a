// What a part of the page remembers of the library, beyond what is shown. Where the desk is locked, it is forgotten; where
// someone else sits down, what it was narrowed down to is.
const parts: (() => void)[] = [];
const others: (() => void)[] = [];

/** Says how a part forgets. */
export const onForget = (forget: () => void) => void parts.push(forget);

/** Says how a part puts away what whoever sat here chose in it. */
export const onOther = (other: () => void) => void others.push(other);

/** Forgets all of it. */
export const forget = () => parts.forEach((part) => part());

/** Has it ready for someone else. */
export const other = () => others.forEach((part) => part());
