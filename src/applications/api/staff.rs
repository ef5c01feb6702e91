//! What the staff does with applications.

use actix_web::{
    HttpRequest, HttpResponse, get, post,
    web::{Data, Path},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::views::{ApplicationRow, ApplicationView, DryRun};
use crate::{
    app::App,
    applications::{
        self,
        model::{Application, Filter, NewCandidate},
    },
    audit::Event,
    db::{Conn, page::Page},
    fault::Fault,
    flow::{applications as flow, case::Case, service_levels},
    kernel::{
        ctx::Ctx,
        email::EmailAddress,
        ids::{ApplicationId, JobId},
        role::Role,
        text::single_line,
        time::Timestamp,
    },
    people::Staff,
    pipeline::state::ApplicationState,
    web::{ApiResult, IfMatch, Paging, PagingParams, Problem, Query, Valid, done, etag, listed},
};

/// Somebody who applies.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::applications) struct CandidateBody {
    /// The full name.
    #[validate(length(min = 1, max = 120))]
    name: String,
    /// Where all mails go.
    email: EmailAddress,
    /// A number to call.
    #[serde(default)]
    #[validate(length(min = 3, max = 40))]
    phone: Option<String>,
}

impl CandidateBody {
    pub(in crate::applications) fn checked(&self) -> Result<NewCandidate, Fault> {
        let name = single_line(&self.name);
        if name.is_empty() {
            return Err(Fault::field("/candidate/name", "length", "Give the full name."));
        }
        Ok(NewCandidate {
            name,
            email: self.email.clone(),
            phone: self.phone.as_deref().map(single_line),
            locale: "en".to_owned(),
        })
    }
}

/// An application that HR takes in.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::applications) struct CreateApplication {
    /// The open job.
    pub(in crate::applications) job_id: JobId,
    /// Who applies.
    #[validate(nested)]
    pub(in crate::applications) candidate: CandidateBody,
}

/// A whole application for an answer.
pub(super) fn whole(
    conn: &mut Conn,
    ctx: &Ctx,
    row: Application,
    case: &Case,
) -> Result<ApplicationView, Fault> {
    let candidate = applications::candidate(conn, row.candidate_id)?;
    let warned = service_levels::of(conn, ctx, std::slice::from_ref(&row))?
        .remove(&row.id)
        .unwrap_or_default();
    Ok(ApplicationView {
        job_title: case.evidence.terms.title.clone(),
        current_description_number: case.evidence.terms.description_number,
        acknowledgement: case.evidence.acknowledgement.as_ref().map(Into::into),
        must_haves: flow::look::must_haves(conn, case)?,
        conflict_declarations: applications::declarations(conn, row.id)?,
        row: ApplicationRow::new(row, candidate, warned),
    })
}

/// Takes an application in (HR). The candidate is written to and gets a link.
#[utoipa::path(tag = "applications", request_body = CreateApplication, responses(
    (status = 201, body = ApplicationView), (status = 403, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem),
))]
#[post("/applications")]
pub(super) async fn create(
    app: Data<App>,
    who: Staff,
    body: Valid<CreateApplication>,
) -> ApiResult<HttpResponse> {
    hr_takes_in(&who)?;
    let body = body.into_inner()?;
    let new = body.candidate.checked()?;
    let (ctx, base_url) = (app.ctx(&who), app.base_url.clone());
    let view = app
        .db
        .write(move |conn| {
            let row = taken_in(conn, &ctx, body.job_id, &new, &base_url)?;
            let (row, case) = flow::look::show(conn, &ctx, row.id)?;
            whole(conn, &ctx, row, &case)
        })
        .await?;
    let location = format!("/api/v1/applications/{}", view.row.id());
    Ok(etag::created(&location, view.row.version(), &view))
}

/// Insists that HR takes an application in.
pub(in crate::applications) fn hr_takes_in(who: &Staff) -> Result<(), Fault> {
    if who.has_any(&[Role::Hr, Role::HrLead]) {
        Ok(())
    } else {
        Err(Fault::forbidden("Applications are taken in by HR."))
    }
}

/// Takes an application in, unless the person has one for this job under way.
pub(in crate::applications) fn taken_in(
    conn: &mut Conn,
    ctx: &Ctx,
    job: JobId,
    new: &NewCandidate,
    base_url: &str,
) -> Result<Application, Fault> {
    let made = flow::entry::apply(conn, ctx, job, new, base_url).map_err(unknown_job)?;
    made.ok_or_else(|| Fault::Conflict {
        code: "already_applied",
        detail: "This person has an application for this job under way.".to_owned(),
    })
}

/// A job named in a body is a field, not an address.
fn unknown_job(fault: Fault) -> Fault {
    match fault {
        Fault::NotFound("job") => Fault::field("/job_id", "unknown", "There is no such job."),
        other => other,
    }
}

/// Which applications are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Of this job.
    job_id: Option<JobId>,
    /// In this state.
    state: Option<ApplicationState>,
    /// Changed after this instant.
    updated_after: Option<Timestamp>,
}

