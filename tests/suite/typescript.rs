//! The window's client is the one that the list of commands makes.

#[test]
fn the_generated_client_is_current() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../ui/src/lib/ipc/generated.ts"
    );
    let made = desk::commands::typescript();
    if std::env::var_os("COPYDESK_WRITE_TYPES").is_some() {
        std::fs::write(file, &made).unwrap();
    }
    let committed = std::fs::read_to_string(file).unwrap();
    assert!(
        committed == made,
        "ui/src/lib/ipc/generated.ts is not current: run `./dev types`"
    );
}
