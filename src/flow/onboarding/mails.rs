//! What is mailed about a plan as time passes: M20 to the hire, M22 and M23 around the day a module is due, M26 to M28
//! around check-ins. All reminders are planned ahead, each under its own key, and taken back when done. Coaching is in
//! [`super::rhythm`], what somebody's act brings in [`super::news`].

use super::{Case, rhythm};
use crate::{
    db::Conn,
    fault::Fault,
    kernel::{
        codes::ModuleCode,
        ctx::Ctx,
        ids::{OnboardingPlanId, UserId},
        text_enum::TextEnum,
        time::{Timestamp, days},
    },
    mail::{
        self, Case as MailCase, Message, Outgoing, day,
        message::{CheckinDue, CheckinOverdue, ModuleDue, ModuleOverdue, Preboarding, PulseSurvey},
        when,
    },
    onboarding::{
        self, ONE_TO_ONE,
        model::{CheckIn, ModuleRow},
    },
    people::{self, GrantSubject, NewGrant, User},
    pipeline::{gate_id::GateId, state::ModuleState},
};

/// A module is announced so many days before it is due (house rule).
const ANNOUNCED_DAYS: i64 = 3;
/// The link to the first password works until so many days after the start (house rule).
const PASSWORD_DAYS: i64 = 14;

/// The talks of the first week come without questions about how it goes: nobody knows yet.
const WITHOUT_PULSE: [&str; 3] = ["day_1", ONE_TO_ONE, "weekly"];

pub(super) fn key(plan: OnboardingPlanId, rest: &str) -> String {
    format!("onboarding/{plan}/{rest}")
}

pub(super) fn send(
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
        not_before: not_before.map(|at| at.max(ctx.now)),
    };
    mail::enqueue(conn, ctx, mail)?;
    Ok(())
}

/// Words of the content for people who do not know the gates by number.
pub(super) fn plain(text: &str) -> String {
    GateId::ALL.iter().fold(text.to_owned(), |text, gate| {
        text.replace(&format!(" ({gate})"), "")
            .replace(&format!("; {gate}"), "")
    })
}

fn all_plain(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| plain(text)).collect()
}

pub(super) fn somebody(conn: &mut Conn, user: Option<UserId>) -> Result<Option<User>, Fault> {
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
        .map(|talk| plain(&format!("{}: {}", talk.when, talk.content.join(", "))))
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
    for kind in [
        "module_due/",
        "module_overdue/",
        "check_in/",
        "pulse/",
        "coaching/",
        "day_one/",
    ] {
        mail::cancel(conn, &key(case.plan.id, kind))?;
    }
    modules(conn, ctx, case, |_| true)?;
    for check_in in onboarding::check_ins(conn, case.plan.id)? {
        if check_in.held_at.is_none() {
            awaited(conn, ctx, case, &check_in)?;
            missed(conn, ctx, case, &check_in, base_url)?;
        }
        ask_how_it_goes(conn, ctx, case, &check_in)?;
    }
    rhythm::coached(conn, ctx, case)
}

