//! Names of files and folders that every file system takes.

use model::Hash;

/// Longest name, in bytes: what is written beside it in its name has room, and so have encrypted file systems.
const LONGEST: usize = 100;
/// Names that Windows keeps for devices, whatever follows the first dot.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A name as every file system takes it: letters, digits, `-`, `_` and `.` as they are; too long ones cut, with a hash of the whole.
pub(crate) fn safe(name: &str) -> String {
    let kept = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let mut out: String = name
        .chars()
        .map(|c| if kept(c) { c.to_ascii_lowercase() } else { '-' })
        .collect();
    let changed = out.len() > LONGEST || out.is_empty() || !name.is_ascii();
    if changed {
        out.truncate(LONGEST);
        out = format!(
            "{}-{}",
            out.trim_matches(['-', '.']),
            Hash::of(name.as_bytes()).short()
        );
    }
    let trimmed = out.trim_matches('.');
    let stem = trimmed.split('.').next().unwrap_or_default();
    let numbered = |device: &str| {
        stem.strip_prefix(device)
            .is_some_and(|rest| rest.len() == 1 && rest.chars().all(|c| c.is_ascii_digit()))
    };
    if trimmed.is_empty() || DEVICES.contains(&stem) || numbered("com") || numbered("lpt") {
        return format!("{trimmed}_").trim_start_matches('.').to_owned();
    }
    trimmed.to_owned()
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn a_name_is_one_that_every_file_system_takes() {
        assert_eq!(safe("night-buses"), "night-buses");
        for (name, safe_name) in [
            ("con", "con_"),
            ("aux.txt", "aux.txt_"),
            ("com1", "com1_"),
            ("..", "_"),
            ("a/b", "a-b"),
        ] {
            assert_eq!(safe(name), safe_name, "{name}");
        }
        let long = safe(&"x".repeat(255));
        assert!(long.len() < 120 && long != safe(&"x".repeat(256)), "{long}");
        assert!(safe("").len() > 1 && safe("é") != safe("è"));
    }
}
