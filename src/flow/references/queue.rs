//! What HR has to do with referees.

use std::collections::{BTreeMap, btree_map::Entry};

use super::for_hr;
use crate::{
    applications,
    db::Conn,
    fault::Fault,
    flow::{applications::access, case::Case},
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, RefereeId},
        role::Role,
        text_enum::TextEnum,
    },
    pipeline::{
        sight::{self, Sight},
        state::{Machine, ReferenceState},
    },
    references::{
        self,
        model::{Answers, Referee},
    },
};

/// Referees looked at; more than these nobody can work on in a day.
const MOST: i64 = 500;

/// Referees of applications under way, the longest named first, each with the candidate's name.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but HR.
pub fn queue(conn: &mut Conn, ctx: &Ctx) -> Result<Vec<(Referee, String)>, Fault> {
    if !ctx.actor.has_any(&[Role::Hr, Role::HrLead]) {
        return Err(Fault::forbidden("References are run by HR."));
    }
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
        if let Some(name) = name {
            found.push((referee, name));
        }
    }
    Ok(found)
}

/// A referee with the case, and with the answers once HR may see them.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`] for everybody but HR.
pub fn one(conn: &mut Conn, ctx: &Ctx, id: RefereeId) -> Result<(Case, Referee, Option<Answers>), Fault> {
    let (case, referee, _) = for_hr(conn, ctx, id)?;
    let actor = access::as_of(&case, &ctx.actor);
    let open = sight::of_verdicts(&case.evidence, &actor) == Sight::Open;
    let all = references::list(conn, referee.application_id)?;
    let response = all
        .into_iter()
        .find(|(known, _)| known.id == id)
        .and_then(|(_, r)| r);
    let answers = response.filter(|_| open).map(|r| r.answers.0);
    Ok((case, referee, answers))
}
