//! What HR has to do with referees.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use super::for_hr;
use crate::{
    applications,
    db::Conn,
    fault::Fault,
    flow::{applications::access, case::Case},
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, RefereeId, UserId},
        role::Role,
        text_enum::TextEnum,
    },
    people::{self, User},
    pipeline::{
        sight::{self, Sight},
        state::{Machine, ReferenceState},
    },
    references::{
        self, SeenSign,
        model::{Answers, Referee},
    },
};

/// Referees looked at; more than these nobody can work on in a day.
const MOST: i64 = 500;

/// A referee on HR's desk.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The referee.
    pub referee: Referee,
    /// The candidate's name.
    pub candidate: String,
    /// Whether a sign waits for HR's decision.
    pub doubted: bool,
}

/// Referees of applications under way, the longest named first.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but HR.
pub fn queue(conn: &mut Conn, ctx: &Ctx) -> Result<Vec<Waiting>, Fault> {
    if !ctx.actor.has_any(&[Role::Hr, Role::HrLead]) {
        return Err(Fault::forbidden("References are run by HR."));
    }
    let doubted: BTreeSet<RefereeId> = references::doubted(conn)?.into_iter().collect();
    let mut names: BTreeMap<ApplicationId, Option<String>> = BTreeMap::new();
    let mut found = Vec::new();
    for referee in references::in_states(conn, ReferenceState::ALL, MOST)? {
        let id = referee.application_id;
        let name = match names.entry(id) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(free) => {
                let row = applications::row(conn, id)?;
                let name = if row.state.is_terminal() {
                    None
                } else {
                    Some(applications::candidate(conn, row.candidate_id)?.name)
                };
                free.insert(name).clone()
            }
        };
        if let Some(candidate) = name {
            found.push(Waiting {
                doubted: doubted.contains(&referee.id),
                referee,
                candidate,
            });
        }
    }
    Ok(found)
}

/// A referee with everything HR works with.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The case.
    pub case: Case,
    /// The referee.
    pub referee: Referee,
    /// The answers, once HR may see them.
    pub answers: Option<Answers>,
    /// Signs that the reference may not be the referee's own.
    pub signs: Vec<SeenSign>,
    /// The names of those who decided on them.
    pub deciders: Vec<User>,
}

/// One referee.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`] for everybody but HR.
pub fn one(conn: &mut Conn, ctx: &Ctx, id: RefereeId) -> Result<Dossier, Fault> {
    let (case, referee, _) = for_hr(conn, ctx, id)?;
    let actor = access::as_of(&case, &ctx.actor);
    let open = sight::of_verdicts(&case.evidence, &actor) == Sight::Open;
    let all = references::list(conn, referee.application_id)?;
    let response = all
        .into_iter()
        .find(|(known, _)| known.id == id)
        .and_then(|(_, r)| r);
    let mut signs = references::signs(conn, referee.application_id)?;
    signs.retain(|seen| seen.referee_id() == id);
    let by: Vec<UserId> = signs.iter().filter_map(|seen| seen.decided_by).collect();
    Ok(Dossier {
        answers: response.filter(|_| open).map(|r| r.answers.0),
        deciders: people::users_by_ids(conn, &by)?,
        case,
        referee,
        signs,
    })
}
