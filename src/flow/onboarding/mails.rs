//! What is mailed about a plan: M20 to the hire, M22 before a module is due, and to manager and sponsor what is
//! late (M27, M29). All reminders are planned ahead, each under its own key, and taken back when done.

use super::Case;
use crate::{
    db::Conn,
    fault::Fault,
    kernel::{
        codes::ModuleCode,
        ctx::Ctx,
        ids::{OnboardingPlanId, UserId},
        time::{Timestamp, days},
    },
    mail::{
        self, Case as MailCase, Message, Outgoing, day,
        message::{ModuleDue, OnboardingNotice, Preboarding},
        when,
    },
    onboarding::{self, ONE_TO_ONE, model::CheckIn},
    people::{self, GrantSubject, NewGrant, User},
};

/// A module is announced so many days before it is due (house rule).
const ANNOUNCED_DAYS: i64 = 3;
/// The link to the first password works until so many days after the start (house rule).
const PASSWORD_DAYS: i64 = 14;
/// Coaching is monthly, and missed, in the first year only (G59).
const FIRST_YEAR_DAYS: i64 = 365;

fn key(plan: OnboardingPlanId, rest: &str) -> String {
    format!("onboarding/{plan}/{rest}")
}

fn send(
    conn: &mut Conn,
    ctx: &Ctx,
    (plan, to): (OnboardingPlanId, &User),
    (rest, not_before): (&str, Option<Timestamp>),
    message: Message,
) -> Result<(), Fault> {
    let mail = Outgoing {
        to_name: to.name.clone(),
        to: to.email.clone(),
        message,
        case: MailCase::OnboardingPlan(plan),
        dedup: key(plan, rest),
        not_before,
    };
    mail::enqueue(conn, ctx, mail)?;
    Ok(())
}

fn somebody(conn: &mut Conn, user: Option<UserId>) -> Result<Option<User>, Fault> {
    match user {
        Some(user) => people::find_user(conn, user),
        None => Ok(None),
    }
}

/// M20: welcome, the first week, the honest preview again, and where to set up the sign-in.
pub fn preboarding(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    preview: Vec<String>,
    base_url: &str,
) -> Result<(), Fault> {
    let Some(hire) = somebody(conn, case.plan.trainee_id)? else {
        return Ok(());
    };
    let zone = case.calendar.timezone();
    let from = case.plan.starts_at.unwrap_or(ctx.now).max(ctx.now);
    let link = people::issue_grant(
        conn,
        ctx,
        NewGrant {
            subject: GrantSubject::Password { user: hire.id },
            expires_at: from + days(PASSWORD_DAYS),
        },
    )?;
    let buddy = somebody(conn, case.plan.buddy_id)?.map(|user| user.name);
    let message = Message::Preboarding(Preboarding {
        job_title: case.plan.job_title.clone(),
        starts: case
            .plan
            .starts_at
            .map_or_else(|| "still to be settled".to_owned(), |at| day(at, zone)),
        first_week: first_week(case),
        preview,
        buddy,
        account_link: Some(format!("{base_url}/password/{}", link.token)),
    });
    send(conn, ctx, (case.plan.id, &hire), ("preboarding", None), message)
}

/// Talks and modules of the first seven days.
fn first_week(case: &Case) -> Vec<String> {
    let talks = case
        .pack
        .check_ins()
        .check_ins
        .iter()
        .filter(|c| c.due_day <= 7 && c.every_days.is_none());
    let mut lines: Vec<String> = talks
        .map(|talk| format!("{}: {}", talk.when, talk.content.join(", ")))
        .collect();
    let modules = case.modules.iter().filter(|row| row.due_day <= 7);
    lines.extend(modules.filter_map(|row| {
        let module = case.pack.module(&row.code)?;
        Some(format!("Until day {}: {}", row.due_day, module.title))
    }));
    lines
}

/// Plans every reminder of a hire at work anew: modules, check-ins, coaching. What was sent stays sent.
pub fn remind(conn: &mut Conn, ctx: &Ctx, case: &Case, base_url: &str) -> Result<(), Fault> {
    for kind in ["module_due/", "check_in/", "coaching/"] {
        mail::cancel(conn, &key(case.plan.id, kind))?;
    }
    modules(conn, ctx, case, base_url)?;
    for check_in in onboarding::check_ins(conn, case.plan.id)? {
        if check_in.held_at.is_none() {
            missed(conn, ctx, case, &check_in, base_url)?;
        }
    }
    coached(conn, ctx, case, base_url)
}