/// The applications one may know of, latest changes first.
#[utoipa::path(tag = "applications", params(Wanted, PagingParams), responses(
    (status = 200, body = Page<ApplicationRow>), (status = 422, body = Problem),
))]
#[get("/applications")]
pub(super) async fn list(
    app: Data<App>,
    who: Staff,
    wanted: Query<Wanted>,
    paging: Paging,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let filter = Filter {
        job: wanted.0.job_id,
        state: wanted.0.state,
        updated_after: wanted.0.updated_after,
        under_way: false,
    };
    let (page, mut warned) = app
        .db
        .read(move |conn| {
            let page = flow::look::list(conn, &ctx, &filter, &paging.0)?;
            let rows: Vec<Application> = page.data.iter().map(|(row, _)| row.clone()).collect();
            Ok::<_, Fault>((page, service_levels::of(conn, &ctx, &rows)?))
        })
        .await?;
    let page = Page {
        data: page
            .data
            .into_iter()
            .map(|(row, candidate)| {
                let warned = warned.remove(&row.id).unwrap_or_default();
                ApplicationRow::new(row, candidate, warned)
            })
            .collect(),
        next_cursor: page.next_cursor,
        has_more: page.has_more,
    };
    Ok(listed(&req, &page))
}

/// One application.
#[utoipa::path(tag = "applications", params(("id" = String, Path)), responses(
    (status = 200, body = ApplicationView), (status = 404, body = Problem),
))]
#[get("/applications/{id}")]
pub(super) async fn show(app: Data<App>, who: Staff, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let view = app
        .db
        .read(move |conn| {
            let (row, case) = flow::look::show(conn, &ctx, *id)?;
            whole(conn, &ctx, row, &case)
        })
        .await?;
    Ok(etag::ok(view.row.version(), &view))
}

/// A step that is asked for.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::applications) struct TransitionBody {
    /// The state to enter.
    to: ApplicationState,
    /// The state one believes it is in.
    #[serde(default)]
    from: Option<ApplicationState>,
    /// Why, for `rejected`: a reason code of the content.
    #[serde(default)]
    #[validate(length(min = 1, max = 60))]
    reason_code: Option<String>,
    /// A note for the file.
    #[serde(default)]
    #[validate(length(max = 2000))]
    note: Option<String>,
    /// For `rejected`: three lines for the candidate, tied to duties of the job.
    #[serde(default)]
    #[validate(length(max = 3))]
    feedback: Vec<String>,
}

impl TransitionBody {
    /// The step as the use case takes it.
    pub(in crate::applications) fn request(&self) -> flow::StepRequest {
        flow::StepRequest {
            to: self.to,
            from: self.from,
            reason_code: self.reason_code.clone(),
            note: self.note.clone(),
            feedback: self.feedback.clone(),
        }
    }
}

/// The one door for the state: takes the step, or refuses it with every reason at once.
#[utoipa::path(tag = "applications", params(("id" = String, Path)), request_body = TransitionBody, responses(
    (status = 200, body = ApplicationView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    (status = 428, body = Problem),
))]
#[post("/applications/{id}/transitions")]
pub(super) async fn transition(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
    if_match: IfMatch,
    body: Valid<TransitionBody>,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url) = (app.ctx(&who), app.base_url.clone());
    let outcome = app
        .db
        .write(move |conn| {
            let wanted = || body.get().map(TransitionBody::request);
            let outcome = flow::transition(conn, &ctx, *id, (&if_match, &base_url), wanted)?;
            let id = *id;
            Ok::<_, Fault>(outcome.map(|_| id))
        })
        .await?;
    let id = done(outcome)?;
    let ctx = app.ctx(&who);
    let view = app
        .db
        .read(move |conn| {
            let (row, case) = flow::look::show(conn, &ctx, id)?;
            whole(conn, &ctx, row, &case)
        })
        .await?;
    Ok(etag::ok(view.row.version(), &view))
}

/// Where a dry run shall lead.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Target {
    /// The state.
    to: ApplicationState,
}

/// The dry run: every gate up to a state, met ones too.
#[utoipa::path(tag = "applications", params(("id" = String, Path), Target), responses(
    (status = 200, body = DryRun), (status = 404, body = Problem), (status = 422, body = Problem),
))]
#[get("/applications/{id}/gates")]
pub(super) async fn gates(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
    target: Query<Target>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let to = target.0.to;
    let (version, answer) = app
        .db
        .read(move |conn| {
            let run = flow::look::gates(conn, &ctx, *id, to)?;
            let answer = DryRun {
                from: run.case.evidence.state,
                to,
                gates: run.gates,
                earliest: run.earliest,
                projected: run.projected,
                pace: run.pace,
            };
            Ok::<_, Fault>((run.case.version, answer))
        })
        .await?;
    Ok(etag::ok(version, &answer))
}

/// What happened to an application, oldest first.
#[utoipa::path(tag = "applications", params(("id" = String, Path)), responses(
    (status = 200, body = Vec<Event>), (status = 404, body = Problem),
))]
#[get("/applications/{id}/timeline")]
pub(super) async fn timeline(app: Data<App>, who: Staff, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let events = app
        .db
        .read(move |conn| flow::look::timeline(conn, &ctx, *id))
        .await?;
    Ok(HttpResponse::Ok().json(serde_json::json!({ "data": events })))
}
