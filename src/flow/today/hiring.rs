//! What is owed to jobs and candidates.

use super::{MOST_OF_A_STATE, Task, TaskKind, Urgency, of_gate, owed_by};
use crate::{
    applications::{self, model::Filter},
    company,
    db::{Conn, page::PageRequest},
    fault::Fault,
    flow::{
        applications::{access, look},
        case, decisions, interviews, jobs as job_flow, service_levels,
    },
    jobs,
    kernel::{
        ctx::{Actor, Ctx},
        ids::CandidateId,
        role::Role,
        time::hours,
    },
    pipeline::{
        decide, sight,
        state::{ApplicationState, JobState, ScorecardState},
    },
};

fn some() -> Result<PageRequest, Fault> {
    PageRequest::new(Some(MOST_OF_A_STATE), None).map_err(Fault::internal)
}

/// Scorecards that are not locked yet. One is late a day after the round and worthless after three (G18).
pub(super) fn cards(conn: &mut Conn, ctx: &Ctx, tasks: &mut Vec<Task>) -> Result<(), Fault> {
    if !ctx.actor.has_any(Role::RATERS) {
        return Ok(());
    }
    let page = interviews::cards(conn, ctx, Some(ScorecardState::Draft), &some()?)?;
    let policy = company::current_policy(conn)?.1;
    for (card, sample) in page.data {
        if card.due_from > ctx.now {
            continue;
        }
        let due = card.due_from + hours(i64::from(policy.card_warn_hours));
        let about = match &sample {
            Some(sample) => sample.row.candidate_code.clone(),
            None => {
                let row = applications::row(conn, card.application_id)?;
                applications::candidate(conn, row.candidate_id)?.name
            }
        };
        tasks.push(Task {
            kind: TaskKind::Scorecard,
            urgency: if due < ctx.now {
                Urgency::Overdue
            } else {
                Urgency::Now
            },
            about,
            of: card.source.to_string(),
            name: String::new(),
            what: String::new(),
            link: format!("/scorecards/{}", card.id),
            since: Some(card.due_from),
            due: Some(due),
        });
    }
    Ok(())
}

/// Jobs that are not open yet: what their next step waits for, or the step itself.
pub(super) fn preparations(conn: &mut Conn, ctx: &Ctx, tasks: &mut Vec<Task>) -> Result<(), Fault> {
    let prepares = [
        Role::Sponsor,
        Role::HiringManager,
        Role::Hr,
        Role::HrLead,
        Role::OpsLead,
    ];
    if !ctx.actor.has_any(&prepares) {
        return Ok(());
    }
    for pair in JobState::PATH.windows(2) {
        let [from, to] = pair else { continue };
        for job in jobs::list(conn, ctx, jobs::Listed::In(*from), &some()?)?.data {
            let (about, home) = (job.title.clone(), format!("/jobs/{}", job.id));
            let (rows, ready_for_me) = job_flow::prospect(conn, ctx, &job, *to)?;
            tasks.extend(owed_by(&rows, &ctx.actor).map(|row| of_gate(row, (&about, ""), &home)));
            if ready_for_me {
                tasks.push(ready(&about, "", &to.to_string(), home));
            }
        }
    }
    Ok(())
}

/// Candidates under way: what their next step waits for, or the step itself.
pub(super) fn applications(conn: &mut Conn, ctx: &Ctx, tasks: &mut Vec<Task>) -> Result<(), Fault> {
    if !matches!(ctx.actor, Actor::User(_)) {
        return Ok(());
    }
    let (mut rows, mut targets) = (Vec::new(), Vec::new());
    for pair in ApplicationState::PATH.windows(2) {
        let [from, to] = pair else { continue };
        let filter = Filter {
            job: None,
            state: Some(*from),
            updated_after: None,
            under_way: false,
        };
        for (row, _) in look::list(conn, ctx, &filter, &some()?)?.data {
            rows.push(row);
            targets.push(*to);
        }
    }
    for (case, to) in case::load_all(conn, ctx, &rows)?.into_iter().zip(targets) {
        let actor = access::as_of(&case, &ctx.actor);
        let evidence = &case.evidence;
        let (about, of) = (evidence.candidate_name.as_str(), evidence.terms.title.as_str());
        let home = format!("/applications/{}", evidence.application);
        let rows = decide::application_gates(evidence, to, case.frame(ctx));
        let rows = sight::withhold(rows, evidence, &ctx.actor);
        tasks.extend(owed_by(&rows, &actor).map(|row| of_gate(row, (about, of), &home)));
        if decide::application(evidence, to, &actor, case.frame(ctx)).is_ok() {
            tasks.push(ready(about, of, &to.to_string(), home));
        }
    }
    Ok(())
}

/// Exceptions that wait for this person's approval (dossier 7.6).
pub(super) fn waivers(conn: &mut Conn, ctx: &Ctx, tasks: &mut Vec<Task>) -> Result<(), Fault> {
    for (waiver, about) in decisions::waivers::waiting_for(conn, ctx)? {
        tasks.push(Task {
            kind: TaskKind::Waiver,
            urgency: Urgency::Now,
            about,
            of: String::new(),
            name: waiver.gate.to_string(),
            what: String::new(),
            link: format!("/waivers/{}", waiver.id),
            since: Some(waiver.requested_at),
            due: Some(waiver.expires_at),
        });
    }
    Ok(())
}

/// Applications that take longer than the policy grants: HR's to look after (dossier 7.5).
pub(super) fn late(conn: &mut Conn, ctx: &Ctx, tasks: &mut Vec<Task>) -> Result<(), Fault> {
    if !ctx.actor.has_any(&[Role::Hr, Role::HrLead]) {
        return Ok(());
    }
    let overdue = service_levels::overdue(conn, ctx)?;
    let candidates: Vec<CandidateId> = overdue.iter().map(|(row, _)| row.candidate_id).collect();
    let names = applications::candidate_names(conn, &candidates)?;
    for (row, warnings) in overdue {
        let Some(longest) = warnings.first() else {
            continue;
        };
        tasks.push(Task {
            kind: TaskKind::Late,
            urgency: Urgency::Overdue,
            about: names.get(&row.candidate_id).cloned().unwrap_or_default(),
            of: String::new(),
            name: longest.code.to_string(),
            what: String::new(),
            link: format!("/applications/{}", row.id),
            since: Some(longest.since),
            due: Some(longest.due_at),
        });
    }
    Ok(())
}

/// Everything is there: somebody only has to take the step.
fn ready(about: &str, of: &str, to: &str, link: String) -> Task {
    Task {
        kind: TaskKind::Step,
        urgency: Urgency::Now,
        about: about.to_owned(),
        of: of.to_owned(),
        name: to.to_owned(),
        what: String::new(),
        link,
        since: None,
        due: None,
    }
}
