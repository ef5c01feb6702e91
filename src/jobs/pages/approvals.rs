//! Approvals of the description, and the posting: the advert, what it lacks, where it is public.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{Sheet, head, names, show, why_not, with_names};
use crate::{
    app::App,
    company,
    db::Conn,
    flow,
    jobs::{
        self,
        advert::{advert_lacks, draft},
        api::descriptions::Approve,
        model::{Advert, DescriptionBody, Job},
    },
    kernel::{ctx::Ctx, ids::JobId},
    people::Visit,
    pipeline::{
        gate_id::GateId,
        state::{JobState, Machine},
    },
    web::{ApiResult, Form, Problem, done},
};

/// Who approved what.
pub(super) async fn list(app: Data<App>, visit: Visit, id: Path<JobId>) -> ApiResult<HttpResponse> {
    listed(&app, &visit, *id, None).await
}

async fn listed(
    app: &App,
    visit: &Visit,
    id: JobId,
    again: Option<(Value, Problem)>,
) -> ApiResult<HttpResponse> {
    let sheet = Sheet {
        template: "jobs/pages/approvals",
        name: "job-tab-approvals",
        load: move |conn: &mut Conn, ctx: &Ctx| {
            let (job, versions) = jobs::descriptions(conn, ctx, id)?;
            let gate = flow::jobs::gates(conn, ctx, id, JobState::JdApproved)?.1;
            let gate: Vec<_> = gate.into_iter().filter(|row| row.gate == GateId::G05).collect();
            let given: Vec<_> = versions.iter().flat_map(|(_, given)| given).collect();
            let names = names(conn, &given.iter().map(|a| a.user_id).collect::<Vec<_>>())?;
            let history = given.iter().rev().map(|a| {
                json!({
                    "number": a.description, "capacity": a.capacity, "at": a.created_at,
                    "name": names.get(&a.user_id),
                })
            });
            Ok(json!({
                "job": head(&job, "approvals"),
                "gate": with_names(conn, gate)?,
                "approvals": show::approvals(conn, ctx, &job, &versions)?,
                "history": history.collect::<Vec<_>>(),
                "closed": job.state.is_terminal(),
                "body": {},
            }))
        },
    };
    sheet.shown(app, visit, again).await
}

/// Approves the version that was read.
pub(super) async fn approve(
    app: Data<App>,
    visit: Visit,
    id: Path<JobId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, seen, body, id) = (app.ctx(&visit), form.if_match(), form.valid::<Approve>(), *id);
    let base_url = app.base_url.clone();
    let approved = app
        .db
        .write(move |conn| {
            let read = || body.get().map(Approve::asked);
            flow::jobs::approve(conn, &ctx, (id, &seen), &base_url, read)
        })
        .await;
    match approved {
        Ok(_) => Ok(visit.go(&format!("/jobs/{id}/approvals"), "job-approved")),
        Err(fault) => listed(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}

/// The advert.
pub(super) async fn posting(app: Data<App>, visit: Visit, id: Path<JobId>) -> ApiResult<HttpResponse> {
    posted(&app, &visit, *id, None).await
}

async fn posted(
    app: &App,
    visit: &Visit,
    id: JobId,
    again: Option<(Value, Problem)>,
) -> ApiResult<HttpResponse> {
    let (base_url, typed) = (
        app.base_url.clone(),
        again.as_ref().map(|(typed, _)| typed.clone()),
    );
    let sheet = Sheet {
        template: "jobs/pages/posting",
        name: "job-tab-posting",
        load: move |conn: &mut Conn, ctx: &Ctx| {
            let job = jobs::visible(conn, ctx, id)?;
            let described = match job.description {
                Some(number) => Some(jobs::description(conn, id, number)?.body.0),
                None => None,
            };
            let advert = job.advert.as_ref().map(|advert| advert.0.clone());
            let offered = advert
                .clone()
                .or_else(|| Some(draft(described.as_ref()?, job.kind?)));
            let company = company::get(conn)?;
            let lacks = match (&advert, &described) {
                (Some(advert), Some(body)) => {
                    advert_lacks(advert, body, job.kind, company.configured.pay_range_required)
                }
                _ => Vec::new(),
            };
            let link = format!("{}/careers/{id}", base_url.trim_end_matches('/'));
            Ok(json!({
                "job": head(&job, "posting"),
                "blocked": why_not(&job, jobs::may_plan(ctx, &job)),
                "advert": advert,
                "offered": offered.is_some() && advert.is_none(),
                "lacks": lacks,
                "opened_at": job.opened_at,
                "link": link,
                "schema": schema(&job, described.as_ref(), &company.body.name, &link),
                "body": typed.clone().unwrap_or_else(|| json!(offered.unwrap_or_default())),
            }))
        },
    };
    sheet.shown(app, visit, again).await
}

/// The posting as a `schema.org/JobPosting`, for the company's own site; nothing before it was posted.
fn schema(job: &Job, body: Option<&DescriptionBody>, company: &str, link: &str) -> Option<String> {
    let (advert, body, at) = (&job.advert.as_ref()?.0, body?, job.opened_at?);
    let posting = json!({
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": advert.title,
        "description": advert.text,
        "datePosted": at,
        "hiringOrganization": { "@type": "Organization", "name": company },
        "jobLocation": { "@type": "Place", "address": body.conditions.place },
        "workHours": body.conditions.hours,
        "baseSalary": {
            "@type": "MonetaryAmount", "currency": body.pay.currency,
            "value": { "@type": "QuantitativeValue", "minValue": body.pay.min, "maxValue": body.pay.max },
        },
        "url": link,
    });
    serde_json::to_string_pretty(&posting).ok()
}

/// Keeps the advert.
pub(super) async fn save_advert(
    app: Data<App>,
    visit: Visit,
    id: Path<JobId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, seen, body, id) = (app.ctx(&visit), form.if_match(), form.valid::<Advert>(), *id);
    let saved = app
        .db
        .write(move |conn| flow::jobs::set_advert(conn, &ctx, id, &seen, || body.get().cloned()))
        .await
        .and_then(done);
    match saved {
        Ok(_) => Ok(visit.go(&format!("/jobs/{id}/posting"), "job-advert-saved")),
        Err(fault) => posted(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}
