//! The attacks of the suite, and the library that has them in everything.

#[path = "../suite/attacks/corpus.rs"]
pub mod corpus;
#[path = "../suite/attacks/laid.rs"]
pub mod laid;
#[path = "../suite/attacks/ways.rs"]
pub mod ways;
