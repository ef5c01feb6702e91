//! The case of an application: everything the core looks at, loaded by a fixed number of queries from the
//! areas that own it.

use std::sync::Arc;

use uuid::Uuid;

use super::Subject;
use crate::{
    applications::{self, Application},
    company,
    content::Pack,
    db::Conn,
    decisions,
    fault::Fault,
    interviews, jobs,
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, UserId},
        role::Role,
        time::Timestamp,
    },
    onboarding, people,
    pipeline::{
        calendar::WorkingCalendar,
        evidence::{AcknowledgementFacts, ApplicationEvidence, JobTerms, PanelistFacts, RivalFacts},
        gates::Frame,
        measured, outlook,
        policy::Policy,
        state::Machine,
    },
    references,
};

/// An application with all its evidence and the versions it is judged by.
#[derive(Debug, Clone)]
pub struct Case {
    /// What the gates look at.
    pub evidence: ApplicationEvidence,
    /// The pinned policy.
    pub policy: Policy,
    /// Its version.
    pub policy_version: i64,
    /// The pinned content.
    pub pack: Arc<Pack>,
    /// The application's version, its ETag.
    pub version: i64,
    /// The company's working calendar.
    pub calendar: WorkingCalendar,
}

impl Case {
    /// What a judgement is made under.
    pub fn frame(&self, ctx: &Ctx) -> Frame<'_> {
        Frame {
            policy: &self.policy,
            now: ctx.now,
        }
    }
    /// The application as the subject of an audit row.
    pub fn subject(&self) -> Subject {
        self.subject_of("application", self.evidence.application.uuid())
    }
    /// A part of the application (an interview, a card, a referee) as the subject of an audit row.
    pub fn subject_of(&self, kind: &'static str, id: Uuid) -> Subject {
        Subject {
            case: self.evidence.application.uuid(),
            kind,
            id,
            policy_version: self.policy_version,
        }
    }
}

