//! Who is named for a round or a work sample: are they possible, independent, and who are they.

use crate::{
    db::Conn,
    fault::{Fault, FieldFault},
    flow::case::{self, Case},
    interviews::{
        self, Seat,
        mails::{Addressee, Rater},
    },
    kernel::{
        ctx::{Actor, Ctx},
        ids::UserId,
        role::Role,
    },
    people::{self, User},
    pipeline::sight::{self, Sight},
};

/// The people behind the ids, in their order, provided that each exists, is active, may rate and is named
/// once; adds them to the case's panel, so that gates know them.
pub(super) fn named(
    conn: &mut Conn,
    case: &mut Case,
    ids: &[UserId],
    pointer: impl Fn(usize) -> String,
) -> Result<Vec<User>, Fault> {
    let known = people::users_by_ids(conn, ids)?;
    let mut faults = Vec::new();
    let mut found: Vec<User> = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        let mut fault = |code: &str, detail: &str| {
            faults.push(FieldFault::new(pointer(index), code, detail));
        };
        match known.iter().find(|user| user.id == *id) {
            None => fault("unknown", "There is no such person."),
            Some(user) if !user.active() => fault("inactive", "This account is closed."),
            Some(user) if !Role::RATERS.iter().any(|role| user.has(*role)) => {
                fault(
                    "not_a_rater",
                    "This person has no role in which one rates candidates.",
                );
            }
            Some(_) if found.iter().any(|user| user.id == *id) => {
                fault("duplicate", "Name each person once.");
            }
            Some(user) => found.push(user.clone()),
        }
    }
    if !faults.is_empty() {
        return Err(Fault::Invalid(faults));
    }
    case::seat(conn, case, ids)?;
    Ok(found)
}

/// Seats for people named now: whether others' ratings were open to them before (G16). Who had a card locked,
/// or belongs to HR, sees others' cards as soon as nothing is owed; who was once named with sight keeps it.
pub(super) fn seats(conn: &mut Conn, case: &Case, users: &[User]) -> Result<Vec<Seat>, Fault> {
    let mut seats = Vec::with_capacity(users.len());
    for user in users {
        let something_to_see = case
            .evidence
            .assessment
            .locked()
            .any(|card| card.rater != user.id);
        let actor = Actor::User(user.actor());
        let open = sight::of_ratings(&case.evidence, &actor) == Sight::Open;
        let had_sight =
            (something_to_see && open) || interviews::had_sight(conn, case.evidence.application, user.id)?;
        seats.push(Seat {
            user: user.id,
            had_sight,
        });
    }
    Ok(seats)
}

/// How the candidate is told who somebody is.
pub(super) fn rater(case: &Case, user: &User) -> Rater {
    let terms = &case.evidence.terms;
    let role = match user.id {
        id if id == terms.hiring_manager => "hiring manager",
        _ if user.operations => "operations",
        id if id == terms.sponsor => "sponsor",
        id if id == terms.hr => "human resources",
        _ => "colleague",
    };
    Rater {
        user: user.id,
        to: addressee(user),
        role,
    }
}

pub(super) fn addressee(user: &User) -> Addressee {
    Addressee {
        name: user.name.clone(),
        email: user.email.clone(),
    }
}

/// Name and address of somebody who is known to exist.
pub(super) fn user(conn: &mut Conn, id: UserId) -> Result<User, Fault> {
    people::find_user(conn, id)?.ok_or_else(|| Fault::internal("a rater without an account"))
}

/// Whether the actor is this person.
pub(super) fn is(ctx: &Ctx, user: UserId) -> bool {
    ctx.actor.user_id() == Some(user)
}
