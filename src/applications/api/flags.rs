//! Red flags.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path},
};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::views::RedFlagView;
use crate::{
    app::App,
    applications::{RedFlag, model::SecondSource, resolution},
    content::model::Resolution,
    fault::Fault,
    flow::{applications as flow, case::Case},
    kernel::{
        codes::{ModuleCode, RedFlagCode},
        ids::{ApplicationId, RedFlagId},
        text::multi_line,
    },
    people::Staff,
    web::{ApiResult, EmptyBody, IfMatch, Problem, Valid, done},
};

/// A flag with its name and how grave it is here.
pub(in crate::applications) fn view(case: &Case, flag: RedFlag, all: &[RedFlag]) -> RedFlagView {
    let severity = resolution::severity(&case.pack, &flag, all);
    let name = case
        .pack
        .red_flag(&flag.code)
        .map_or_else(|| flag.code.to_string(), |known| known.text.clone());
    RedFlagView::new(flag, name, severity)
}

/// The red flags one may see.
#[utoipa::path(tag = "red flags", params(("id" = String, Path)), responses(
    (status = 200, body = Vec<RedFlagView>), (status = 404, body = Problem),
))]
#[get("/applications/{id}/red_flags")]
pub(super) async fn list(app: Data<App>, who: Staff, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let flags = app
        .db
        .read(move |conn| {
            let (case, flags) = flow::flags::list(conn, &ctx, *id)?;
            let views: Vec<RedFlagView> = flags
                .iter()
                .map(|flag| view(&case, flag.clone(), &flags))
                .collect();
            Ok::<_, Fault>(views)
        })
        .await?;
    Ok(HttpResponse::Ok().json(serde_json::json!({ "data": flags })))
}

/// A warning sign that somebody saw.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::applications) struct RaiseBody {
    /// Which flag of the register.
    #[schema(value_type = String)]
    code: RedFlagCode,
    /// What was seen or heard, related to the job.
    #[validate(length(min = 40, max = 4000))]
    text: String,
}

impl RaiseBody {
    /// Which flag, and what was seen.
    pub(in crate::applications) fn wanted(&self) -> (RedFlagCode, String) {
        (self.code.clone(), multi_line(&self.text))
    }
}

/// Raises a red flag (those who meet the candidate).
#[utoipa::path(tag = "red flags", params(("id" = String, Path)), request_body = RaiseBody, responses(
    (status = 201, body = RedFlagView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/applications/{id}/red_flags")]
pub(super) async fn raise(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
    if_match: IfMatch,
    body: Valid<RaiseBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (location, view) = app
        .db
        .write(move |conn| {
            let wanted = || body.get().map(RaiseBody::wanted);
            let flag = flow::flags::raise(conn, &ctx, *id, &if_match, wanted)?;
            let (case, flags) = flow::flags::list(conn, &ctx, *id)?;
            let location = format!("/api/v1/applications/{id}/red_flags/{}", flag.id);
            Ok::<_, Fault>((location, view(&case, flag, &flags)))
        })
        .await?;
    Ok(HttpResponse::Created()
        .insert_header(("Location", location))
        .json(view))
}

/// How a flag shall end.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::applications) struct ResolutionBody {
    /// How.
    to: Resolution,
    /// Why; an explanation has 100 characters or more.
    #[validate(length(max = 4000))]
    text: String,
    /// The new evidence or document: a note, an address or a record id.
    #[serde(default)]
    #[validate(length(min = 3, max = 1000))]
    evidence: Option<String>,
    /// What the candidate said when asked.
    #[serde(default)]
    #[validate(length(min = 10, max = 4000))]
    candidate_answer: Option<String>,
    /// The training module that makes an accepted risk good.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    module_code: Option<ModuleCode>,
    /// Another source that saw level 3 or more.
    #[serde(default)]
    second_source: Option<SecondSource>,
}

impl ResolutionBody {
    /// The proposal as the use case takes it.
    pub(in crate::applications) fn request(&self) -> flow::flags::ProposalRequest {
        let cleaned = |text: &Option<String>| text.as_deref().map(multi_line).filter(|t| !t.is_empty());
        flow::flags::ProposalRequest {
            to: self.to,
            text: multi_line(&self.text),
            evidence: cleaned(&self.evidence),
            candidate_answer: cleaned(&self.candidate_answer),
            module_code: self.module_code.clone(),
            second_source: self.second_source.clone(),
        }
    }
}

/// Proposes how a flag shall end (HR lead or hiring manager); the other of the two confirms it.
#[utoipa::path(tag = "red flags", params(("id" = String, Path), ("flag" = String, Path)),
    request_body = ResolutionBody, responses(
    (status = 200, body = RedFlagView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/applications/{id}/red_flags/{flag}/resolution")]
pub(super) async fn propose(
    app: Data<App>,
    who: Staff,
    path: Path<(ApplicationId, RedFlagId)>,
    if_match: IfMatch,
    body: Valid<ResolutionBody>,
) -> ApiResult<HttpResponse> {
    let (id, flag) = path.into_inner();
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| {
            let wanted = || body.get().map(ResolutionBody::request);
            flow::flags::propose(conn, &ctx, id, flag, &if_match, wanted)
        })
        .await?;
    shown(&app, &who, id, done(outcome)?).await
}

/// Confirms the proposed end of a flag (the other of HR lead and hiring manager).
#[utoipa::path(tag = "red flags", params(("id" = String, Path), ("flag" = String, Path)), responses(
    (status = 200, body = RedFlagView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem),
))]
#[post("/applications/{id}/red_flags/{flag}/resolution/confirmation")]
pub(super) async fn confirm(
    app: Data<App>,
    who: Staff,
    path: Path<(ApplicationId, RedFlagId)>,
    if_match: IfMatch,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let (id, flag) = path.into_inner();
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| flow::flags::confirm(conn, &ctx, id, flag, &if_match))
        .await?;
    shown(&app, &who, id, done(outcome)?).await
}

async fn shown(app: &App, who: &Staff, id: ApplicationId, flag: RedFlag) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(who);
    let view = app
        .db
        .read(move |conn| {
            let (case, flags) = flow::flags::list(conn, &ctx, id)?;
            Ok::<_, Fault>(view(&case, flag.clone(), &flags))
        })
        .await?;
    Ok(HttpResponse::Ok().json(view))
}
