//! The library's pictures for the page, at `picture://localhost/HASH`, and small at `HASH?small`. They don't pass over the
//! bridge, which would carry each as text; the page may show them and nothing else, by its content security policy.

use crate::{bridge::off_the_window, state::Shell};
use tauri::{
    Manager, UriSchemeContext, UriSchemeResponder, Wry,
    http::{Request, Response, StatusCode, header},
};

/// The scheme of their addresses.
pub const SCHEME: &str = "picture";

/// Answers with a picture's bytes, off the window's thread.
pub fn answer(
    context: UriSchemeContext<'_, Wry>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let app = context.app_handle().clone();
    tauri::async_runtime::spawn(async move {
        let hash = request.uri().path().trim_start_matches('/').to_owned();
        let small = request.uri().query() == Some("small");
        let found = off_the_window(move || {
            let shell = app.state::<Shell>();
            shell.lock.must_be_open()?;
            desk::asset::file(&shell.desk, &hash, small)
        })
        .await;
        let response = match found {
            Ok((bytes, media)) => Response::builder()
                .header(header::CONTENT_TYPE, media)
                // A hash names the same bytes for ever.
                .header(header::CACHE_CONTROL, "max-age=31536000, immutable")
                .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
                // Should a drawing ever be opened as a page, nothing in it may act.
                .header(
                    header::CONTENT_SECURITY_POLICY,
                    "default-src 'none'; style-src 'unsafe-inline'; sandbox",
                )
                .body(bytes),
            Err(_) => Response::builder()
                .status(StatusCode::NOT_FOUND)
                .body(vec![]),
        };
        match response {
            Ok(response) => responder.respond(response),
            Err(_) => tracing::error!("a picture was not answered"),
        }
    });
}
