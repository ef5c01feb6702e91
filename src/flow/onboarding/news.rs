//! What somebody's act brings the others around a hire: M21 before the first day, M24 and M25 around evidence, M30 after
//! a coaching session, M31 before a contract ends, M32 when the load is too high.

use super::{
    Case,
    mails::{key, plain, send, somebody},
};
use crate::{
    db::Conn,
    fault::Fault,
    kernel::{
        ctx::Ctx,
        ids::{ClientAccountId, UserId},
        role::Role,
        time::{Timestamp, days},
    },
    mail::{
        self, day,
        message::{
            CoachingActions, DayOneReadiness, EvidenceReturned, EvidenceSubmitted, LoadAlert, RenewalWatch,
        },
    },
    onboarding::{
        self,
        model::{ActionState, CoachingSession, ModuleRow, PulseReply},
    },
    people,
    pipeline::state::PlanState,
};

/// Days before the first one on which what is missing is told (Annex B, M21).
const READINESS_DAYS: [i64; 2] = [5, 1];
/// Days before the end of a contract on which its renewal is worked on (Annex B, M31), and what is done then.
const RENEWALS: [(i64, [&str; 3]); 3] = [
    (
        180,
        [
            "Look at the contract: terms, notice, open points",
            "Ask the client how well we meet what they expect, and who else decides",
            "Settle with your coach when the renewal starts",
        ],
    ),
    (
        120,
        [
            "Start the renewal now, so that it does not go to tender",
            "Hold a structured account review with those who decide",
            "Clear every open promise with operations before you offer anything",
        ],
    ),
    (
        90,
        [
            "Have the offer for the next term on the table",
            "Tell your coach today if the client hesitates, or if you do not reach those who decide",
            "Plan together what happens if the client leaves",
        ],
    ),
];
/// From so many accounts on the load is watched (6.4).
const WATCHED_ACCOUNTS: u32 = 15;
/// One in so many tasks may be late (6.4).
const LATE_ONE_IN: usize = 10;
/// An answer about the load at or below this is a sign (6.4).
const LOW_WELLBEING: u8 = 2;
/// "I had at least 20 undisturbed minutes yesterday."
const FOCUS: &str = "P6";

