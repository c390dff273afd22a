//! Examples of folders.