/// M22 before a module is due and M23 once it is late, to the hire and to the trainer. A hire who has handed it in has
/// done their part: only whoever signs is asked, until it comes back.
fn modules(conn: &mut Conn, ctx: &Ctx, case: &Case, which: impl Fn(&ModuleRow) -> bool) -> Result<(), Fault> {
    let hire = somebody(conn, case.plan.trainee_id)?;
    let trainers: Vec<UserId> = case.modules.iter().filter_map(|row| row.trainer_id).collect();
    let trainers = people::users_by_ids(conn, &trainers)?;
    let wanted = |row: &&ModuleRow| !row.state.is_done() && which(row);
    for row in case.modules.iter().filter(wanted) {
        let Some(module) = case.pack.module(&row.code) else {
            continue;
        };
        let due = onboarding::module_due(case.evidence.starts_at, row.due_day, &case.calendar);
        let trainer = trainers.iter().find(|user| Some(user.id) == row.trainer_id);
        let open = (1_u32..)
            .zip(&module.steps)
            .filter(|(n, _)| !row.body.0.is_ticked(*n));
        let before = ModuleDue {
            module: format!("{} {}", row.code, module.title),
            trainer: trainer.map_or_else(|| "still to be named".to_owned(), |user| user.name.clone()),
            trainee_name: None,
            steps: open.map(|(_, step)| step.clone()).collect(),
            due: day(due, case.calendar.timezone()),
            link: format!("/onboarding_plans/{}/modules/{}", case.plan.id, row.code),
        };
        let asked = hire
            .as_ref()
            .filter(|_| row.state != ModuleState::EvidenceSubmitted);
        if let Some(hire) = asked {
            around(conn, ctx, case, (hire, ""), (row, due), before.clone())?;
        }
        if let Some(trainer) = trainer {
            let trainee_name = Some(case.plan.trainee_name.clone());
            let before = ModuleDue {
                trainee_name,
                ..before
            };
            around(conn, ctx, case, (trainer, "/trainer"), (row, due), before)?;
        }
    }
    Ok(())
}

/// Plans both mails of a module to one person.
fn around(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    (to, who): (&User, &str),
    (row, due): (&ModuleRow, Timestamp),
    before: ModuleDue,
) -> Result<(), Fault> {
    let late = ModuleOverdue {
        module: before.module.clone(),
        trainer: before.trainer.clone(),
        trainee_name: before.trainee_name.clone(),
        steps: before.steps.clone(),
        due: before.due.clone(),
        link: before.link.clone(),
    };
    let place = (case.plan.id, to);
    let calendar = &case.calendar;
    let announced = calendar.start_of_day(calendar.local(due - days(ANNOUNCED_DAYS)).date());
    // A new date after two failures is announced anew.
    let (code, day) = (&row.code, row.due_day);
    let rest = format!("module_due/{code}/{day}{who}");
    send(conn, ctx, place, (&rest, Some(announced)), before.into())?;
    let rest = format!("module_overdue/{code}/{day}{who}");
    send(
        conn,
        ctx,
        place,
        (&rest, Some(calendar.next_morning(due))),
        late.into(),
    )
}

/// A module was handed in or came back: whoever is to act next is reminded, and nobody else. What was sent stays sent.
pub fn module_passed_on(conn: &mut Conn, ctx: &Ctx, case: &Case, code: &ModuleCode) -> Result<(), Fault> {
    for kind in ["module_due", "module_overdue"] {
        mail::cancel(conn, &key(case.plan.id, &format!("{kind}/{code}/")))?;
    }
    modules(conn, ctx, case, |row| row.code == *code)
}

/// A module needs no reminder any more.
pub fn module_done(conn: &mut Conn, plan: OnboardingPlanId, code: &ModuleCode) -> Result<(), Fault> {
    for kind in ["module_due", "module_overdue", "evidence"] {
        mail::cancel(conn, &key(plan, &format!("{kind}/{code}/")))?;
    }
    Ok(())
}

/// A check-in by the name the content gives it, and what it is about.
fn named(case: &Case, check_in: &CheckIn) -> (String, Vec<String>) {
    let all = &case.pack.check_ins().check_ins;
    let known = all.iter().find(|known| known.code == check_in.code);
    known.map_or_else(
        || (check_in.code.clone(), Vec::new()),
        |known| (known.when.clone(), all_plain(&known.content)),
    )
}

/// M26: to the manager on the morning of the day before a check-in is due.
fn awaited(conn: &mut Conn, ctx: &Ctx, case: &Case, check_in: &CheckIn) -> Result<(), Fault> {
    let Some(manager) = somebody(conn, case.plan.manager_id)? else {
        return Ok(());
    };
    let calendar = &case.calendar;
    let due = onboarding::check_in_due(case.evidence.starts_at, check_in.due_day);
    let (name, content) = named(case, check_in);
    let message = CheckinDue {
        trainee_name: case.plan.trainee_name.clone(),
        check_in: name,
        content,
        due: when(due, calendar.timezone()),
        link: format!("/onboarding_plans/{}/check_ins", case.plan.id),
    };
    let morning = calendar.start_of_day(calendar.local(due - days(1)).date());
    let rest = format!("check_in/{}/due", check_in.id);
    let place = (case.plan.id, &manager);
    send(conn, ctx, place, (&rest, Some(morning)), message.into())
}

