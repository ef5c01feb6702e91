//! The rhythm of coaching (6.5): M29 before a session is due, and to coach and sponsor a word when none was held for too
//! long (G59).

use super::{
    Case,
    mails::{key, plain, send, somebody},
};
use crate::{
    db::Conn,
    fault::Fault,
    kernel::{
        codes::CoachingCode,
        ctx::Ctx,
        time::{Timestamp, days},
    },
    mail::{
        self, Message, day,
        message::{CoachingDue, OnboardingNotice},
        when,
    },
    onboarding::{
        self,
        model::{ClientAccount, CoachingSession},
    },
};

/// Coaching comes every so many days in the first year, then every quarter (6.5).
const COACHING_DAYS: i64 = 30;
const COACHING_DAYS_LATER: i64 = 91;
/// Coach and hire are told so many days before.
const COACHING_ANNOUNCED_DAYS: i64 = 3;
/// Accounts a session talks about at least (6.5).
const COACHING_ACCOUNTS: usize = 3;
/// Coaching is monthly, and missed, in the first year only (G59).
const FIRST_YEAR_DAYS: i64 = 365;

/// The rhythm of coaching, anew after each session and each plan for one: M29 before the next one is due, and to coach
/// and sponsor a word when none was held for too long in the first year (G59).
pub fn coached(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<(), Fault> {
    mail::cancel(conn, &key(case.plan.id, "coaching/"))?;
    let starts_at = case.evidence.starts_at;
    let held = case.evidence.coached_at.iter().max().copied();
    let last = held.unwrap_or(starts_at);
    coaching_due(conn, ctx, case, last)?;
    let late = last + days(i64::from(case.policy.coaching_gap_days));
    if late >= starts_at + days(FIRST_YEAR_DAYS) {
        return Ok(());
    }
    let notice = Message::OnboardingNotice(OnboardingNotice {
        trainee_name: case.plan.trainee_name.clone(),
        what: format!("no coaching session for {} days", case.policy.coaching_gap_days),
        since: when(last, case.calendar.timezone()),
        content: Vec::new(),
        next_step: "Hold a coaching session; the portfolio stage is frozen until then.".to_owned(),
        link: format!("/onboarding_plans/{}/coaching_sessions", case.plan.id),
    });
    for (who, user) in [
        ("coach", case.plan.coach_id),
        ("sponsor", Some(case.plan.sponsor_id)),
    ] {
        if let Some(user) = somebody(conn, user)? {
            let rest = format!("coaching/{}/{who}", last.unix_micros());
            send(
                conn,
                ctx,
                (case.plan.id, &user),
                (&rest, Some(case.calendar.considerate(late))),
                notice.clone(),
            )?;
        }
    }
    Ok(())
}

/// M29: to the coach and the hire, some days before the next session: the planned one, if it comes in time.
fn coaching_due(conn: &mut Conn, ctx: &Ctx, case: &Case, last: Timestamp) -> Result<(), Fault> {
    let id = case.plan.id;
    let first_year = last < case.evidence.starts_at + days(FIRST_YEAR_DAYS);
    let rhythm = if first_year {
        COACHING_DAYS
    } else {
        COACHING_DAYS_LATER
    };
    let sessions = onboarding::sessions(conn, id)?;
    let planned = sessions
        .iter()
        .filter(|session| session.held_at.is_none() && session.planned_for >= ctx.now)
        .map(|session| session.planned_for)
        .min();
    let due = planned.map_or(last + days(rhythm), |planned| planned.min(last + days(rhythm)));
    let message = CoachingDue {
        trainee_name: None,
        due: day(due, case.calendar.timezone()),
        accounts: talked_about(conn, case, &sessions)?,
        questions: main_questions(case),
        link: format!("/onboarding_plans/{id}/coaching_sessions"),
    };
    let from = due - days(COACHING_ANNOUNCED_DAYS);
    for (who, user, trainee_name) in [
        ("coach", case.plan.coach_id, Some(case.plan.trainee_name.clone())),
        ("hire", case.plan.trainee_id, None),
    ] {
        if let Some(user) = somebody(conn, user)? {
            let rest = format!("coaching/{}/due/{who}", due.unix_micros());
            let message = CoachingDue {
                trainee_name,
                ..message.clone()
            };
            send(conn, ctx, (id, &user), (&rest, Some(from)), message.into())?;
        }
    }
    Ok(())
}

/// Every account with a risk, and of the others those nobody has talked about for longest, until there are enough.
fn talked_about(conn: &mut Conn, case: &Case, sessions: &[CoachingSession]) -> Result<Vec<String>, Fault> {
    let mut accounts = onboarding::accounts(conn, case.plan.id)?;
    accounts.retain(|account| account.released_at.is_none());
    let last = |account: &ClientAccount| {
        let about = |session: &&CoachingSession| {
            session
                .answers
                .0
                .iter()
                .any(|reply| reply.account == Some(account.id))
        };
        sessions
            .iter()
            .filter(about)
            .filter_map(|session| session.held_at)
            .max()
    };
    accounts.sort_by_key(|account| (!account.at_risk, last(account)));
    let risky = accounts.iter().filter(|account| account.at_risk).count();
    accounts.truncate(risky.max(COACHING_ACCOUNTS));
    Ok(accounts.into_iter().map(|account| account.name).collect())
}

/// The questions every account is asked about, without those that only follow from an answer.
fn main_questions(case: &Case) -> Vec<String> {
    let all = &case.pack.coaching().questions;
    let follows = |code: &CoachingCode| {
        all.iter()
            .any(|question| question.then_asks.as_ref() == Some(code))
    };
    all.iter()
        .filter(|question| !follows(&question.code))
        .map(|question| plain(&question.text))
        .collect()
}
