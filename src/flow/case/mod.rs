//! The case of an application: everything the core looks at, loaded by a fixed number of queries from the
//! areas that own it, however many rivals it has.

mod rivals;

use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
};

use uuid::Uuid;

use super::Subject;
use crate::{
    applications::{self, Application},
    company,
    content::Pack,
    db::Conn,
    decisions,
    fault::Fault,
    interviews,
    jobs::{self, MustHave},
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, JobId, UserId},
        role::Role,
        time::Timestamp,
    },
    onboarding, people,
    pipeline::{
        calendar::WorkingCalendar,
        evidence::{
            AcknowledgementFacts, ApplicationEvidence, JobTerms, PanelistFacts, RivalFacts, WaiverFacts,
        },
        gates::Frame,
        policy::Policy,
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
    /// The pinned version of the job's interview plan.
    pub plan: i64,
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
    let mut shared = Shared::default();
    let mut case = own(conn, &mut shared, &row, ctx.now)?;
    let mut others = applications::of_job(conn, row.job_id)?;
    others.retain(|other| other.id != id);
    case.evidence.rivals = rivals::of(conn, &mut shared, &others, ctx.now)?;
    Ok(case)
}

/// The cases of some applications, in their order. What they share is read once, and the candidates of each job are
/// compared once.
///
/// # Errors
/// When a statement fails.
pub fn load_all(conn: &mut Conn, ctx: &Ctx, rows: &[Application]) -> Result<Vec<Case>, Fault> {
    let mut shared = Shared::default();
    let mut of_jobs: BTreeMap<JobId, Vec<RivalFacts>> = BTreeMap::new();
    let mut cases = Vec::with_capacity(rows.len());
    for row in rows {
        let mut case = own(conn, &mut shared, row, ctx.now)?;
        let all = match of_jobs.entry(row.job_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let everybody = applications::of_job(conn, row.job_id)?;
                free.insert(rivals::of(conn, &mut shared, &everybody, ctx.now)?)
            }
        };
        let rivals = all.iter().filter(|rival| rival.application != row.id);
        case.evidence.rivals = rivals.cloned().collect();
        cases.push(case);
    }
    Ok(cases)
}

/// The applications of a job that `wanted` picks, with their cases and without their rivals, in the order in which
/// they arrived: the same fixed number of queries for each.
///
/// # Errors
/// When a statement fails.
pub fn of_job(
    conn: &mut Conn,
    ctx: &Ctx,
    job: JobId,
    wanted: impl Fn(&Application) -> bool,
) -> Result<Vec<(Application, Case)>, Fault> {
    let mut rows = applications::of_job(conn, job)?;
    rows.retain(wanted);
    let mut shared = Shared::default();
    rows.into_iter()
        .map(|row| Ok((row.clone(), own(conn, &mut shared, &row, ctx.now)?)))
        .collect()
}

/// The case of an application without its rivals, for what does not depend on them.
///
/// # Errors
/// When a statement fails.
pub fn alone(conn: &mut Conn, ctx: &Ctx, row: &Application) -> Result<Case, Fault> {
    own(conn, &mut Shared::default(), row, ctx.now)
}

/// What the cases of one request have in common, read once.
#[derive(Default)]
struct Shared {
    calendar: Option<WorkingCalendar>,
    policies: BTreeMap<i64, Policy>,
    packs: BTreeMap<i64, Arc<Pack>>,
    /// By job, plan and content.
    terms: BTreeMap<(JobId, i64, i64), JobTerms>,
    planned_raters: BTreeMap<(JobId, i64), Vec<UserId>>,
    must_haves: BTreeMap<(JobId, u32), Vec<MustHave>>,
    must_know: BTreeMap<JobId, i64>,
}

/// What stands under a key, read when it is asked for first.
fn once<K: Ord + Copy, V: Clone>(
    known: &mut BTreeMap<K, V>,
    key: K,
    read: impl FnOnce() -> Result<V, Fault>,
) -> Result<V, Fault> {
    if let Some(value) = known.get(&key) {
        return Ok(value.clone());
    }
    let value = read()?;
    known.insert(key, value.clone());
    Ok(value)
}

