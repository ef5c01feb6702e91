//! Mails to referees that came back.

use actix_web::{
    HttpResponse, post, put,
    web::{Data, Path},
};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::shown;
use crate::{
    app::App,
    flow::references::{self as flow, RefereeView},
    kernel::{email::EmailAddress, ids::RefereeId},
    mail::Severity,
    people::Staff,
    web::{ApiResult, IfMatch, Problem, Valid, done},
};

/// What came back.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::references) struct BounceBody {
    /// Whether a mail will never arrive at this address.
    pub(in crate::references) severity: Severity,
    /// What the mail server said.
    #[validate(length(min = 1, max = 500))]
    pub(in crate::references) note: String,
}

/// Says that the request came back. One that will never arrive reopens the reference: the person is checked anew, at
/// another address.
#[utoipa::path(tag = "references", request_body = BounceBody, responses(
    (status = 200, body = RefereeView), (status = 403, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem),
))]
#[post("/referees/{id}/bounce")]
pub(super) async fn mark_bounced(
    app: Data<App>,
    who: Staff,
    id: Path<RefereeId>,
    if_match: IfMatch,
    body: Valid<BounceBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let moved = app
        .db
        .write(move |conn| {
            let read = || body.get().map(|body| (body.severity, body.note.clone()));
            flow::mark_bounced(conn, &ctx, *id, &if_match, read)
        })
        .await?;
    Ok(shown(done(moved)?))
}

/// Another address of a referee.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::references) struct AddressBody {
    /// Where mail arrives.
    pub(in crate::references) email: EmailAddress,
}

/// Gives a referee whose request came back another address.
#[utoipa::path(tag = "references", request_body = AddressBody, responses(
    (status = 200, body = RefereeView), (status = 403, body = Problem), (status = 409, body = Problem),
    (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
))]
#[put("/referees/{id}/address")]
pub(super) async fn readdress(
    app: Data<App>,
    who: Staff,
    id: Path<RefereeId>,
    if_match: IfMatch,
    body: Valid<AddressBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let referee = app
        .db
        .write(move |conn| {
            let read = || body.get().map(|body| body.email.clone());
            flow::readdress(conn, &ctx, *id, &if_match, read)
        })
        .await?;
    Ok(shown(referee))
}