/// Loads the case of an application.
///
/// # Errors
/// [`Fault::NotFound`] when there is no such application.
pub fn load(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<Case, Fault> {
    let row = applications::row(conn, id)?;
    let mut case = own(conn, &row, ctx.now)?;
    let mut rivals = Vec::new();
    for other in applications::of_job(conn, row.job_id)? {
        if other.id != id {
            rivals.push(rival(conn, &other, ctx.now)?);
        }
    }
    case.evidence.rivals = rivals;
    Ok(case)
}

/// The case of an application without its rivals: enough for every gate before the debrief, and one load instead
/// of as many as there are candidates.
///
/// # Errors
/// When a statement fails.
pub fn load_alone(conn: &mut Conn, ctx: &Ctx, row: &Application) -> Result<Case, Fault> {
    own(conn, row, ctx.now)
}

/// Another application as its rival sees it. Its scores are computed only once it was fully assessed.
fn rival(conn: &mut Conn, other: &Application, now: Timestamp) -> Result<RivalFacts, Fault> {
    let assessed = other.reached_assessed_at.is_some();
    let mut facts = RivalFacts {
        application: other.id,
        state: other.state,
        assessed,
        passes_floors: false,
        final_composite: None,
        earliest_assessed_at: None,
    };
    if other.state.is_terminal() && !assessed {
        return Ok(facts);
    }
    let case = own(conn, other, now)?;
    let frame = Frame {
        policy: &case.policy,
        now,
    };
    if assessed {
        facts.passes_floors = outlook::passes_floors(&case.evidence, frame);
        facts.final_composite = measured::final_composite(&case.evidence).value;
    } else {
        facts.earliest_assessed_at = Some(outlook::earliest_assessed_at(
            &case.evidence,
            frame,
            &case.calendar,
        ));
    }
    Ok(facts)
}

/// The case without its rivals.
fn own(conn: &mut Conn, row: &Application, now: Timestamp) -> Result<Case, Fault> {
    let policy = company::policy(conn, row.policy_version)?;
    let pack = company::pack(conn, row.content_version)?;
    let part = decisions::facts(conn, row.id)?;
    let mut terms = jobs::terms(conn, row.job_id, None, &pack, &policy)?;
    if decisions::layout_waived(&part.waivers, now) {
        terms = decisions::on_small_firm_layout(terms);
    }
    let assessment = interviews::facts(conn, row.id, &terms, &pack)?;
    let panel = panel(conn, row, &terms)?;
    let listed = jobs::must_haves(conn, row.job_id, terms.description_number)?;
    let evidence = ApplicationEvidence {
        application: row.id,
        state: row.state,
        held_from: row.held_from,
        applied_at: row.applied_at,
        entered_state_at: row.entered_state_at,
        candidate_name: applications::candidate(conn, row.candidate_id)?.name,
        notice_seen_at: row.notice_seen_at,
        acknowledgement: acknowledgement(conn, row)?,
        must_haves: applications::must_haves(conn, row.id, &listed)?,
        red_flags: applications::red_flags(conn, row.id, &pack)?,
        panel,
        terms,
        assessment,
        references: references::facts(conn, row.id, &pack)?,
        debrief: part.debrief,
        debriefed_at: row.debriefed_at,
        decision: part.decision,
        waivers: part.waivers,
        offer: part.offer,
        rivals: Vec::new(),
        protocol: onboarding::protocol(conn, row.id)?,
    };
    Ok(Case {
        evidence,
        policy,
        policy_version: row.policy_version,
        pack,
        version: row.version,
        calendar: company::calendar(conn)?,
    })
}

/// Everybody the plan names as a rater, and everybody HR named, booked or made an assessor since.
fn panel(conn: &mut Conn, row: &Application, terms: &JobTerms) -> Result<Vec<PanelistFacts>, Fault> {
    let mut users: Vec<UserId> = jobs::planned_raters(conn, row.job_id)?;
    users.extend(interviews::panel(conn, row.id)?);
    users.sort_unstable();
    users.dedup();
    panelists(conn, row.id, terms, &users)
}

/// Adds people to the panel who are to be named now, so that the gates know them.
///
/// # Errors
/// When a statement fails.
pub fn seat(conn: &mut Conn, case: &mut Case, users: &[UserId]) -> Result<(), Fault> {
    let new: Vec<UserId> = users
        .iter()
        .copied()
        .filter(|user| case.evidence.panelist(*user).is_none())
        .collect();
    let seated = panelists(conn, case.evidence.application, &case.evidence.terms, &new)?;
    case.evidence.panel.extend(seated);
    Ok(())
}

fn panelists(
    conn: &mut Conn,
    application: ApplicationId,
    terms: &JobTerms,
    users: &[UserId],
) -> Result<Vec<PanelistFacts>, Fault> {
    let conflicts = applications::conflicts(conn, application)?;
    let mut panel = Vec::with_capacity(users.len());
    for user in people::users_by_ids(conn, users)? {
        panel.push(PanelistFacts {
            user: user.id,
            certified_until: people::certificate_valid_until(conn, user.id)?,
            conflict: conflicts
                .iter()
                .find(|(by, _)| *by == user.id)
                .map(|(_, declared)| declared.clone()),
            operations: user.operations,
            owner_running_operations: user.id == terms.sponsor && user.has(Role::OpsLead),
            name: user.name,
        });
    }
    Ok(panel)
}

/// How the role was acknowledged. An older version will do when no newer one asks those who already apply to
/// read it (dossier 7.1).
fn acknowledgement(conn: &mut Conn, row: &Application) -> Result<Option<AcknowledgementFacts>, Fault> {
    let must_know = jobs::must_know(conn, row.job_id)?;
    let facts = applications::acknowledgement(conn, row.id)?;
    Ok(facts.map(|facts| AcknowledgementFacts {
        older_version_allowed: i64::from(facts.description_number) >= must_know,
        ..facts
    }))
}
