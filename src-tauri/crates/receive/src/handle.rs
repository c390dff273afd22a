//! From a request to its answer.

use crate::{
    caller::Key,
    form::{Form, Kind},
    inbox::{self, Comment, NotKept},
    page::{POLICY, Page},
    refusal::Refusal,
    serve::{Peer, Receiver},
    words::{self, Words},
};
use axum::{
    Extension,
    body::{Body, HttpBody},
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header, request::Parts,
    },
};
use serde_json::json;
use std::{future::poll_fn, net::IpAddr, pin::Pin, sync::Arc, time::Duration};

/// Most bytes of what is sent: the longest comment in a script of three bytes a letter, each of them escaped.
const BODY: usize = 128 * 1024;
/// Most bytes that are read and thrown away, so that a browser hears why.
const THROWN_AWAY: usize = 1024 * 1024;
/// How long a comment may take to arrive.
const PATIENCE: Duration = Duration::from_secs(15);
/// Most characters of an address that is asked for.
const ADDRESS: usize = 2048;

/// What became of a request.
enum Outcome {
    /// Kept; with the page to go back to.
    Taken(Option<String>),
    Here,
    Preflight,
    Refused(Refusal),
}

/// Answers anything.
pub(crate) async fn answer(
    State(receiver): State<Arc<Receiver>>,
    Extension(Peer(peer)): Extension<Peer>,
    request: Request,
) -> Response<Body> {
    let (head, body) = request.into_parts();
    let outcome = decided(&receiver, &head, body, peer).await;
    receiver.tally.count(match &outcome {
        Outcome::Taken(_) => "answered-thanks",
        Outcome::Here | Outcome::Preflight => "asked",
        Outcome::Refused(refusal) => refusal.code(),
    });
    let mut response = written(&receiver, &head, outcome);
    around(&receiver, &head.headers, response.headers_mut());
    response
}

async fn decided(receiver: &Arc<Receiver>, head: &Parts, body: Body, peer: IpAddr) -> Outcome {
    let refused = Outcome::Refused;
    if head
        .uri
        .path_and_query()
        .is_some_and(|asked| asked.as_str().len() > ADDRESS)
    {
        return refused(Refusal::AddressTooLong);
    }
    match head.method {
        Method::POST => taken(receiver, head, body, peer)
            .await
            .unwrap_or_else(refused),
        Method::GET | Method::HEAD if head.uri.path() == "/" => Outcome::Here,
        Method::GET | Method::HEAD => refused(Refusal::Nothing),
        Method::OPTIONS if receiver.sites.allowed(&head.headers).is_some() => Outcome::Preflight,
        Method::OPTIONS
            if head.headers.contains_key(header::ORIGIN) && !receiver.sites.0.is_empty() =>
        {
            refused(Refusal::OtherSite)
        }
        Method::OPTIONS => Outcome::Preflight,
        _ => refused(Refusal::Method),
    }
}

/// A comment that is sent: judged by its head, read, checked, and put down.
async fn taken(
    receiver: &Arc<Receiver>,
    head: &Parts,
    body: Body,
    peer: IpAddr,
) -> Result<Outcome, Refusal> {
    let caller = receiver.hops.caller(&head.headers, peer);
    let kind = judged(receiver, &head.headers, caller);
    let bytes = read(body, kind.is_ok()).await;
    let sent = kind.and_then(|kind| kind.read(&bytes?))?;
    if sent.is_trapped() {
        // The program that fell into it is told that all is well.
        receiver.tally.count("trapped");
        return Ok(Outcome::Taken(back(receiver, head, None)));
    }
    let mut form = sent.checked()?;
    // Anyone can write an address into a form; only one of the site's own pages is worth keeping.
    form.address = form
        .address
        .filter(|address| receiver.sites.0.is_empty() || receiver.sites.hold(address));
    let back = back(receiver, head, form.address.as_deref());
    let keeper = Arc::clone(receiver);
    let kept = tokio::task::spawn_blocking(move || put(&keeper, &form, caller)).await;
    kept.unwrap_or(Err(Refusal::NotKept))?;
    receiver.tally.count("kept");
    Ok(Outcome::Taken(back))
}

/// What a comment's head says of it.
fn judged(receiver: &Receiver, headers: &HeaderMap, caller: IpAddr) -> Result<Kind, Refusal> {
    if !receiver.sites.take(headers) {
        return Err(Refusal::OtherSite);
    }
    receiver
        .rate
        .tried(Key::of(caller), (receiver.hands.now)())
        .map_err(Refusal::TooMany)?;
    let plain = headers
        .get(header::CONTENT_ENCODING)
        .is_none_or(|encoding| encoding == "identity");
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    kind.filter(|_| plain)
        .and_then(Kind::of)
        .ok_or(Refusal::Kind)
}

