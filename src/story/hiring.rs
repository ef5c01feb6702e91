//! A is told no, C is hired: debrief, words, two signatures, a night's sleep, offer, acceptance; then the others are
//! told.

use anyhow::{Context, bail, ensure};

use super::{
    SignIn, Teller,
    candidates::{Applicant, behind_link, refused_step, step, tick},
    cast::{Part, secret},
    references,
    texts::Words,
};
use crate::{
    decisions::{DebriefTable, NewNote, OfferTerms},
    flow::{self, applications::StepRequest},
    jobs,
    kernel::{email::EmailAddress, ids::JobId, role::Role, time::days},
    people::{self, GrantSubject},
    pipeline::{
        gate_id::GateId,
        state::{ApplicationState, JobState},
    },
    web::IfMatch,
};

/// Days the token of the new colleague lasts, in wall time.
const TOKEN_DAYS: i64 = 30;

/// Says no to A, with three lines that help.
///
/// # Errors
/// When a service refuses.
pub(super) async fn reject(teller: &mut Teller, a: &Applicant, words: &Words) -> anyhow::Result<()> {
    teller.before(38, 30).await?;
    let (id, base_url, said) = (a.application, teller.base_url.clone(), words.rejection.clone());
    let request = StepRequest {
        to: ApplicationState::Rejected,
        from: None,
        reason_code: Some(said.reason),
        note: Some(said.note),
        feedback: said.feedback,
    };
    teller
        .done_as(Part::Hr, "A is told no", move |conn, ctx| {
            let door = (&IfMatch::Any, base_url.as_str());
            flow::applications::transition(conn, ctx, id, door, || Ok(request.clone()))
        })
        .await?;
    teller.tell(format!(
        "{} is told no by a person, with three lines about duties of the job.",
        a.name
    ));
    Ok(())
}

/// The debrief of C ends: differences are noted (G33), the rest of the must-haves ticked (G12).
///
/// # Errors
/// When a service refuses.
pub(super) async fn debriefed(teller: &mut Teller, c: &Applicant, words: &Words) -> anyhow::Result<()> {
    teller.before(38, 150).await?;
    let id = c.application;
    let said = &words.debrief;
    let note = NewNote {
        competency: said.competency.clone(),
        source: said.source.clone(),
        text: said.text.clone(),
    };
    teller
        .act_as(Part::Manager, "the debrief is noted", move |conn, ctx| {
            flow::decisions::debrief::note(conn, ctx, id, &IfMatch::Any, || Ok(note.clone()))
        })
        .await?;
    let (_, table) = teller
        .act_as(Part::Manager, "the table is looked at", move |conn, ctx| {
            flow::decisions::debrief::show(conn, ctx, id)
        })
        .await?;
    nothing_open(&table)?;
    teller.wait(25).await?;
    tick(teller, id, false).await?;
    step(teller, Part::Manager, id, ApplicationState::Debriefed).await?;
    teller.tell(format!(
        "The debrief of {} ends: both notes on the trade are read, what was concluded is written down.",
        c.name
    ));
    Ok(())
}

fn nothing_open(table: &DebriefTable) -> anyhow::Result<()> {
    let open = table.disagreements.iter().find(|found| !found.noted);
    if let Some(found) = open {
        bail!("{} in {} is not talked through", found.competency, found.source);
    }
    Ok(())
}

/// Words and two signatures on the day of the debrief. Approving at once is refused by the night alone (G37).
///
/// # Errors
/// When a service refuses what the story says, or nothing refuses the hurry.
pub(super) async fn decided(teller: &mut Teller, c: &Applicant, words: &Words) -> anyhow::Result<()> {
    let (id, said) = (c.application, words.decision.clone());
    teller
        .act_as(Part::Manager, "the decision is written", move |conn, ctx| {
            let words = || {
                Ok(flow::decisions::decision::Words {
                    text: said.text.clone(),
                    preference_reason: None,
                    preference_duty: None,
                    expectation: Some(said.expectation.clone()),
                })
            };
            flow::decisions::decision::put(conn, ctx, id, &IfMatch::Any, words)
        })
        .await?;
    for part in [Part::Manager, Part::Sponsor] {
        teller
            .act_as(part, "the decision is signed", move |conn, ctx| {
                flow::decisions::decision::sign(conn, ctx, id, &IfMatch::Any, || Ok(()))
            })
            .await?;
        teller.wait(20).await?;
    }
    let hurried = [GateId::G37];
    let refusal = refused_step(teller, Part::Manager, id, ApplicationState::Approved, &hurried).await?;
    ensure!(
        refusal.gates() == hurried,
        "more than the night is missing: {refusal:?}"
    );
    let earliest = refusal.earliest_possible_approval_at;
    let earliest = earliest.context("the refusal names no earliest date")?;
    teller.tell(format!(
        "The decision for {} is written and signed by two people. Approving it on the same day is refused by G37: sleep \
         on it.",
        c.name
    ));
    teller
        .wait_until(earliest.max(teller.days.before(37, 240)?))
        .await?;
    step(teller, Part::Manager, id, ApplicationState::Approved).await?;
    teller.tell("After the night the same words and signatures are approved.");
    Ok(())
}

