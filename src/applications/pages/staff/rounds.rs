//! The assessment of a candidate: rounds of the plan, what became of them, who still owes a card; booking and moving.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{CaseHead, Typed, closed, names, panel::raters, samples, shown};
use crate::{
    app::App,
    fault::Fault,
    flow::{applications as cases, case::Case, interviews as flow},
    interviews::{BookBody, ChangeBody, Interview},
    jobs::{self, model::RoundPlan},
    kernel::{
        ids::{ApplicationId, InterviewId, UserId},
        role::Role,
        time::Timestamp,
    },
    people::Visit,
    pipeline::state::{InterviewState, ScorecardState},
    web::{ApiResult, Form, Query, done},
};

fn place(id: ApplicationId) -> String {
    format!("/applications/{id}/scheduled_interviews")
}

fn hr(visit: &Visit) -> bool {
    visit.staff.has_any(&[Role::Hr, Role::HrLead])
}

/// The rounds and work samples.
pub(super) async fn show(app: Data<App>, visit: Visit, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    page(&app, &visit, *id, None).await
}

/// The assessment, perhaps after something that was refused.
pub(super) async fn page(
    app: &App,
    visit: &Visit,
    id: ApplicationId,
    typed: Typed,
) -> ApiResult<HttpResponse> {
    let (ctx, now) = (app.ctx(visit), app.clock.now());
    let me = visit.staff.user.id;
    let (case, rounds, exercises, people) = app
        .db
        .read(move |conn| {
            let (rounds, case) = flow::interviews(conn, &ctx, id)?;
            let (exercises, _) = flow::exercises(conn, &ctx, id)?;
            let cards = &case.evidence.assessment.cards;
            let mut ids: Vec<UserId> = rounds.iter().flat_map(Interview::raters).collect();
            ids.extend(exercises.iter().flat_map(|exercise| exercise.assessors()));
            ids.extend(cards.iter().map(|card| card.rater));
            let people = names(conn, &ids)?;
            Ok::<_, Fault>((case, rounds, exercises, people))
        })
        .await?;
    let head = CaseHead::new(&case, "assessment");
    let view = View {
        case: &case,
        people: &people,
        hr: hr(visit),
        me,
        now,
    };
    let data = json!({
        "head": head, "body": {}, "hr": view.hr,
        "rounds": view.plan(&rounds),
        "samples": samples::rows(&case, &exercises, &people, (view.hr, me)),
        "cards": view.cards(),
        "locked": case.evidence.assessment.locked().count(), "given": case.evidence.assessment.cards.len(),
    });
    shown(
        visit,
        ("applications/pages/staff/assessment", &head.name),
        data,
        typed,
    )
}

struct View<'a> {
    case: &'a Case,
    people: &'a BTreeMap<UserId, String>,
    hr: bool,
    me: UserId,
    now: Timestamp,
}

