//! The window: its page is the only one it ever shows, and nothing opens another.

use crate::state::Shell;
use std::error::Error;
use tauri::{
    App, DragDropEvent, Manager, Url, WebviewWindowBuilder, Window, WindowEvent,
    webview::{NewWindowResponse, PermissionResponse},
};

/// Where whatever the web view would ask the network for is sent: a port of this machine at which nobody listens. A policy for
/// the page holds back what it loads, and not that it calls ahead (`rel=preconnect`), which a theme of somebody else's may ask for.
const WALL: &str = "http://127.0.0.1:1";

/// Opens the one window, as `tauri.conf.json` describes it.
///
/// # Errors
/// Those of the system's web view.
pub fn open(app: &App) -> Result<(), Box<dyn Error>> {
    let config = app
        .config()
        .app
        .windows
        .first()
        .ok_or("there is no window in the settings")?
        .clone();
    WebviewWindowBuilder::from_config(app.handle(), &config)?
        .on_navigation(is_ours)
        .proxy_url(Url::parse(WALL)?)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        // The page never needs a camera, a place or a notice, and writes no file but by a dialog.
        .on_permission_request(|_, _| PermissionResponse::Deny)
        .on_download(|_, _| false)
        .devtools(cfg!(debug_assertions))
        .build()?;
    Ok(())
}

/// Whether the window, or a frame in it, may go to `url`: its own pages, and the blank ones of the preview frame.
fn is_ours(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        "about" => matches!(url.path(), "blank" | "srcdoc"),
        _ => false,
    }
}

/// What people do to the window itself: a file dropped on it counts as chosen.
pub fn heard(window: &Window, event: &WindowEvent) {
    if let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event {
        let shell = window.state::<Shell>();
        paths.iter().for_each(|path| shell.grants.allow(path));
    }
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn only_the_own_pages_are_shown() {
        let shown = [
            "tauri://localhost/",
            "tauri://localhost/index.html#/desk",
            "about:blank",
            "about:srcdoc",
        ];
        assert!(shown.iter().all(|url| is_ours(&url.parse().unwrap())));
        let refused = [
            "https://example.com/",
            "http://localhost:1420/",
            "tauri://elsewhere/",
            "https://tauri.localhost.example.com/",
            "file:///etc/hosts",
            "data:text/html,x",
            "javascript:alert(1)",
            "about:config",
            "blob:tauri://localhost/1",
        ];
        for url in refused {
            assert!(!is_ours(&url.parse().unwrap()), "{url}");
        }
    }
}
