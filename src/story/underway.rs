//! A second client-focused job with people under way, so that whoever watches the story finds something to do:
//! a scorecard and a work sample to rate, a reference to chase, a round to prepare, an applicant to screen.

use super::{
    Teller,
    assessment::{Assessment, assign, book_round, hand_in, source},
    candidates::{self, Applicant, begin_assessment, screen},
    job,
    ratings::Contender,
    references,
};
use crate::kernel::{
    ids::JobId,
    time::{Timestamp, minutes},
};

/// Whom the furthest of them names as referees.
const REFEREES: [&str; 4] = ["Hugo Brandt", "Selma Aydin", "Viktor Blom", "Agnes Roth"];

/// The first and the third round begin so many minutes after work begins.
const ROUND_AT: i64 = 240;
/// The second round begins so many minutes after work begins,
const SECOND_ROUND_AT: i64 = 360;
/// and so many minutes later its first card, the requests to the referees and a first answer are in.
const SECOND_ROUND_TAKES: i64 = 120;
/// The second round is held on the last working day of the story on which it ends in time, not before this one.
const SECOND_ROUND_NOT_BEFORE: u32 = 27;
/// And not after this one; the story has no more days.
const SECOND_ROUND_NOT_AFTER: u32 = 30;

/// Opens the job.
///
/// # Errors
/// When a service refuses.
pub(super) async fn open(teller: &mut Teller) -> anyhow::Result<JobId> {
    teller.at_work(22, 300).await?;
    job::open_second_client_job(teller).await
}

/// Somebody applies, confirms what the job is and is let into the assessment; two rounds are booked, two work samples
/// assigned, and four referees named.
///
/// # Errors
/// When a service refuses.
pub(super) async fn apply(teller: &mut Teller, job: JobId) -> anyhow::Result<Applicant> {
    teller.at_work(23, 240).await?;
    let assessed = candidates::reads(teller, job, (Contender::C, "Dario Conti", 35)).await?;
    screen(teller, assessed.application).await?;
    begin_assessment(teller, assessed.application).await?;
    book_round(teller, &assessed, "R1", teller.days.at_work(25, ROUND_AT)).await?;
    let second = second_round_at(teller);
    book_round(teller, &assessed, "R2", second).await?;
    for code in ["E1", "E2"] {
        assign(
            teller,
            assessed.application,
            &source(code)?,
            teller.days.at_work(33, 0),
        )
        .await?;
    }
    references::name_four(teller, &assessed, REFEREES).await?;
    Ok(assessed)
}

/// The first round is held and rated.
///
/// # Errors
/// When a service refuses.
pub(super) async fn first_round(
    teller: &mut Teller,
    job: JobId,
    assessed: &Applicant,
) -> anyhow::Result<Assessment> {
    let assessment = Assessment::planned(teller, job).await?;
    assessment
        .held_and_rated(teller, assessed, &source("R1")?, 2)
        .await?;
    Ok(assessment)
}

/// The second round is held: one card is in and one is owed. A work sample comes in that nobody has rated yet.
/// Referees are asked and one of them answers; the third round is booked; two more have applied, of whom one has not
/// confirmed the role yet.
///
/// # Errors
/// When a service refuses.
pub(super) async fn second_round(
    teller: &mut Teller,
    job: JobId,
    assessed: &Applicant,
    assessment: &Assessment,
) -> anyhow::Result<()> {
    candidates::reads(teller, job, (Contender::B, "Emma Lindgren", 30)).await?;
    assessment
        .held_and_rated(teller, assessed, &source("R2")?, 1)
        .await?;
    hand_in(teller, assessed, &source("E1")?).await?;
    references::ask_one(teller, assessed).await?;
    references::first_answers(teller, assessed).await?;
    book_round(teller, assessed, "R3", teller.days.at_work(31, ROUND_AT)).await?;
    candidates::applies(teller, job, Contender::A, "Farid Aziz").await?;
    teller.tell(
        "Meanwhile a second client-focused job is open: Dario Conti has had two rounds, Emma Lindgren waits to be \
         screened, Farid Aziz has just applied.",
    );
    Ok(())
}

/// When the second round begins: as late as the story allows, so that its cards are still owed at the end.
fn second_round_at(teller: &Teller) -> Timestamp {
    let at = |n: u32| teller.days.at_work(n, SECOND_ROUND_AT);
    (SECOND_ROUND_NOT_BEFORE..=SECOND_ROUND_NOT_AFTER)
        .rev()
        .map(at)
        .find(|starts| *starts + minutes(SECOND_ROUND_TAKES) < teller.present)
        .unwrap_or_else(|| at(SECOND_ROUND_NOT_BEFORE))
}
