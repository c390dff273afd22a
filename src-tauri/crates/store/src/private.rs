//! Folders and files that only who owns them may read: a library holds keys that no passphrase guards, and readers' addresses.

use std::{
    fs::{DirBuilder, File},
    io,
    path::Path,
};

/// Makes a folder, and those above it that are missing, into which nobody else on this computer may look. One that is there stays
/// as it is.
///
/// # Errors
/// What the system says.
pub fn folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes a file that nobody else on this computer may read.
///
/// # Errors
/// What the system says, where there is one already too.
pub fn file(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
