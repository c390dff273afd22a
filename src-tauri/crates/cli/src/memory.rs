//! In which pages the program's memory comes. The window has this file too.

/// Has memory come in pages of 4 KiB: of those of 2 MiB that the allocator would ask for, a short run wipes many that it hardly
/// uses, and a window that is open all day keeps 20 MB of them. Where the system can't, it is as it was.
#[cfg(target_os = "linux")]
pub fn small_pages() {
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}

#[cfg(not(target_os = "linux"))]
pub fn small_pages() {}
