//! What takes longer than the policy grants (dossier 7.5): for lists, for the page of an application, for everybody's
//! list of tasks and for the mail to HR (M34). And how fast the company is, for the projected date.

use std::collections::{BTreeMap, btree_map::Entry};

use crate::{
    applications::{self, Application},
    company,
    db::Conn,
    fault::Fault,
    interviews, jobs,
    kernel::{
        codes::SourceCode,
        ctx::Ctx,
        ids::{ApplicationId, JobId},
        time::{Timestamp, days},
    },
    pipeline::{
        calendar::WorkingCalendar,
        forecast::{History, Pace},
        policy::Policy,
        service_level::{ServiceWarning, Standing, warnings},
        state::{ApplicationState, InterviewState, Machine},
    },
    references,
};

/// The past that a pace is measured by.
const HISTORY_DAYS: i64 = 365;

/// The warnings about some applications, by a fixed number of queries and one for each plan and policy among them.
/// Applications without a warning are left out.
///
/// # Errors
/// When a statement fails.
pub fn of(
    conn: &mut Conn,
    ctx: &Ctx,
    rows: &[Application],
) -> Result<BTreeMap<ApplicationId, Vec<ServiceWarning>>, Fault> {
    let calendar = company::calendar(conn)?;
    let mut policies: BTreeMap<i64, Policy> = BTreeMap::new();
    let over = rounds_over(conn, rows)?;
    let mut found = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.state.is_terminal()) {
        let policy = match policies.entry(row.policy_version) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(company::policy(conn, row.policy_version)?),
        };
        let standing = Standing {
            state: row.state,
            last_change_at: row.updated_at.max(row.entered_state_at),
            rounds_over_at: over.get(&row.id).copied(),
            debriefed_at: row.debriefed_at,
        };
        let warned = warnings(&standing, policy, ctx.now, &calendar);
        if !warned.is_empty() {
            found.insert(row.id, warned);
        }
    }
    Ok(found)
}

/// Every application that has waited too long, with its warnings, the longest wait first: what HR is warned of (M34).
/// The same warning has the same code and `since` at every look.
///
/// # Errors
/// When a statement fails.
pub fn overdue(conn: &mut Conn, ctx: &Ctx) -> Result<Vec<(Application, Vec<ServiceWarning>)>, Fault> {
    // Nothing is idle sooner than a day after its last change, whatever the policy.
    let rows = applications::waiting_since(conn, ctx.now - days(1))?;
    let mut found = of(conn, ctx, &rows)?;
    let warned = rows.into_iter().filter_map(|row| {
        let warned = found.remove(&row.id)?;
        Some((row, warned))
    });
    Ok(warned.collect())
}

/// When the last round of each application ended, where no round of its plan is left to be held.
fn rounds_over(conn: &mut Conn, rows: &[Application]) -> Result<BTreeMap<ApplicationId, Timestamp>, Fault> {
    use ApplicationState as State;
    let waits = [
        State::Assessing,
        State::Assessed,
        State::ReferencesComplete,
        State::DebriefOpen,
    ];
    let rows: Vec<&Application> = rows.iter().filter(|row| waits.contains(&row.state)).collect();
    if rows.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<ApplicationId> = rows.iter().map(|row| row.id).collect();
    let standing = interviews::standing_rounds(conn, &ids)?;
    let mut plans: BTreeMap<(JobId, i64), Vec<SourceCode>> = BTreeMap::new();
    let mut over = BTreeMap::new();
    for row in rows {
        let plan = (row.job_id, row.plan_number);
        let planned = match plans.entry(plan) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(talks_of(conn, plan)?),
        };
        let own = || standing.iter().filter(|(application, ..)| *application == row.id);
        let held = |state: &InterviewState| matches!(state, InterviewState::Held | InterviewState::Scored);
        let outstanding = own().any(|(_, _, state, _)| !held(state));
        let all_held = planned
            .iter()
            .all(|code| own().any(|(_, source, state, _)| source == code && held(state)));
        // Once assessed, fewer rounds than planned may have done (a waiver of G19).
        let complete = all_held || row.reached_assessed_at.is_some();
        let last = own().map(|(.., ends_at)| *ends_at).max();
        if let Some(last) = last.filter(|_| complete && !outstanding) {
            over.insert(row.id, last);
        }
    }
    Ok(over)
}

/// The rounds of a plan to which people come together; the work samples may be done without one.
fn talks_of(conn: &mut Conn, (job, number): (JobId, i64)) -> Result<Vec<SourceCode>, Fault> {
    let rounds = jobs::plan_version(conn, job, number)?.body.0.rounds;
    let talks = rounds.into_iter().filter(|round| !round.work_samples);
    Ok(talks.map(|round| round.code).collect())
}

/// How fast this company is: its own medians of the past year where there are enough, else what the policy assumes.
///
/// # Errors
/// When a statement fails.
pub fn pace(conn: &mut Conn, ctx: &Ctx, policy: &Policy, calendar: &WorkingCalendar) -> Result<Pace, Fault> {
    let since = ctx.now - days(HISTORY_DAYS);
    let between = |pairs: Vec<(Timestamp, Timestamp)>| {
        pairs
            .into_iter()
            .map(|(from, to)| calendar.working_days_between(from, to))
            .collect()
    };
    let history = History {
        round_gaps: between(interviews::successive_rounds(conn, since)?),
        references: between(references::turnarounds(conn, since)?),
    };
    Ok(Pace::learned(policy, history))
}