impl View<'_> {
    fn named(&self, ids: &[UserId]) -> Vec<&String> {
        ids.iter().filter_map(|id| self.people.get(id)).collect()
    }

    /// Every round of the plan with its bookings; what was added later stands where its round stands.
    fn plan(&self, rounds: &[Interview]) -> Vec<Value> {
        let planned = self.case.evidence.terms.rounds.iter();
        planned
            .map(|planned| {
                let own: Vec<&Interview> = rounds.iter().filter(|r| r.row.source == planned.code).collect();
                let stands = own
                    .iter()
                    .any(|r| !matches!(r.row.state, InterviewState::Cancelled | InterviewState::NoShow));
                let held = own
                    .iter()
                    .any(|r| matches!(r.row.state, InterviewState::Held | InterviewState::Scored));
                json!({
                    "code": planned.code, "name": planned.name, "work_samples": planned.work_samples,
                    "bookable": !stands, "repeatable": held,
                    "bookings": own.iter().map(|r| self.booking(r)).collect::<Vec<_>>(),
                })
            })
            .collect()
    }

    fn booking(&self, round: &Interview) -> Value {
        let row = &round.row;
        let cards = self.case.evidence.assessment.cards.iter();
        let own: Vec<_> = cards.filter(|card| card.interview == Some(row.id)).collect();
        let scheduled = row.state == InterviewState::Scheduled;
        let records = scheduled && (self.hr || round.has(self.me));
        json!({
            "id": row.id, "version": row.version, "state": row.state, "starts_at": row.starts_at,
            "ends_at": row.ends_at, "place": row.place, "link": row.meeting_link,
            "supplementary": row.supplementary, "raters": self.named(&round.raters()),
            "cards": own.len(),
            "locked": own.iter().filter(|card| card.state == ScorecardState::Locked).count(),
            "begun": self.now >= row.starts_at, "records": records, "movable": scheduled && self.hr,
        })
    }

    /// Cards that are owed.
    fn cards(&self) -> Vec<Value> {
        let owed = self.case.evidence.assessment.owed();
        owed.map(|card| {
            json!({
                "source": card.source, "name": self.people.get(&card.rater), "since": card.due_from,
                "mine": card.rater == self.me, "id": card.card,
            })
        })
        .collect()
    }
}

/// Which round is to be booked.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Which {
    #[serde(default)]
    source: String,
    #[serde(default)]
    again: String,
}

/// The booking form.
pub(super) async fn ask(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    which: Query<Which>,
) -> ApiResult<HttpResponse> {
    let given = json!({ "source": which.0.source, "supplementary": !which.0.again.is_empty() });
    booking(&app, &visit, *id, given, None).await
}

async fn booking(
    app: &App,
    visit: &Visit,
    id: ApplicationId,
    given: Value,
    typed: Typed,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (case, plan, all) = app
        .db
        .read(move |conn| {
            let (_, case) = cases::look::show(conn, &ctx, id)?;
            let plan = jobs::plan_version(conn, case.evidence.terms.job, case.plan)?
                .body
                .0;
            Ok::<_, Fault>((case, plan, raters(conn)?))
        })
        .await?;
    let head = CaseHead::new(&case, "assessment");
    if !hr(visit) {
        return closed(visit, &head, Fault::forbidden("Rounds are booked by HR."));
    }
    let source = given.get("source").and_then(Value::as_str).unwrap_or_default();
    let usual = plan.rounds.iter().find(|round| round.code == *source);
    let rounds: Vec<Value> = plan
        .rounds
        .iter()
        .map(|round| json!({ "value": round.code, "label": format!("{} · {}", round.code, round.name) }))
        .collect();
    let data = json!({
        "head": head, "rounds": rounds,
        "raters": all.iter().map(|u| json!({ "value": u.id, "label": u.name })).collect::<Vec<_>>(),
        "body": {
            "source": source, "supplementary": given.get("supplementary"),
            "minutes": usual.map(|round| round.minutes), "raters": usual.map(usual_raters),
        },
    });
    shown(visit, ("applications/pages/staff/book", &head.name), data, typed)
}

fn usual_raters(round: &RoundPlan) -> &[UserId] {
    &round.raters
}

/// Books a round, or tells everything that speaks against it.
pub(super) async fn book(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url, id) = (app.ctx(&visit), app.base_url.clone(), *id);
    let (seen, body) = (form.if_match(), form.valid::<BookBody>());
    let booked = app
        .db
        .write(move |conn| {
            let wanted = || body.get()?.booking();
            flow::book(conn, &ctx, id, &base_url, &seen, wanted)
        })
        .await
        .and_then(done);
    match booked {
        Ok(_) => Ok(visit.go(&place(id), "app-round-booked")),
        Err(fault) => {
            let typed = Some((form.body().clone(), fault.into()));
            booking(&app, &visit, id, form.body().clone(), typed).await
        }
    }
}