/// M28: the fixed questions, on the days of the talks that take stock (6.5).
fn ask_how_it_goes(conn: &mut Conn, ctx: &Ctx, case: &Case, check_in: &CheckIn) -> Result<(), Fault> {
    if WITHOUT_PULSE.contains(&check_in.code.as_str()) {
        return Ok(());
    }
    let Some(hire) = somebody(conn, case.plan.trainee_id)? else {
        return Ok(());
    };
    let items = case.pack.check_ins().pulse.iter().map(|item| item.text.clone());
    let message = PulseSurvey {
        items: items.collect(),
        link: format!("/onboarding_plans/{}/pulse", case.plan.id),
    };
    let at = asked_from(case, check_in);
    if at < ctx.now {
        return Ok(());
    }
    let rest = format!("pulse/{}", check_in.id);
    send(
        conn,
        ctx,
        (case.plan.id, &hire),
        (&rest, Some(at)),
        message.into(),
    )
}

/// The hire has answered: whoever is asked already, and has not been told yet, need not be asked any more.
pub fn answered(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<(), Fault> {
    for check_in in onboarding::check_ins(conn, case.plan.id)? {
        if asked_from(case, &check_in) <= ctx.now {
            mail::cancel(conn, &key(case.plan.id, &format!("pulse/{}", check_in.id)))?;
        }
    }
    Ok(())
}

/// When M28 of a check-in is due.
fn asked_from(case: &Case, check_in: &CheckIn) -> Timestamp {
    case.evidence.starts_at + days((check_in.from_day - 1).max(0))
}

/// M27: to the manager, then to the sponsor, while a check-in is not recorded; the one-to-one of the first week
/// to the sponsor as soon as it is late (G55).
fn missed(conn: &mut Conn, ctx: &Ctx, case: &Case, check_in: &CheckIn, base_url: &str) -> Result<(), Fault> {
    let due = onboarding::check_in_due(case.evidence.starts_at, check_in.due_day);
    let rules = case.pack.check_ins();
    let after = |working_days: u8| case.calendar.later_by_working_days(due, u32::from(working_days));
    let sponsor_from = match check_in.code.as_str() {
        ONE_TO_ONE => case.calendar.considerate(due),
        _ => after(rules.overdue_mail_sponsor_after_working_days),
    };
    let manager_from = after(rules.overdue_mail_manager_after_working_days);
    for (who, user, from) in [
        ("manager", case.plan.manager_id, manager_from),
        ("sponsor", Some(case.plan.sponsor_id), sponsor_from),
    ] {
        if let Some(user) = somebody(conn, user)? {
            let rest = format!("check_in/{}/{who}", check_in.id);
            let notice = late_check_in(case, check_in, who == "sponsor", base_url);
            send(conn, ctx, (case.plan.id, &user), (&rest, Some(from)), notice)?;
        }
    }
    Ok(())
}

fn late_check_in(case: &Case, check_in: &CheckIn, escalated: bool, base_url: &str) -> Message {
    let due = onboarding::check_in_due(case.evidence.starts_at, check_in.due_day);
    let (name, content) = named(case, check_in);
    Message::CheckinOverdue(CheckinOverdue {
        trainee_name: case.plan.trainee_name.clone(),
        check_in: name,
        content,
        since: when(due, case.calendar.timezone()),
        escalated,
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
    let rest = format!("check_in/{}/sponsor", check_in.id);
    let notice = late_check_in(case, check_in, true, base_url);
    send(conn, ctx, (case.plan.id, &sponsor), (&rest, None), notice)
}

/// Nothing is asked for after the end.
pub fn stop(conn: &mut Conn, plan: OnboardingPlanId) -> Result<(), Fault> {
    mail::cancel(conn, &key(plan, ""))?;
    Ok(())
}
