//! The assessment of a candidate: rounds of the plan, what became of them, who still owes a card.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{CaseHead, Typed, names, samples, shown};
use crate::{
    app::App,
    fault::Fault,
    flow::{
        case::Case,
        interviews::{self as flow, Warning},
    },
    interviews::{Exercise, Interview},
    kernel::{
        ids::{ApplicationId, InterviewId, UserId},
        role::Role,
        time::Timestamp,
    },
    people::Visit,
    pipeline::state::{InterviewState, ScorecardState},
    web::{ApiResult, Form, done},
};

pub(super) fn place(id: ApplicationId) -> String {
    format!("/applications/{id}/scheduled_interviews")
}

pub(super) fn hr(visit: &Visit) -> bool {
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
    let (case, rounds, clashes, exercises, people) = app
        .db
        .read(move |conn| {
            let (rounds, case) = flow::interviews(conn, &ctx, id)?;
            let clashes = flow::standing(conn, &case, &rounds, now)?;
            let (exercises, _) = flow::exercises(conn, &ctx, id)?;
            let cards = &case.evidence.assessment.cards;
            let mut ids: Vec<UserId> = rounds.iter().flat_map(Interview::raters).collect();
            ids.extend(exercises.iter().flat_map(|exercise| exercise.assessors()));
            ids.extend(cards.iter().map(|card| card.rater));
            let people = names(conn, &ids)?;
            Ok::<_, Fault>((case, rounds, clashes, exercises, people))
        })
        .await?;
    let head = CaseHead::new(&case, "assessment");
    let view = View {
        case: &case,
        people: &people,
        clashes: &clashes,
        hr: hr(visit),
        me,
        now,
    };
    let data = json!({
        "head": head, "body": {}, "hr": view.hr,
        "rounds": view.plan(&rounds),
        "samples": samples::rows(&case, &exercises, &people, (view.hr, me)),
        "cards": view.cards(&exercises),
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
    clashes: &'a [(InterviewId, Vec<Warning>)],
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
        let known = self.clashes.iter().find(|(id, _)| *id == row.id);
        let warnings = known
            .filter(|_| self.hr)
            .map_or(&[][..], |(_, found)| found.as_slice());
        let records = scheduled && (self.hr || round.has(self.me));
        json!({
            "id": row.id, "version": row.version, "state": row.state, "starts_at": row.starts_at,
            "ends_at": row.ends_at, "place": row.place, "link": row.meeting_link,
            "supplementary": row.supplementary, "raters": self.named(&round.raters()), "warnings": warnings,
            "zone": row.time_zone, "replies": self.replies(round),
            "cards": own.len(),
            "locked": own.iter().filter(|card| card.state == ScorecardState::Locked).count(),
            "begun": self.now >= row.starts_at, "records": records, "movable": scheduled && self.hr,
        })
    }

    /// Who has answered the invitation as it stands; the candidate's answer has no account's name.
    fn replies(&self, round: &Interview) -> Vec<Value> {
        let candidate = &self.case.evidence.candidate_name;
        round
            .replies
            .iter()
            .map(|reply| {
                let rater = UserId::from_uuid(reply.person.uuid());
                let name = self.people.get(&rater).unwrap_or(candidate);
                json!({ "name": name, "answer": reply.answer, "note": reply.note })
            })
            .collect()
    }

    /// Cards that are owed. Those of work samples that the visitor rates by their code are left out: here stands the
    /// name (dossier 4.0).
    fn cards(&self, shown: &[Exercise]) -> Vec<Value> {
        let owed = self.case.evidence.assessment.owed();
        let named = owed.filter(|card| {
            card.exercise
                .is_none_or(|id| shown.iter().any(|exercise| exercise.row.id == id))
        });
        named
            .map(|card| {
                json!({
                    "source": card.source, "name": self.people.get(&card.rater), "since": card.due_from,
                    "mine": card.rater == self.me, "id": card.card,
                })
            })
            .collect()
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
