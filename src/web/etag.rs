//! Versions of what changes: `ETag: "N"` out, `If-Match: "N"` in.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder,
    dev::Payload,
    http::header::{ETAG, IF_MATCH},
};
use serde::Serialize;

use crate::fault::Fault;

/// What the client believes is the current version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IfMatch {
    /// No `If-Match` was sent.
    Absent,
    /// `*`: any version.
    Any,
    /// These versions. Weak and unreadable tags never match, so they are not in here.
    Versions(Vec<i64>),
}

impl IfMatch {
    /// A client that saw `version`.
    pub fn version(version: i64) -> Self {
        Self::Versions(vec![version])
    }

    /// For changes that must not overwrite what the client has not seen: the header is required.
    /// Call it once the object is known to exist and to be the actor's to change.
    ///
    /// # Errors
    /// [`Fault::PreconditionRequired`] without the header, [`Fault::Stale`] when another version is current.
    pub fn require(&self, current: i64) -> Result<(), Fault> {
        match self {
            Self::Absent => Err(Fault::PreconditionRequired),
            _ => self.honour(current),
        }
    }

    /// For changes where the header is welcome, not required.
    ///
    /// # Errors
    /// [`Fault::Stale`] when the header was sent and another version is current.
    pub fn honour(&self, current: i64) -> Result<(), Fault> {
        match self {
            Self::Absent | Self::Any => Ok(()),
            Self::Versions(seen) if seen.contains(&current) => Ok(()),
            Self::Versions(_) => Err(Fault::Stale),
        }
    }

    fn parse(req: &HttpRequest) -> Self {
        let mut sent = false;
        let mut versions = Vec::new();
        for value in req.headers().get_all(IF_MATCH) {
            sent = true;
            for tag in value.to_str().unwrap_or_default().split(',') {
                let tag = tag.trim();
                if tag == "*" {
                    return Self::Any;
                }
                versions.extend(
                    tag.strip_prefix('"')
                        .and_then(|t| t.strip_suffix('"'))
                        .and_then(|t| t.parse::<i64>().ok()),
                );
            }
        }
        if sent {
            Self::Versions(versions)
        } else {
            Self::Absent
        }
    }
}

impl FromRequest for IfMatch {
    type Error = std::convert::Infallible;
    type Future = Ready<Result<Self, Self::Error>>;
    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::parse(req)))
    }
}

/// A JSON answer with the version of what it shows.
pub fn versioned(mut reply: HttpResponseBuilder, version: i64, body: &impl Serialize) -> HttpResponse {
    reply.insert_header((ETAG, format!("\"{version}\""))).json(body)
}

/// 200 with the version of what it shows.
pub fn ok(version: i64, body: &impl Serialize) -> HttpResponse {
    versioned(HttpResponse::Ok(), version, body)
}

/// 201 with the address and version of what was made.
pub fn created(location: &str, version: i64, body: &impl Serialize) -> HttpResponse {
    let mut reply = HttpResponse::Created();
    reply.insert_header((actix_web::http::header::LOCATION, location));
    versioned(reply, version, body)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn parsed(value: Option<&str>) -> IfMatch {
        let mut req = TestRequest::default();
        if let Some(value) = value {
            req = req.insert_header((IF_MATCH, value));
        }
        IfMatch::parse(&req.to_http_request())
    }

    #[test]
    fn only_the_current_version_lets_a_change_through() {
        assert!(parsed(Some("\"3\"")).require(3).is_ok());
        assert!(parsed(Some("\"1\", \"3\"")).require(3).is_ok());
        assert!(parsed(Some("*")).require(3).is_ok());
        assert!(matches!(parsed(Some("\"2\"")).require(3), Err(Fault::Stale)));
        assert!(matches!(parsed(Some("W/\"3\"")).require(3), Err(Fault::Stale)));
        assert!(matches!(parsed(Some("3")).honour(3), Err(Fault::Stale)));
        assert!(matches!(
            parsed(None).require(3),
            Err(Fault::PreconditionRequired)
        ));
        assert!(parsed(None).honour(3).is_ok());
    }
}
