//! The list of jobs: where each stands, how many candidates are under way, what comes next.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web::Data};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{names, next_state};
use crate::{
    app::App,
    applications,
    db::{Conn, page::PageRequest},
    fault::Fault,
    flow,
    jobs::{self, Listed, model::Job},
    kernel::{
        ctx::Ctx,
        ids::{JobId, UserId},
        role::Role,
    },
    people::Visit,
    pipeline::{
        gate_id::GateId,
        refusal::GateStatus,
        state::{ApplicationState, JobState, Machine},
    },
    web::ApiResult,
};

/// Jobs on one page: each is judged by its gates while the list is made.
const PER_PAGE: u32 = 20;
/// Those who open jobs.
pub(super) const OPENERS: &[Role] = &[Role::Hr, Role::HrLead, Role::HiringManager, Role::Sponsor];

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    show: Option<String>,
    #[serde(default)]
    cursor: Option<String>,
}

/// The list.
pub(super) async fn list(
    app: Data<App>,
    visit: Visit,
    asked: actix_web::web::Query<Asked>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&visit);
    let all = asked.show.as_deref() == Some("all");
    let wanted = if all { Listed::All } else { Listed::UnderWay };
    let page = PageRequest::new(Some(PER_PAGE), asked.cursor.as_deref()).map_err(|_| {
        Fault::field(
            "/cursor",
            "invalid",
            "This page of the list is not there any more.",
        )
    })?;
    let may_open = ctx.actor.has_any(OPENERS);
    let (rows, next) = app
        .db
        .read(move |conn| {
            let page = jobs::list(conn, &ctx, wanted, &page)?;
            let counts = counts(conn, &page.data)?;
            let managers: Vec<UserId> = page.data.iter().map(|job| job.hiring_manager).collect();
            let names = names(conn, &managers)?;
            let mut rows = Vec::with_capacity(page.data.len());
            for job in &page.data {
                let mut row = row(
                    conn,
                    &ctx,
                    job,
                    counts.get(&job.id).map_or(&[][..], Vec::as_slice),
                )?;
                if let Value::Object(fields) = &mut row {
                    fields.insert("manager".to_owned(), json!(names.get(&job.hiring_manager)));
                }
                rows.push(row);
            }
            Ok::<_, Fault>((rows, page.next_cursor))
        })
        .await?;
    let data = json!({
        "jobs": rows, "next": next, "all": all, "first": asked.cursor.is_none(), "may_open": may_open,
    });
    visit.page("jobs/pages/list", "job-jobs", &data)
}

type Counts = BTreeMap<JobId, Vec<(ApplicationState, i64)>>;

fn counts(conn: &mut Conn, listed: &[Job]) -> Result<Counts, Fault> {
    let ids: Vec<JobId> = listed.iter().map(|job| job.id).collect();
    let mut counts = Counts::new();
    for (job, state, n) in applications::counts(conn, &ids)? {
        counts.entry(job).or_default().push((state, n));
    }
    Ok(counts)
}

/// The candidates under way, by stages in the order of the path.
pub(super) fn stages(counts: &[(ApplicationState, i64)]) -> Vec<(ApplicationState, i64)> {
    let of = |state: ApplicationState| {
        let here = counts.iter().filter(|(other, _)| *other == state);
        (state, here.map(|(_, n)| n).sum::<i64>())
    };
    ApplicationState::PATH
        .iter()
        .copied()
        .chain([ApplicationState::OnHold])
        .filter(|state| !state.is_terminal())
        .map(of)
        .filter(|(_, n)| *n > 0)
        .collect()
}

fn row(conn: &mut Conn, ctx: &Ctx, job: &Job, counts: &[(ApplicationState, i64)]) -> Result<Value, Fault> {
    let score = match job.description {
        None => None,
        Some(number) => {
            let description = jobs::description(conn, job.id, number)?;
            let clarity = jobs::clarity_of(conn, job, &description)?;
            Some(json!({ "score": clarity.score, "hard": clarity.hard_failures.len() }))
        }
    };
    Ok(json!({
        "id": job.id,
        "title": job.title,
        "state": job.state,
        "since": job.entered_state_at,
        "kind": job.kind,
        "clarity": score,
        "stages": stages(counts)
            .into_iter()
            .map(|(state, n)| json!({ "state": state, "n": n }))
            .collect::<Vec<_>>(),
        "todo": todo(conn, ctx, job)?,
    }))
}

/// The next thing to do: the first open gate before the next state, or the step itself.
fn todo(conn: &mut Conn, ctx: &Ctx, job: &Job) -> Result<Value, Fault> {
    let to = match next_state(job.state) {
        Some(to) if job.state != JobState::OnHold => to,
        _ => return Ok(json!({ "text": null, "link": null, "step": null })),
    };
    let rows = flow::jobs::gates(conn, ctx, job.id, to)?.1;
    let open = rows.into_iter().find(|row| row.status == GateStatus::Open);
    Ok(match open {
        Some(row) => {
            let clarity = row.gate == GateId::G04 && job.description.is_some();
            let link = row.link.map(|link| link.replace("/descriptions", "/description"));
            json!({ "text": row.how_to_fix, "link": link, "step": null, "clarity": clarity })
        }
        None => json!({ "text": null, "link": null, "step": to, "clarity": false }),
    })
}
