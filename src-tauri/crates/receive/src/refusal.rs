//! Why a comment was not taken.

use crate::words::Words;
use axum::http::StatusCode;

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Article,
    Address,
    Parent,
    Author,
    Email,
    Body,
}

impl Field {
    /// As the form names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Address => "address",
            Self::Parent => "parent",
            Self::Author => "author",
            Self::Email => "email",
            Self::Body => "body",
        }
    }

    /// How people see it; none where they don't.
    fn shown(self, words: &Words) -> Option<&'static str> {
        match self {
            Self::Author => Some(words.name),
            Self::Email => Some(words.email),
            Self::Body => Some(words.comment),
            Self::Article | Self::Address | Self::Parent => None,
        }
    }
}

/// Each has a status, a code for scripts and the log, and a sentence for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    Malformed,
    OtherSite,
    Nothing,
    Method,
    Slow,
    TooLarge,
    AddressTooLong,
    Kind,
    Missing(Field),
    TooLong {
        field: Field,
        most: usize,
        has: usize,
    },
    Odd(Field),
    NoMail,
    /// Seconds to wait.
    TooMany(u64),
    Full,
    NotKept,
}

impl Refusal {
    /// The answer's status.
    pub fn status(self) -> StatusCode {
        match self {
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::OtherSite => StatusCode::FORBIDDEN,
            Self::Nothing => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::AddressTooLong => StatusCode::URI_TOO_LONG,
            Self::Kind => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Missing(_) | Self::TooLong { .. } | Self::Odd(_) | Self::NoMail => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Full | Self::NotKept => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// For scripts and for the log.
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::OtherSite => "other-site",
            Self::Nothing => "not-found",
            Self::Method => "no-such-method",
            Self::Slow => "too-slow",
            Self::TooLarge => "too-large",
            Self::AddressTooLong => "address-too-long",
            Self::Kind => "unknown-kind",
            Self::Missing(_) => "missing-field",
            Self::TooLong { .. } => "field-too-long",
            Self::Odd(_) => "odd-characters",
            Self::NoMail => "no-email-address",
            Self::TooMany(_) => "too-many",
            Self::Full => "inbox-full",
            Self::NotKept => "not-kept",
        }
    }

    /// The field that it is about.
    pub fn field(self) -> Option<Field> {
        match self {
            Self::Missing(field) | Self::TooLong { field, .. } | Self::Odd(field) => Some(field),
            Self::NoMail => Some(Field::Email),
            _ => None,
        }
    }

    /// How many seconds to wait, where waiting helps.
    pub fn wait(self) -> Option<u64> {
        match self {
            Self::TooMany(seconds) => Some(seconds),
            Self::Full | Self::NotKept => Some(300),
            _ => None,
        }
    }

    /// For people, in their words.
    pub fn sentence(self, words: &Words) -> String {
        let of = |sentence: &str, field: Field| match field.shown(words) {
            Some(name) => sentence.replace("{field}", name),
            None => words.damaged.to_owned(),
        };
        match self {
            Self::Malformed | Self::Kind | Self::AddressTooLong => words.damaged.to_owned(),
            Self::OtherSite => words.elsewhere.to_owned(),
            Self::Nothing | Self::Method => words.nothing.to_owned(),
            Self::Slow => words.slow.to_owned(),
            Self::TooLarge => words.large.to_owned(),
            Self::Missing(field) => of(words.missing, field),
            Self::TooLong { field, most, has } => of(words.long, field)
                .replace("{most}", &most.to_string())
                .replace("{has}", &has.to_string()),
            Self::Odd(field) => of(words.odd, field),
            Self::NoMail => words.mail.to_owned(),
            Self::TooMany(seconds) => words.many.replace("{seconds}", &seconds.to_string()),
            Self::Full | Self::NotKept => words.later.to_owned(),
        }
    }

    /// Whether somebody had typed something, which their browser still has.
    pub fn was_a_comment(self) -> bool {
        !matches!(self, Self::Nothing | Self::Method)
    }
}
