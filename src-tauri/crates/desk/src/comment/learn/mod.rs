//! What a newsroom's own decisions teach: a small classifier that runs here and sends nothing anywhere. It reads words,
//! pairs of words, pieces of words and the look of a text, each hashed to a slot with a weight (logistic regression), learns
//! from each decision once, in its order, and says for each word what it weighed. The same decisions give the same bytes on
//! every machine: nothing in it is random, and all its arithmetic is addition, multiplication, division and square roots.
//!
//! It holds and never more, and stays silent until it was measured on decisions that it was not trained on ([`measure`],
//! [`silent`]).

mod features;
mod measure;
mod weights;

pub use measure::{Measured, Threshold, measure, ready, silent};
pub use weights::Model;