/// The form that moves a round.
pub(super) async fn ask_change(
    app: Data<App>,
    visit: Visit,
    id: Path<InterviewId>,
) -> ApiResult<HttpResponse> {
    moving(&app, &visit, *id, None).await
}

async fn moving(app: &App, visit: &Visit, id: InterviewId, typed: Typed) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (round, case, all) = app
        .db
        .read(move |conn| {
            let (round, case) = flow::interview(conn, &ctx, id)?;
            Ok::<_, Fault>((round, case, raters(conn)?))
        })
        .await?;
    let head = CaseHead::new(&case, "assessment");
    if !hr(visit) {
        return closed(visit, &head, Fault::forbidden("Rounds are moved by HR."));
    }
    let row = &round.row;
    let data = json!({
        "head": head, "round": { "id": row.id, "version": row.version, "source": row.source },
        "raters": all.iter().map(|u| json!({ "value": u.id, "label": u.name })).collect::<Vec<_>>(),
        "body": {
            "starts_at": row.starts_at, "minutes": row.ends_at.since(row.starts_at).num_minutes(),
            "raters": round.raters(), "place": row.place, "meeting_link": row.meeting_link,
        },
    });
    shown(visit, ("applications/pages/staff/move", &head.name), data, typed)
}

/// Moves a round to another time, place or other raters.
pub(super) async fn change(
    app: Data<App>,
    visit: Visit,
    id: Path<InterviewId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url, id) = (app.ctx(&visit), app.base_url.clone(), *id);
    let (seen, body) = (form.if_match(), form.valid::<ChangeBody>());
    let moved = app
        .db
        .write(move |conn| {
            let wanted = || body.get()?.change();
            flow::reschedule(conn, &ctx, id, &base_url, &seen, wanted)
        })
        .await
        .and_then(done);
    match moved {
        Ok(round) => Ok(visit.go(&place(round.row.application_id), "app-round-moved")),
        Err(fault) => moving(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}

/// Shows the assessment after something became of a round, or everything that speaks against it.
async fn became(
    app: &App,
    visit: &Visit,
    id: InterviewId,
    result: Result<Interview, Fault>,
    told: &'static str,
) -> ApiResult<HttpResponse> {
    match result {
        Ok(round) => Ok(visit.go(&place(round.row.application_id), told)),
        Err(fault) => {
            let ctx = app.ctx(visit);
            let (round, _) = app.db.read(move |conn| flow::interview(conn, &ctx, id)).await?;
            let typed = Some((Value::Null, fault.into()));
            page(app, visit, round.row.application_id, typed).await
        }
    }
}

/// The round took place; each rater gets a card.
pub(super) async fn hold(
    app: Data<App>,
    visit: Visit,
    id: Path<InterviewId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url, id) = (app.ctx(&visit), app.base_url.clone(), *id);
    let seen = form.if_match();
    let held = app
        .db
        .write(move |conn| flow::hold(conn, &ctx, id, &base_url, &seen))
        .await
        .and_then(done);
    became(&app, &visit, id, held, "app-round-was-held").await
}

/// The round is called off.
pub(super) async fn cancel(
    app: Data<App>,
    visit: Visit,
    id: Path<InterviewId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url, id) = (app.ctx(&visit), app.base_url.clone(), *id);
    let seen = form.if_match();
    let cancelled = app
        .db
        .write(move |conn| flow::cancel(conn, &ctx, id, &base_url, &seen))
        .await
        .and_then(done);
    became(&app, &visit, id, cancelled, "app-round-was-cancelled").await
}

/// The candidate did not come.
pub(super) async fn miss(
    app: Data<App>,
    visit: Visit,
    id: Path<InterviewId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), *id);
    let seen = form.if_match();
    let missed = app
        .db
        .write(move |conn| flow::miss(conn, &ctx, id, &seen))
        .await
        .and_then(done);
    became(&app, &visit, id, missed, "app-round-was-missed").await
}