impl Shared {
    fn calendar(&mut self, conn: &mut Conn) -> Result<WorkingCalendar, Fault> {
        if let Some(calendar) = &self.calendar {
            return Ok(calendar.clone());
        }
        let calendar = company::calendar(conn)?;
        self.calendar = Some(calendar.clone());
        Ok(calendar)
    }
    fn policy(&mut self, conn: &mut Conn, version: i64) -> Result<Policy, Fault> {
        once(&mut self.policies, version, || company::policy(conn, version))
    }
    fn pack(&mut self, conn: &mut Conn, version: i64) -> Result<Arc<Pack>, Fault> {
        once(&mut self.packs, version, || company::pack(conn, version))
    }
    /// The terms for an application, on the layout its waivers leave it.
    fn terms(
        &mut self,
        conn: &mut Conn,
        row: &Application,
        waivers: &[WaiverFacts],
        now: Timestamp,
    ) -> Result<JobTerms, Fault> {
        let pack = self.pack(conn, row.content_version)?;
        let key = (row.job_id, row.plan_number, row.content_version);
        let terms = once(&mut self.terms, key, || {
            jobs::terms(conn, row.job_id, row.plan_number, &pack)
        })?;
        Ok(if decisions::layout_waived(waivers, now) {
            decisions::on_small_firm_layout(terms)
        } else {
            terms
        })
    }
    fn must_know(&mut self, conn: &mut Conn, job: JobId) -> Result<i64, Fault> {
        once(&mut self.must_know, job, || jobs::must_know(conn, job))
    }
}

/// The case without its rivals.
fn own(conn: &mut Conn, shared: &mut Shared, row: &Application, now: Timestamp) -> Result<Case, Fault> {
    let policy = shared.policy(conn, row.policy_version)?;
    let pack = shared.pack(conn, row.content_version)?;
    let part = decisions::facts(conn, row.id)?;
    let terms = shared.terms(conn, row, &part.waivers, now)?;
    let assessment = interviews::facts(conn, row.id, &terms, &pack)?;
    let panel = panel(conn, shared, row, &terms)?;
    let wanted = (row.job_id, terms.description_number);
    let listed = once(&mut shared.must_haves, wanted, || {
        jobs::must_haves(conn, wanted.0, wanted.1)
    })?;
    let acknowledgement = applications::acknowledgement(conn, row.id)?;
    let evidence = ApplicationEvidence {
        application: row.id,
        state: row.state,
        held_from: row.held_from,
        applied_at: row.applied_at,
        entered_state_at: row.entered_state_at,
        candidate_name: applications::candidate(conn, row.candidate_id)?.name,
        notice_seen_at: row.notice_seen_at,
        acknowledgement: acknowledged(conn, shared, row, acknowledgement)?,
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
        plan: row.plan_number,
        version: row.version,
        calendar: shared.calendar(conn)?,
    })
}

/// Everybody the plan names as a rater, and everybody HR named, booked or made an assessor since.
fn panel(
    conn: &mut Conn,
    shared: &mut Shared,
    row: &Application,
    terms: &JobTerms,
) -> Result<Vec<PanelistFacts>, Fault> {
    let plan = (row.job_id, row.plan_number);
    let mut users: Vec<UserId> = once(&mut shared.planned_raters, plan, || {
        jobs::planned_raters(conn, plan.0, plan.1)
    })?;
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
    let certified = people::certificates_valid_until(conn, users)?;
    for user in people::users_by_ids(conn, users)? {
        panel.push(PanelistFacts {
            user: user.id,
            certified_until: certified.get(&user.id).copied(),
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
/// read it (dossier 7.1). The candidate was asked when the application arrived, or when a later version was published.
fn acknowledged(
    conn: &mut Conn,
    shared: &mut Shared,
    row: &Application,
    facts: Option<AcknowledgementFacts>,
) -> Result<Option<AcknowledgementFacts>, Fault> {
    let Some(facts) = facts else {
        return Ok(None);
    };
    let must_know = shared.must_know(conn, row.job_id)?;
    let number = i64::from(facts.description_number);
    let published = if number == row.description_number {
        None
    } else {
        jobs::published_at(conn, row.job_id, number)?
    };
    Ok(Some(AcknowledgementFacts {
        older_version_allowed: number >= must_know,
        asked_at: published.map_or(row.applied_at, |at| at.max(row.applied_at)),
        ..facts
    }))
}
