//! The versions of a description: the list, one to be read, two side by side.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{
    Sheet,
    describe::{Judged, judged},
    diff, head, names,
    read::entries,
    show::approvals,
    why_not,
};
use crate::{
    app::App,
    db::Conn,
    fault::Fault,
    jobs::{self, model::Description},
    kernel::{ctx::Ctx, ids::JobId},
    people::Visit,
    web::ApiResult,
};

/// Every version, newest first.
pub(super) async fn list(app: Data<App>, visit: Visit, id: Path<JobId>) -> ApiResult<HttpResponse> {
    let sheet = Sheet {
        template: "jobs/pages/versions",
        name: "job-versions",
        load: move |conn: &mut Conn, ctx: &Ctx| {
            let (job, versions) = jobs::descriptions(conn, ctx, *id)?;
            let mut ids: Vec<_> = versions.iter().map(|(version, _)| version.author).collect();
            ids.extend(versions.iter().flat_map(|(_, given)| given).map(|a| a.user_id));
            let names = names(conn, &ids)?;
            let rows = versions.iter().rev().map(|(version, given)| {
                let by: Vec<_> = given.iter().filter_map(|a| names.get(&a.user_id)).collect();
                json!({
                    "number": version.number,
                    "title": version.body.0.title,
                    "author": names.get(&version.author),
                    "at": version.created_at,
                    "published_at": version.published_at,
                    "current": job.description == Some(version.number),
                    "approved_by": by,
                    "before": version.number.checked_sub(1).filter(|n| *n > 0),
                })
            });
            Ok(json!({
                "versions": rows.collect::<Vec<_>>(),
                "blocked": why_not(&job, jobs::may_describe(ctx, &job)),
                "job": head(&job, "description"),
                "body": {},
            }))
        },
    };
    sheet.shown(&app, &visit, None).await
}

fn wanted(conn: &mut Conn, id: JobId, number: i64) -> Result<Description, Fault> {
    jobs::description(conn, id, number)
}

/// One version, to be read before it is approved.
pub(super) async fn show(app: Data<App>, visit: Visit, path: Path<(JobId, i64)>) -> ApiResult<HttpResponse> {
    let (id, number) = path.into_inner();
    let me = visit.clone();
    let sheet = Sheet {
        template: "jobs/pages/version",
        name: "job-tab-description",
        load: move |conn: &mut Conn, ctx: &Ctx| {
            let (job, versions) = jobs::descriptions(conn, ctx, id)?;
            let version = wanted(conn, id, number)?;
            let newest = versions.last().is_some_and(|(last, _)| last.number == number);
            let approvals = if newest {
                approvals(conn, ctx, &job, &versions)?
            } else {
                Value::Null
            };
            let report = jobs::clarity_of(conn, &job, &version)?;
            Ok(json!({
                "job": head(&job, "description"),
                "number": number,
                "newest": newest,
                "at": version.created_at,
                "entries": shown(&version, &me),
                "approvals": approvals,
                "clarity": judged(conn, &job, Judged::Report(&report))?,
                "blocked": why_not(&job, jobs::may_describe(ctx, &job)),
                "body": {},
            }))
        },
    };
    sheet.shown(&app, &visit, None).await
}

/// A version as headings with lines.
fn shown(version: &Description, visit: &Visit) -> Vec<Value> {
    let all = entries(&version.body.0, &|key| visit.say(key));
    let of = |entry: super::read::Entry| json!({ "field": entry.field, "lines": entry.lines });
    all.into_iter().map(of).collect()
}

/// Two versions, field by field.
pub(super) async fn compare(
    app: Data<App>,
    visit: Visit,
    path: Path<(JobId, i64, i64)>,
) -> ApiResult<HttpResponse> {
    let (id, a, b) = path.into_inner();
    let me = visit.clone();
    let sheet = Sheet {
        template: "jobs/pages/compare",
        name: "job-compare",
        load: move |conn: &mut Conn, ctx: &Ctx| {
            let job = jobs::visible(conn, ctx, id)?;
            let (before, after) = (wanted(conn, id, a)?, wanted(conn, id, b)?);
            let say = |key: &str| me.say(key);
            let diff = diff::compared(&entries(&before.body.0, &say), &entries(&after.body.0, &say));
            Ok(json!({
                "job": head(&job, "description"),
                "a": { "number": a, "at": before.created_at },
                "b": { "number": b, "at": after.created_at },
                "diff": diff,
                "body": {},
            }))
        },
    };
    sheet.shown(&app, &visit, None).await
}
