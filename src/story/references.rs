//! Referees: named by the candidates, verified and asked by HR, answering through their links.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};

use super::{
    Teller,
    candidates::{Applicant, behind_link},
    cast::Part,
    ratings::{Contender, usual_level},
};
use crate::{
    flow,
    kernel::{
        codes::ReferenceItemCode,
        ctx::Actor,
        email::EmailAddress,
        ids::RefereeId,
        time::{Timestamp, days},
    },
    people::{self, GrantSubject},
    pipeline::{
        evidence::{Relation, TakeAgain},
        refusal::Outcome,
    },
    references::{
        self,
        model::{Answers, Frequency, NewReferee, Referee, VerificationMethod},
    },
    web::{IfMatch, Valid},
};

/// Whom each candidate names: the relation, what the local part of the address begins with, and how many years ago
/// the shared work began and ended. The current manager is not asked before an offer.
const REFEREES: [(Relation, &str, i64, Option<i64>); 4] = [
    (Relation::FormerDirectManager, "Manager", 6, Some(2)),
    (Relation::OperationsColleague, "Dispatcher", 5, Some(2)),
    (Relation::Client, "Client", 4, Some(1)),
    (Relation::CurrentManager, "Superior", 2, None),
];

const MODEL_NAMES: [[&str; 4]; 3] = [
    ["Greta Holm", "Pavel Marek", "Nora Quist", "Uwe Lang"],
    ["Iris Talvi", "Bruno Costa", "Lars Eide", "Petra Simic"],
    ["Maud Girard", "Sergio Vidal", "Wanda Nowak", "Felix Arndt"],
];

/// All three name four people each and consent to contacting them.
///
/// # Errors
/// When a service refuses.
pub async fn name(teller: &mut Teller, all: &[Applicant; 3]) -> anyhow::Result<()> {
    teller.before(46, 60).await?;
    for (applicant, names) in all.iter().zip(MODEL_NAMES) {
        name_four(teller, applicant, names).await?;
        teller.wait(25).await?;
    }
    teller.tell("Each candidate names four referees and consents to each of them being asked.");
    Ok(())
}

/// A candidate names four people, one of each relation.
pub(super) async fn name_four(
    teller: &Teller,
    applicant: &Applicant,
    names: [&str; 4],
) -> anyhow::Result<()> {
    let (now, id) = (teller.clock.now(), applicant.application);
    let candidate = behind_link(teller, id).await?;
    for ((relation, firm, from, to), name) in REFEREES.into_iter().zip(names) {
        let local = name.to_lowercase().replace(' ', ".");
        let new = NewReferee {
            name: name.to_owned(),
            relation,
            firm: format!("{firm} & Partners"),
            period_from: years_before(now, from),
            period_to: to.map(|years| years_before(now, years)),
            email: EmailAddress::parse(&format!("{local}@former.example"))?,
            phone: None,
            consent: true,
            not_before_offer: relation == Relation::CurrentManager,
        };
        let body = Valid::given(new);
        teller
            .act(&candidate, "a referee is named", move |conn, ctx| {
                flow::references::name(conn, ctx, id, &body)
            })
            .await?;
    }
    Ok(())
}

fn years_before(now: Timestamp, years: i64) -> Timestamp {
    now - days(365 * years)
}

/// HR verifies and asks three of each candidate's referees, after two rounds (G26a).
///
/// # Errors
/// When a service refuses.
pub async fn ask(teller: &mut Teller, all: &[Applicant; 3]) -> anyhow::Result<()> {
    for applicant in all {
        ask_one(teller, applicant).await?;
    }
    teller.tell("HR verifies nine referees and asks them, each by a link of their own.");
    Ok(())
}

/// HR verifies and asks those of a candidate's referees who may be asked before an offer.
pub(super) async fn ask_one(teller: &Teller, applicant: &Applicant) -> anyhow::Result<()> {
    for referee in named(teller, applicant).await? {
        if !referee.not_before_offer {
            verify(teller, referee.id).await?;
            send(teller, referee.id).await?;
        }
    }
    Ok(())
}

/// The first of a candidate's referees answers.
pub(super) async fn first_answers(teller: &Teller, applicant: &Applicant) -> anyhow::Result<()> {
    let all = named(teller, applicant).await?;
    let first = all.iter().find(|referee| referee.sent_at.is_some());
    submit(teller, applicant.who, first.context("nobody is asked")?).await
}

async fn verify(teller: &Teller, id: RefereeId) -> anyhow::Result<()> {
    teller
        .done_as(Part::Hr, "a referee is verified", move |conn, ctx| {
            let how = (
                VerificationMethod::CorporateEmail,
                "The address belongs to the firm's own domain.",
            );
            flow::references::verify(conn, ctx, id, &IfMatch::Any, how)
        })
        .await?;
    Ok(())
}

async fn send(teller: &Teller, id: RefereeId) -> anyhow::Result<()> {
    let base_url = teller.base_url.clone();
    teller
        .done_as(Part::Hr, "a reference is requested", move |conn, ctx| {
            flow::references::send(conn, ctx, id, &IfMatch::Any, &base_url)
        })
        .await?;
    Ok(())
}

async fn named(teller: &Teller, applicant: &Applicant) -> anyhow::Result<Vec<Referee>> {
    let id = applicant.application;
    let all = teller
        .look("the referees", move |conn| references::list(conn, id))
        .await?;
    Ok(all.into_iter().map(|(referee, _)| referee).collect())
}