/// Reads what is sent. Without `keep`, or once it is too long, it is read on and thrown away: a browser that is cut
/// off while it sends shows its own error in place of the answer.
async fn read(mut body: Body, keep: bool) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let mut length = 0usize;
    let all = async {
        while length <= THROWN_AWAY {
            let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await else {
                break;
            };
            let Ok(data) = frame.map_err(|_| Refusal::Malformed)?.into_data() else {
                continue;
            };
            length += data.len();
            if keep && length <= BODY {
                bytes.extend_from_slice(&data);
            }
        }
        Ok(())
    };
    tokio::time::timeout(PATIENCE, all)
        .await
        .unwrap_or(Err(Refusal::Slow))?;
    if length > BODY {
        return Err(Refusal::TooLarge);
    }
    Ok(bytes)
}

fn put(receiver: &Receiver, form: &Form, caller: IpAddr) -> Result<(), Refusal> {
    let now = (receiver.hands.now)();
    let mut random = [0; 10];
    if !(receiver.hands.random)(&mut random) {
        return Err(Refusal::NotKept);
    }
    let id = inbox::name(now, random);
    let comment = Comment {
        id,
        article: &form.article,
        address: form.address.as_deref(),
        parent: form.parent.as_deref(),
        author: &form.author,
        email: form.email.as_deref(),
        body: &form.body,
        created: now,
        ip: caller.to_string(),
    };
    receiver
        .inbox
        .put(id, &comment, now)
        .map_err(|failed| match failed {
            NotKept::Full => Refusal::Full,
            NotKept::System(cause) => {
                (receiver.hands.say)(&format!(
                    "A comment could not be written: {}.",
                    cause.kind()
                ));
                Refusal::NotKept
            }
        })
}

/// The page that the form stood on, where that is one of the site's.
fn back(receiver: &Receiver, head: &Parts, address: Option<&str>) -> Option<String> {
    let referer = head
        .headers
        .get(header::REFERER)
        .and_then(|from| from.to_str().ok());
    address
        .or(referer)
        .filter(|page| receiver.sites.hold(page))
        .map(str::to_owned)
}

/// Whether a script asks, and no person.
fn wants_json(headers: &HeaderMap) -> bool {
    let of = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    of(header::CONTENT_TYPE).and_then(Kind::of) == Some(Kind::Json)
        || of(header::ACCEPT).is_some_and(|kinds| kinds.trim().starts_with("application/json"))
}

fn written(receiver: &Receiver, head: &Parts, outcome: Outcome) -> Response<Body> {
    let words = words::chosen(&head.headers);
    let json = wants_json(&head.headers);
    match outcome {
        Outcome::Preflight => preflight(),
        Outcome::Here => {
            let page = Page {
                title: words.here,
                ..Page::default()
            };
            html(StatusCode::OK, &page, words)
        }
        Outcome::Taken(_) if json => script(StatusCode::CREATED, &json!({"ok": true})),
        Outcome::Taken(back) => {
            let own = receiver.thanks.as_ref().map(|thanks| thanks.text());
            let page = Page {
                title: words.thanks,
                sentence: own.unwrap_or(words.arrived),
                kept: None,
                back: back.as_deref(),
            };
            html(StatusCode::OK, &page, words)
        }
        Outcome::Refused(refusal) => refused(refusal, json, words),
    }
}

fn refused(refusal: Refusal, json: bool, words: &Words) -> Response<Body> {
    let sentence = refusal.sentence(words);
    let mut response = if json {
        let field = refusal.field().map(|field| field.name());
        let error = json!({"code": refusal.code(), "message": sentence, "field": field});
        script(refusal.status(), &json!({"ok": false, "error": error}))
    } else if refusal.was_a_comment() {
        let page = Page {
            title: words.not_sent,
            sentence: &sentence,
            kept: Some(words.kept),
            back: None,
        };
        html(refusal.status(), &page, words)
    } else {
        let page = Page {
            title: &sentence,
            sentence: words.here,
            ..Page::default()
        };
        html(refusal.status(), &page, words)
    };
    let headers = response.headers_mut();
    if let Some(seconds) = refusal.wait() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if refusal == Refusal::Method {
        headers.insert(
            header::ALLOW,
            HeaderValue::from_static("GET, HEAD, OPTIONS, POST"),
        );
    }
    response
}

fn preflight() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
        (header::ALLOW, "GET, HEAD, OPTIONS, POST"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn html(status: StatusCode, page: &Page, words: &Words) -> Response<Body> {
    let mut response = Response::new(Body::from(page.html(words)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(
        header::CONTENT_LANGUAGE,
        HeaderValue::from_static(words.language),
    );
    response
}

fn script(status: StatusCode, value: &serde_json::Value) -> Response<Body> {
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    response
}

/// What every answer says: how little a browser may do with it, and who may read it.
fn around(receiver: &Receiver, asked: &HeaderMap, headers: &mut HeaderMap) {
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::CACHE_CONTROL, "no-store"),
        (header::VARY, "Origin, Accept-Language"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if let Some(origin) = receiver.sites.allowed(asked) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
}
