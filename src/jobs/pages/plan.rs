//! The interview plan: who asks what in which round, which work samples, weights and floors.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{
    Sheet, as_typed,
    documents::options,
    head,
    plan_form::{Offers, kits_with_questions},
    why_not,
};
use crate::{
    app::App,
    db::Conn,
    fault::Fault,
    flow,
    jobs::{
        self, DefaultPlan,
        api::plans::BuildPlan,
        model::{Job, PlanBody},
        plan::PlanRule,
        service::{pack, policy},
    },
    kernel::{ctx::Ctx, ids::JobId, terms::Layout, text_enum::TextEnum},
    people::Visit,
    web::{ApiResult, Form, Problem, charts, done},
};

/// Reliability of one interview's rating and of a full set of two interviewers each (Annex A.5 of the dossier).
const SINGLE: f64 = 0.44;
/// How many independent ratings the chart goes up to, and where the plan stands.
const MOST_RATINGS: u32 = 6;
const PLANNED: usize = 4;

/// The plan.
pub(super) async fn show(app: Data<App>, visit: Visit, id: Path<JobId>) -> ApiResult<HttpResponse> {
    shown(&app, &visit, *id, None).await
}

async fn shown(
    app: &App,
    visit: &Visit,
    id: JobId,
    again: Option<(Value, Problem)>,
) -> ApiResult<HttpResponse> {
    let (me, typed) = (visit.clone(), again.as_ref().map(|(typed, _)| typed.clone()));
    let sheet = Sheet {
        template: "jobs/pages/plan",
        name: "job-tab-plan",
        load: move |conn: &mut Conn, ctx: &Ctx| loaded(conn, ctx, id, &me, typed.as_ref()),
    };
    sheet.shown(app, visit, again).await
}

fn loaded(
    conn: &mut Conn,
    ctx: &Ctx,
    id: JobId,
    visit: &Visit,
    typed: Option<&Value>,
) -> Result<Value, Fault> {
    let job = jobs::visible(conn, ctx, id)?;
    let plan = match job.plan {
        Some(number) => Some(jobs::plan_version(conn, id, number)?),
        None => None,
    };
    let pack = pack(conn, &job)?.1;
    let offers = Offers::of(conn, ctx, visit, &pack)?;
    let stored = plan
        .as_ref()
        .map_or(Value::Null, |plan| as_typed(json!(plan.body)));
    let edits = typed
        .filter(|typed| typed.get("rounds").is_some())
        .unwrap_or(&stored);
    let problems = match &plan {
        Some(plan) => problems(conn, &job, &plan.body.0)?,
        None => Value::Null,
    };
    let profile = policy(conn, &job)?.1.profile;
    let body = match (typed, &plan) {
        (Some(typed), _) => typed.clone(),
        (None, Some(_)) => stored.clone(),
        (None, None) => {
            json!({ "layout": profile, "panel": [job.hiring_manager, job.hr, null, job.ops_lead] })
        }
    };
    Ok(json!({
        "job": head(&job, "plan"),
        "blocked": why_not(&job, jobs::may_plan(ctx, &job)),
        "locked": job.state.is_locked(),
        "number": plan.as_ref().map(|plan| plan.number),
        "at": plan.as_ref().map(|plan| plan.created_at),
        "problems": problems,
        "rounds": offers.rounds(edits, &problems),
        "exercises": offers.exercises(edits, &problems),
        "floors": offers.floors(edits, job.kind),
        "people": offers.people,
        "layouts": options::<Layout>(visit, "job-layout"),
        "seats": ["first", "second", "third", "fourth", "fifth"],
        "chart": chart(visit),
        "body": body,
    }))
}

/// What keeps the plan from being locked, by what it is about.
fn problems(conn: &mut Conn, job: &Job, plan: &PlanBody) -> Result<Value, Fault> {
    let found = jobs::plan_problems_of(conn, job, plan)?;
    let mut by_rule = serde_json::Map::new();
    for rule in PlanRule::ALL {
        let texts = found.iter().filter(|p| p.rule == *rule).map(|p| p.text.clone());
        by_rule.insert(rule.as_str().to_owned(), texts.collect::<Vec<_>>().into());
    }
    by_rule.insert("count".to_owned(), found.len().into());
    by_rule.insert(
        "all".to_owned(),
        found.into_iter().map(|p| p.text).collect::<Vec<_>>().into(),
    );
    Ok(by_rule.into())
}

/// The reliability of the mean of `k` ratings (Spearman-Brown).
fn reliability(single: f64, k: u32) -> f64 {
    let k = f64::from(k);
    k * single / (1.0 + (k - 1.0) * single)
}

/// Why four rounds: the mean of four ratings that are each worth .44 is worth .76.
fn chart(visit: &Visit) -> Value {
    let values = (1..=MOST_RATINGS).map(|k| reliability(SINGLE, k)).collect();
    let series = [(visit.say("job-chart-line"), values)];
    let (title, across) = (visit.say("job-chart-title"), visit.say("job-chart-across"));
    json!(charts::lines("why-four", (&title, &across), &series, PLANNED))
}

/// Stores a new version of the plan.
pub(super) async fn save(
    app: Data<App>,
    visit: Visit,
    id: Path<JobId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, seen, id) = (app.ctx(&visit), form.if_match(), *id);
    let typed = form.body().clone();
    let saved = app
        .db
        .write(move |conn| {
            let read = |conn: &mut Conn| {
                let job = jobs::visible(conn, &ctx, id)?;
                Ok::<_, Fault>(kits_with_questions(&pack(conn, &job)?.1, &job, typed.clone()))
            };
            let body = crate::web::Valid::<PlanBody>::of_value(read(conn)?);
            flow::jobs::set_plan(conn, &ctx, id, &seen, || body.get().cloned())
        })
        .await
        .and_then(done);
    match saved {
        Ok(_) => Ok(visit.go(&format!("/jobs/{id}/interview_plan"), "job-plan-saved")),
        Err(fault) => shown(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}

/// Builds the default plan of the kind from a panel.
pub(super) async fn build(
    app: Data<App>,
    visit: Visit,
    id: Path<JobId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, seen, body, id) = (app.ctx(&visit), form.if_match(), form.valid::<BuildPlan>(), *id);
    let built = app
        .db
        .write(move |conn| {
            flow::jobs::build_plan(conn, &ctx, id, &seen, || body.get().map(DefaultPlan::from))
        })
        .await
        .and_then(done);
    match built {
        Ok(_) => Ok(visit.go(&format!("/jobs/{id}/interview_plan"), "job-plan-saved")),
        Err(fault) => shown(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}

#[cfg(test)]
mod tests {
    use super::reliability;

    #[test]
    fn the_chart_shows_the_figures_of_the_dossier() {
        let shown: Vec<String> = (1..=6).map(|k| format!("{:.3}", reliability(0.44, k))).collect();
        assert_eq!(shown, ["0.440", "0.611", "0.702", "0.759", "0.797", "0.825"]);
    }
}