/// The referees answer, and HR compares what they say with the CVs.
///
/// # Errors
/// When a service refuses.
pub async fn answer(teller: &mut Teller, all: &[Applicant; 3]) -> anyhow::Result<()> {
    for (n, applicant) in all.iter().enumerate() {
        teller.before(41, 30 + 60 * i64::try_from(n)?).await?;
        for referee in named(teller, applicant).await? {
            if referee.sent_at.is_none() {
                continue;
            }
            submit(teller, applicant.who, &referee).await?;
            teller.wait(10).await?;
        }
    }
    teller.before(40, 60).await?;
    for applicant in all {
        for referee in named(teller, applicant).await? {
            if referee.completed_at.is_some() {
                compare(teller, referee.id).await?;
            }
        }
    }
    teller.tell("All nine answer; title, duties and dates agree with the CVs.");
    Ok(())
}

async fn compare(teller: &Teller, id: RefereeId) -> anyhow::Result<()> {
    teller
        .act_as(Part::Hr, "an answer is compared with the CV", move |conn, ctx| {
            let note = "Title and main duties are those of the CV.".to_owned();
            flow::references::compare(conn, ctx, id, &IfMatch::Any, || {
                Ok(flow::references::Comparison {
                    title: Some((true, note.clone())),
                    dates_substitute: None,
                })
            })
        })
        .await?;
    Ok(())
}

/// The referee behind the link that was mailed.
async fn behind(teller: &Teller, referee: &Referee) -> anyhow::Result<Actor> {
    let subject = GrantSubject::Referee {
        application: referee.application_id,
        referee: referee.id,
    };
    let now = teller.clock.now();
    let links = teller
        .look("a referee's links", move |conn| people::grants_of(conn, &subject))
        .await?;
    let live = links.into_iter().rev().find(|link| link.live(now));
    let live = live.with_context(|| format!("{} has no link", referee.name))?;
    live.actor().context("the link is not a guest's")
}

async fn submit(teller: &Teller, who: Contender, referee: &Referee) -> anyhow::Result<()> {
    let guest = behind(teller, referee).await?;
    teller
        .act(&guest, "a referee begins", flow::references::opened)
        .await?;
    let answers = Valid::given(answers(teller, who, referee)?);
    let done: Outcome<Referee> = teller
        .act(&guest, "a referee answers", move |conn, ctx| {
            flow::references::submit(conn, ctx, &answers)
        })
        .await?;
    ensure!(matches!(done, Outcome::Done(_)), "the reference is refused");
    Ok(())
}

/// Answers that fit what the interviews saw, as lenient as referees are.
fn answers(teller: &Teller, who: Contender, referee: &Referee) -> anyhow::Result<Answers> {
    let mut items: BTreeMap<ReferenceItemCode, Option<u8>> = BTreeMap::new();
    for item in &teller.pack.references().items {
        items.insert(item.code.clone(), usual_level(who, &item.competency));
    }
    let take_again = match who {
        Contender::A => TakeAgain::AnotherRole,
        Contender::B | Contender::C => TakeAgain::YesGladly,
    };
    let [angry, support, hard] = open_answers(who).map(str::to_owned);
    Ok(Answers {
        period_from: referee.period_from,
        period_to: referee.period_to,
        title_and_duties: "Account manager for business clients: care, extras, renewals.".to_owned(),
        accounts_carried: Some(14),
        reason_for_leaving: Some("Wanted more responsibility.".to_owned()),
        saw_work: Frequency::Weekly,
        items,
        take_again,
        percentiles: BTreeMap::new(),
        angry_situation: angry,
        support_first: support,
        found_hard: hard,
        corrections: None,
    })
}

/// D1 to D3.
fn open_answers(who: Contender) -> [&'static str; 3] {
    match who {
        Contender::A => [
            "A client complained loudly about an outage; the explanation was right, but the client had to call twice.",
            "Talks with people who are upset; on the technical side there is nothing that anybody has to support.",
            "Clients who do not say what bothers them; and calling somebody when there is nothing to repair.",
        ],
        Contender::B => [
            "Took the anger of our largest client calmly, came back with two options the same day, and kept the contract.",
            "Time to learn the trade; everything to do with people works from the first week, in my experience.",
            "Saying no to technicians who promise more than they can do; it came, but it took a few months.",
        ],
        Contender::C => [
            "A furious facility manager calmed down within one call, because he was asked what would help him today.",
            "The technical side: give somebody who explains the services, and the questions will be good ones.",
            "Estimates without a specialist at hand; always asked somebody, which sometimes cost a day.",
        ],
    }
}

/// The hire's present superior is asked once the offer is accepted, as was promised.
///
/// # Errors
/// When a service refuses.
pub async fn ask_superior(teller: &Teller, applicant: &Applicant) -> anyhow::Result<()> {
    let all = named(teller, applicant).await?;
    let superior = all.into_iter().find(|referee| referee.not_before_offer);
    let superior = superior.context("no superior is named")?;
    verify(teller, superior.id).await?;
    send(teller, superior.id).await?;
    teller.wait(180).await?;
    submit(teller, applicant.who, &superior).await?;
    compare(teller, superior.id).await
}