/// The offer goes out (M18) and is accepted behind the candidate's link; the new colleague chooses a password.
///
/// # Errors
/// When a service refuses.
pub(super) async fn offered(teller: &mut Teller, c: &Applicant, words: &Words) -> anyhow::Result<()> {
    let id = c.application;
    teller.before(36, 60).await?;
    let said = words.offer.clone();
    let terms = OfferTerms {
        start_date: Some(teller.days.first()),
        salary: Some(said.salary),
        currency: Some(said.currency),
        bonus: Some(said.bonus),
        place: Some(said.place),
        contract_kind: Some(said.contract_kind),
        expires_at: Some(teller.days.before(31, 480)?),
        conditions: Vec::new(),
        current_employer_reference_promised: true,
    };
    teller
        .act_as(Part::Hr, "the offer is written", move |conn, ctx| {
            flow::decisions::offers::put(conn, ctx, id, &IfMatch::Any, || Ok(terms.clone()))
        })
        .await?;
    step(teller, Part::Hr, id, ApplicationState::OfferExtended).await?;
    teller.before(35, 150).await?;
    let candidate = behind_link(teller, id).await?;
    let base_url = teller.base_url.clone();
    teller
        .done(&candidate, "the offer is accepted", move |conn, ctx| {
            flow::decisions::offers::answer(conn, ctx, &base_url, || Ok((true, None)))
        })
        .await?;
    teller.wait(60).await?;
    let name = c.name;
    signs_in(teller, name).await?;
    teller.tell(format!(
        "{name} gets an offer, sleeps on it as well, accepts by link and sets up the sign-in."
    ));
    Ok(())
}

/// The new colleague opens the link of M20 and chooses a password.
async fn signs_in(teller: &mut Teller, name: &'static str) -> anyhow::Result<()> {
    let email = super::cast::address(name)?;
    let user = of_address(teller, email).await?;
    let now = teller.clock.now();
    let links = teller
        .look("the password link", move |conn| {
            people::grants_of(conn, &GrantSubject::Password { user: user.id })
        })
        .await?;
    let link = links.into_iter().rev().find(|link| link.live(now));
    let link = link.context("the new colleague has no link")?.id;
    let chosen = secret().await?;
    let (hash, id) = (chosen.hash, user.id);
    let token = teller
        .by_the_service("a password is chosen", move |conn, ctx| {
            people::choose_password(conn, ctx, link, &hash)?;
            people::issue_token(conn, ctx, id, days(TOKEN_DAYS))
        })
        .await?;
    teller.cast.push(SignIn {
        id: user.id,
        part: Some(Part::Trainee),
        name: user.name,
        email: user.email.to_string(),
        roles: vec![Role::Trainee],
        password: chosen.password,
        token,
    });
    Ok(())
}

async fn of_address(teller: &Teller, email: EmailAddress) -> anyhow::Result<people::User> {
    teller
        .look("the new colleague", move |conn| {
            people::user_by_email(conn, &email)
        })
        .await?
        .context("the accepted offer made no account")
}

/// The present superior is asked as promised, conditions are confirmed, C is hired; HR confirms whom to tell.
///
/// # Errors
/// When a service refuses, or the job is not filled.
pub(super) async fn hired(
    teller: &mut Teller,
    job: JobId,
    [_, b, c]: &[Applicant; 3],
    words: &Words,
) -> anyhow::Result<()> {
    teller.before(34, 30).await?;
    references::ask_superior(teller, c).await?;
    teller.before(33, 60).await?;
    let id = c.application;
    for (name, seen) in words.conditions.clone() {
        teller
            .act_as(Part::Hr, "a condition is confirmed", move |conn, ctx| {
                flow::decisions::offers::tick(conn, ctx, id, &name, &IfMatch::Any, || Ok(seen.clone()))
            })
            .await?;
    }
    step(teller, Part::Hr, id, ApplicationState::Hired).await?;
    let others = vec![b.application];
    teller.wait(40).await?;
    teller
        .act_as(Part::Hr, "the others are told", move |conn, ctx| {
            flow::decisions::closing::close_rivals(conn, ctx, job, || Ok(others.clone()))
        })
        .await?;
    let filled = teller.look("the job", move |conn| jobs::get(conn, job)).await?;
    ensure!(filled.state == JobState::Filled, "the job is {}", filled.state);
    teller.tell(format!(
        "{} is hired and the job filled; HR confirms that {} is told.",
        c.name, b.name
    ));
    Ok(())
}
