// The screens but the desk, which is shown first: what they are made of is loaded behind it, once a hand is there.
export { default as Articles } from "../articles/Articles.svelte";
export { default as Bundles } from "../bundles/Bundles.svelte";
export { default as Comments } from "../comments/Comments.svelte";
export { default as Library } from "../library/Library.svelte";
export { default as Review } from "../review/Review.svelte";
// Last in the one stylesheet, and so after the styles of every part.
import "../styles/tokens.css";
import "../styles/base.css";