/// M22, once per module.
fn modules(conn: &mut Conn, ctx: &Ctx, case: &Case, base_url: &str) -> Result<(), Fault> {
    let Some(hire) = somebody(conn, case.plan.trainee_id)? else {
        return Ok(());
    };
    let trainers: Vec<UserId> = case.modules.iter().filter_map(|row| row.trainer_id).collect();
    let trainers = people::users_by_ids(conn, &trainers)?;
    for row in case.modules.iter().filter(|row| !row.state.is_done()) {
        let Some(module) = case.pack.module(&row.code) else {
            continue;
        };
        let due = onboarding::module_due(case.evidence.starts_at, row.due_day, &case.calendar);
        let trainer = trainers.iter().find(|user| Some(user.id) == row.trainer_id);
        let open = (1_u32..)
            .zip(&module.steps)
            .filter(|(n, _)| !row.body.0.is_ticked(*n));
        let message = Message::ModuleDue(ModuleDue {
            module: format!("{} {}", row.code, module.title),
            trainer: trainer.map_or_else(|| "still to be named".to_owned(), |user| user.name.clone()),
            trainee_name: None,
            steps: open.map(|(_, step)| step.clone()).collect(),
            due: day(due, case.calendar.timezone()),
            link: format!(
                "{base_url}/onboarding_plans/{}/modules/{}",
                case.plan.id, row.code
            ),
        });
        // A new date after two failures is announced anew.
        let rest = format!("module_due/{}/{}", row.code, row.due_day);
        send(
            conn,
            ctx,
            (case.plan.id, &hire),
            (&rest, Some(due - days(ANNOUNCED_DAYS))),
            message,
        )?;
    }
    Ok(())
}

/// A module needs no reminder any more.
pub fn module_done(conn: &mut Conn, plan: OnboardingPlanId, code: &ModuleCode) -> Result<(), Fault> {
    mail::cancel(conn, &key(plan, &format!("module_due/{code}/")))?;
    Ok(())
}

/// M27: to the manager, then to the sponsor, while a check-in is not recorded; the one-to-one of the first week
/// to the sponsor as soon as it is late (G55).
fn missed(conn: &mut Conn, ctx: &Ctx, case: &Case, check_in: &CheckIn, base_url: &str) -> Result<(), Fault> {
    let due = onboarding::check_in_due(case.evidence.starts_at, check_in.due_day);
    let rules = case.pack.check_ins();
    let after = |working_days: u8| case.calendar.later_by_working_days(due, u32::from(working_days));
    let sponsor_from = match check_in.code.as_str() {
        ONE_TO_ONE => due,
        _ => after(rules.overdue_mail_sponsor_after_working_days),
    };
    let manager_from = after(rules.overdue_mail_manager_after_working_days);
    let notice = late_check_in(case, check_in, due, base_url);
    for (who, user, from) in [
        ("manager", case.plan.manager_id, manager_from),
        ("sponsor", Some(case.plan.sponsor_id), sponsor_from),
    ] {
        if let Some(user) = somebody(conn, user)? {
            let rest = format!("check_in/{}/{who}", check_in.id);
            send(
                conn,
                ctx,
                (case.plan.id, &user),
                (&rest, Some(from)),
                notice.clone(),
            )?;
        }
    }
    Ok(())
}

fn late_check_in(case: &Case, check_in: &CheckIn, due: Timestamp, base_url: &str) -> Message {
    let known = case
        .pack
        .check_ins()
        .check_ins
        .iter()
        .find(|c| c.code == check_in.code);
    let name = known.map_or_else(|| check_in.code.clone(), |known| known.when.clone());
    Message::OnboardingNotice(OnboardingNotice {
        trainee_name: case.plan.trainee_name.clone(),
        what: format!("check-in \"{name}\" is late"),
        since: when(due, case.calendar.timezone()),
        content: known.map_or_else(Vec::new, |known| known.content.clone()),
        next_step: "Hold the talk and record it.".to_owned(),
        link: format!("{base_url}/onboarding_plans/{}/check_ins", case.plan.id),
    })
}

/// A check-in was recorded: nothing more is asked for. One held late is told to the sponsor all the same (G55).
pub fn checked_in(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    check_in: &CheckIn,
    late: bool,
    base_url: &str,
) -> Result<(), Fault> {
    mail::cancel(conn, &key(case.plan.id, &format!("check_in/{}/", check_in.id)))?;
    if !late || check_in.code != ONE_TO_ONE {
        return Ok(());
    }
    let Some(sponsor) = somebody(conn, Some(case.plan.sponsor_id))? else {
        return Ok(());
    };
    let due = onboarding::check_in_due(case.evidence.starts_at, check_in.due_day);
    let rest = format!("check_in/{}/sponsor", check_in.id);
    let notice = late_check_in(case, check_in, due, base_url);
    send(conn, ctx, (case.plan.id, &sponsor), (&rest, None), notice)
}

/// M29: to coach and sponsor when no session was held for too long in the first year (G59). Called after each
/// session, it starts the wait anew.
pub fn coached(conn: &mut Conn, ctx: &Ctx, case: &Case, base_url: &str) -> Result<(), Fault> {
    mail::cancel(conn, &key(case.plan.id, "coaching/"))?;
    let starts_at = case.evidence.starts_at;
    let last = case
        .evidence
        .coached_at
        .iter()
        .max()
        .copied()
        .unwrap_or(starts_at);
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
        link: format!("{base_url}/onboarding_plans/{}/coaching_sessions", case.plan.id),
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
                (&rest, Some(late)),
                notice.clone(),
            )?;
        }
    }
    Ok(())
}

/// Nothing is asked for after the end.
pub fn stop(conn: &mut Conn, plan: OnboardingPlanId) -> Result<(), Fault> {
    mail::cancel(conn, &key(plan, ""))?;
    Ok(())
}