/// Plans M21 anew, 5 days and 1 day before the first one, to HR, to those who set up accounts and to the manager; while
/// everything is confirmed, or once the hire is at work, nobody is told.
pub fn readiness(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<(), Fault> {
    let plan = &case.plan;
    mail::cancel(conn, &key(plan.id, "day_one/"))?;
    let open: Vec<String> = case
        .evidence
        .day_one
        .iter()
        .filter(|(_, confirmed)| confirmed.is_none())
        .map(|(item, _)| item.clone())
        .collect();
    let (Some(starts_at), Some(_)) = (plan.starts_at, plan.trainee_id) else {
        return Ok(());
    };
    if plan.state != PlanState::Preboarding || open.is_empty() {
        return Ok(());
    }
    let message = DayOneReadiness {
        trainee_name: plan.trainee_name.clone(),
        starts: day(starts_at, case.calendar.timezone()),
        open_items: open,
        link: format!("/onboarding_plans/{}/preparation", plan.id),
    };
    let mut told = vec![plan.hr_id, plan.manager_id.unwrap_or(plan.hiring_manager_id)];
    let set_up = people::users_with_role(conn, Role::Admin)?;
    told.extend(set_up.iter().map(|user| user.id));
    told.sort_unstable();
    told.dedup();
    for before in READINESS_DAYS {
        let at = starts_at - days(before);
        if at < ctx.now {
            continue;
        }
        let later = case.calendar.considerate(at);
        // Not on the first day itself: on the last working day before it.
        let at = if later < starts_at {
            later
        } else {
            case.calendar.earlier_by_working_days(starts_at, 1)
        };
        for user in people::users_by_ids(conn, &told)? {
            let rest = format!("day_one/{}/{before}/{}", starts_at.unix_micros(), user.id);
            send(
                conn,
                ctx,
                (plan.id, &user),
                (&rest, Some(at)),
                message.clone().into(),
            )?;
        }
    }
    Ok(())
}

/// A module with its code and title, and the day it is due.
fn named(case: &Case, row: &ModuleRow) -> (String, String) {
    let title = case
        .pack
        .module(&row.code)
        .map_or("", |module| module.title.as_str());
    let due = onboarding::module_due(case.evidence.starts_at, row.due_day, &case.calendar);
    (
        format!("{} {title}", row.code).trim_end().to_owned(),
        day(due, case.calendar.timezone()),
    )
}

/// M24: the trainer is told that evidence waits.
pub fn handed_in(conn: &mut Conn, ctx: &Ctx, case: &Case, row: &ModuleRow) -> Result<(), Fault> {
    let Some(trainer) = somebody(conn, row.trainer_id)? else {
        return Ok(());
    };
    let (module, due) = named(case, row);
    let message = EvidenceSubmitted {
        trainee_name: case.plan.trainee_name.clone(),
        module,
        due,
        link: format!("/onboarding_plans/{}/modules/{}", case.plan.id, row.code),
    };
    let rest = format!("evidence/{}/{}", row.code, ctx.now.unix_micros());
    send(conn, ctx, (case.plan.id, &trainer), (&rest, None), message.into())
}

/// M25: the hire is told what is missing; nobody has to look at the evidence any more.
pub fn came_back(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    row: &ModuleRow,
    reason: &str,
) -> Result<(), Fault> {
    mail::cancel(conn, &key(case.plan.id, &format!("evidence/{}/", row.code)))?;
    let Some(hire) = somebody(conn, case.plan.trainee_id)? else {
        return Ok(());
    };
    let trainer = somebody(conn, row.trainer_id)?;
    let (module, due) = named(case, row);
    let message = EvidenceReturned {
        module,
        trainer: trainer.map_or_else(|| "Your trainer".to_owned(), |user| user.name),
        reason: reason.to_owned(),
        due,
        link: format!("/onboarding_plans/{}/modules/{}", case.plan.id, row.code),
    };
    let rest = format!("returned/{}/{}", row.code, ctx.now.unix_micros());
    send(conn, ctx, (case.plan.id, &hire), (&rest, None), message.into())
}

/// M30: coach and hire are told what was agreed; nobody when nothing is to be done.
pub fn agreed(conn: &mut Conn, ctx: &Ctx, case: &Case, session: &CoachingSession) -> Result<(), Fault> {
    let zone = case.calendar.timezone();
    let open = session
        .actions
        .0
        .iter()
        .filter(|action| action.state == ActionState::Open);
    let actions: Vec<String> = open
        .map(|action| {
            let until = action.due_at.map(|at| format!("until {}", day(at, zone)));
            let how: Vec<String> = action.owner.clone().into_iter().chain(until).collect();
            let text = plain(&action.text);
            if how.is_empty() {
                text
            } else {
                format!("{text} ({})", how.join(", "))
            }
        })
        .collect();
    if actions.is_empty() {
        return Ok(());
    }
    let message = CoachingActions {
        trainee_name: case.plan.trainee_name.clone(),
        held: day(session.held_at.unwrap_or(ctx.now), zone),
        actions,
        link: format!(
            "/onboarding_plans/{}/coaching_sessions/{}",
            case.plan.id, session.id
        ),
    };
    for (who, user) in [("coach", case.plan.coach_id), ("hire", case.plan.trainee_id)] {
        if let Some(user) = somebody(conn, user)? {
            let rest = format!("session/{}/{who}", session.id);
            send(
                conn,
                ctx,
                (case.plan.id, &user),
                (&rest, None),
                message.clone().into(),
            )?;
        }
    }
    Ok(())
}

/// Plans M31 anew for every account the hire carries whose end of contract a session has brought up (CQ-3a): to the
/// hire and the coach. Of the dates that have passed, the last one is told at once.
pub fn renewals(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<(), Fault> {
    let id = case.plan.id;
    mail::cancel(conn, &key(id, "renewal/"))?;
    let sessions = onboarding::sessions(conn, id)?;
    for account in onboarding::accounts(conn, id)? {
        let end = ends(&sessions, account.id).filter(|end| *end > ctx.now);
        let (Some(end), None) = (end, account.released_at) else {
            continue;
        };
        let last = RENEWALS
            .iter()
            .rev()
            .find(|(before, _)| end - days(*before) <= ctx.now);
        let ahead = RENEWALS
            .iter()
            .filter(|(before, _)| end - days(*before) > ctx.now);
        for (before, steps) in last.into_iter().chain(ahead) {
            let message = RenewalWatch {
                account: account.name.clone(),
                ends: day(end, case.calendar.timezone()),
                days_before: *before,
                steps: steps.map(str::to_owned).to_vec(),
                trainee_name: None,
                link: format!("/onboarding_plans/{id}/client_accounts"),
            };
            let told = [
                ("hire", case.plan.trainee_id, None),
                ("coach", case.plan.coach_id, Some(case.plan.trainee_name.clone())),
            ];
            for (who, user, trainee_name) in told {
                if let Some(user) = somebody(conn, user)? {
                    let message = RenewalWatch {
                        trainee_name,
                        ..message.clone()
                    };
                    let rest = format!("renewal/{}/{}/{before}/{who}", account.id, end.unix_micros());
                    let at = Some(end - days(*before));
                    send(conn, ctx, (id, &user), (&rest, at), message.into())?;
                }
            }
        }
    }
    Ok(())
}

/// When an account's contract ends, as the latest session knows it.
fn ends(sessions: &[CoachingSession], account: ClientAccountId) -> Option<Timestamp> {
    let mut held: Vec<&CoachingSession> = sessions.iter().filter(|s| s.held_at.is_some()).collect();
    held.sort_by_key(|session| session.held_at);
    held.into_iter().rev().find_map(|session| {
        let reply = session
            .answers
            .0
            .iter()
            .find(|reply| reply.account == Some(account) && reply.question.as_str() == "CQ-3a")?;
        reply.date
    })
}

/// M32 to the manager, at most once a week: many accounts and a sign that it is too much (6.4).
pub fn load(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<(), Fault> {
    if case.evidence.own_accounts < WATCHED_ACCOUNTS {
        return Ok(());
    }
    let signs = signs(conn, ctx, case)?;
    let manager: Option<UserId> = case.plan.manager_id.or(Some(case.plan.hiring_manager_id));
    let Some(manager) = somebody(conn, manager)?.filter(|_| !signs.is_empty()) else {
        return Ok(());
    };
    let message = LoadAlert {
        trainee_name: case.plan.trainee_name.clone(),
        accounts: i64::from(case.evidence.own_accounts),
        signs,
        link: format!("/onboarding_plans/{}/client_accounts", case.plan.id),
    };
    let week = case.calendar.local(ctx.now).format("%G-%V");
    let rest = format!("load/{week}");
    send(conn, ctx, (case.plan.id, &manager), (&rest, None), message.into())
}

fn signs(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<Vec<String>, Fault> {
    let pulses = onboarding::pulses(conn, case.plan.id)?;
    let focus = pulses
        .iter()
        .rev()
        .find_map(|pulse| pulse.answers.0.get(FOCUS).copied());
    let (late, all) = tasks(conn, ctx, case)?;
    let found = [
        (
            focus == Some(PulseReply::YesNo(false)),
            "fewer than 20 undisturbed minutes a day",
        ),
        (
            late.saturating_mul(LATE_ONE_IN) > all,
            "more than one in ten tasks is late",
        ),
        (
            case.evidence
                .wellbeing
                .is_some_and(|level| level <= LOW_WELLBEING),
            "the load is not felt to be manageable",
        ),
    ];
    Ok(found
        .into_iter()
        .filter(|(seen, _)| *seen)
        .map(|(_, words)| words.to_owned())
        .collect())
}

/// Modules and agreed actions: how many are late, and how many there are in all.
fn tasks(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<(usize, usize), Fault> {
    let due = |row: &ModuleRow| onboarding::module_due(case.evidence.starts_at, row.due_day, &case.calendar);
    let late_modules = case
        .modules
        .iter()
        .filter(|row| !row.state.is_done() && due(row) < ctx.now)
        .count();
    let sessions = onboarding::sessions(conn, case.plan.id)?;
    let actions: Vec<_> = sessions
        .iter()
        .flat_map(|session| &session.actions.0)
        .filter(|action| action.state != ActionState::Noted)
        .collect();
    let late_actions = actions
        .iter()
        .filter(|action| action.state == ActionState::Open && action.due_at.is_some_and(|at| at < ctx.now))
        .count();
    Ok((late_modules + late_actions, case.modules.len() + actions.len()))
}
