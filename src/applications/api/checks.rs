//! Must-haves, talks about the role and conflict declarations.

use actix_web::{
    HttpResponse, post, put,
    web::{Data, Path},
};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::{staff::whole, views::ApplicationView};
use crate::{
    app::App,
    applications::model::ConflictKind,
    fault::Fault,
    flow::applications as flow,
    kernel::{
        ids::ApplicationId,
        text::{multi_line, visible_len},
    },
    people::Staff,
    web::{ApiResult, IfMatch, Problem, Valid, etag},
};

/// The least length of a talk's record in characters (house rule).
const MIN_TALK_CHARS: usize = 40;

/// HR's tick on a must-have.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::applications) struct MustHaveBody {
    /// Whether it is met.
    met: bool,
    /// The certificate or document that was seen: a note, an address or a record id.
    #[serde(default)]
    #[validate(length(min = 3, max = 500))]
    evidence: Option<String>,
}

impl MustHaveBody {
    /// The tick, with what was seen.
    pub(in crate::applications) fn tick(&self) -> (bool, Option<String>) {
        let evidence = self.evidence.as_deref().map(multi_line);
        (self.met, evidence.filter(|note| !note.is_empty()))
    }
}

/// Ticks a must-have by its place in the description (HR).
#[utoipa::path(tag = "applications", params(("id" = String, Path), ("index" = usize, Path)),
    request_body = MustHaveBody, responses(
    (status = 200, body = ApplicationView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
))]
#[put("/applications/{id}/must_haves/{index}")]
pub(super) async fn must_have(
    app: Data<App>,
    who: Staff,
    path: Path<(ApplicationId, usize)>,
    if_match: IfMatch,
    body: Valid<MustHaveBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (id, index) = path.into_inner();
    let view = app
        .db
        .write(move |conn| {
            let tick = || body.get().map(MustHaveBody::tick);
            flow::checks::check_must_have(conn, &ctx, id, index, &if_match, tick)?;
            let (row, case) = flow::look::show(conn, &ctx, id)?;
            whole(conn, &ctx, row, &case)
        })
        .await?;
    Ok(etag::ok(view.row.version(), &view))
}

/// A talk about what the candidate expects and what the role is.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::applications) struct RoleTalkBody {
    /// What was said, in 40 characters or more.
    #[validate(length(max = 4000))]
    text: String,
}

impl RoleTalkBody {
    /// What was said, when it is enough.
    pub(in crate::applications) fn said(&self) -> Result<String, Fault> {
        let text = multi_line(&self.text);
        if visible_len(&text) < MIN_TALK_CHARS {
            let detail = format!("Write at least {MIN_TALK_CHARS} characters about what was said.");
            return Err(Fault::field("/text", "length", detail));
        }
        Ok(text)
    }
}

/// Records a talk about the role (HR, hiring manager).
#[utoipa::path(tag = "applications", params(("id" = String, Path)), request_body = RoleTalkBody, responses(
    (status = 200, body = ApplicationView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/applications/{id}/role_talk")]
pub(super) async fn role_talk(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
    if_match: IfMatch,
    body: Valid<RoleTalkBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let view = app
        .db
        .write(move |conn| {
            let text = || body.get()?.said();
            flow::entry::talk(conn, &ctx, *id, &if_match, text)?;
            let (row, case) = flow::look::show(conn, &ctx, *id)?;
            whole(conn, &ctx, row, &case)
        })
        .await?;
    Ok(etag::ok(view.row.version(), &view))
}

/// What a rater declares about the own relation to the candidate.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::applications) struct DeclarationBody {
    /// `none`, or what it is.
    kind: ConflictKind,
    /// A note.
    #[serde(default)]
    #[validate(length(max = 500))]
    note: Option<String>,
}

impl DeclarationBody {
    /// What is declared, with a note.
    pub(in crate::applications) fn declared(&self) -> (ConflictKind, Option<String>) {
        (self.kind, self.note.as_deref().map(multi_line))
    }
}

/// Declares the own conflicts of interest with this candidate (raters).
#[utoipa::path(tag = "applications", params(("id" = String, Path)), request_body = DeclarationBody, responses(
    (status = 200, body = ApplicationView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
))]
#[put("/applications/{id}/conflict_declarations/me")]
pub(super) async fn declare(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
    if_match: IfMatch,
    body: Valid<DeclarationBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let view = app
        .db
        .write(move |conn| {
            let declared = || body.get().map(DeclarationBody::declared);
            flow::checks::declare(conn, &ctx, *id, &if_match, declared)?;
            let (row, case) = flow::look::show(conn, &ctx, *id)?;
            whole(conn, &ctx, row, &case)
        })
        .await?;
    Ok(etag::ok(view.row.version(), &view))
}
