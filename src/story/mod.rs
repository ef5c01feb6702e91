//! The demo's story, played through the use cases on a simulated clock. Tests play it too.
//!
//! A client-focused job whose first description said nothing; three candidates, of whom the one with the
//! best naive average may not be hired; a hire who asks for more accounts than day forty allows; a second job
//! that is just being described; and a third with candidates under way, so that everybody has something to do. Nothing here writes a state or a row: every step is taken by a person through
//! the function the API calls, every refusal is insisted on, and a story that cannot go on says where and why.

pub mod assessment;
pub mod candidates;
mod cast;
mod days;
pub mod decision;
mod hiring;
pub mod job;
mod onboarding;
pub mod people;
pub mod ratings;
pub mod references;
mod teller;
mod texts;
mod underway;

pub use cast::{PANEL, Part, SignIn};
pub use days::{Days, LAST_DAY};
pub use teller::{Due, Stage, Teller};

use onboarding::{Diary, Hire};
use texts::Words;

use crate::{
    kernel::{
        ids::{JobId, OnboardingPlanId},
        time::{Timestamp, days},
    },
    pipeline::calendar::WorkingCalendar,
};

/// The story starts so many days before the present of whoever watches it.
const DAYS_BACK: i64 = 120;

/// The present to play the story to when it is `now`: up to some days earlier, so that the hire's first day is a
/// working day.
pub fn present(now: Timestamp, calendar: &WorkingCalendar) -> Timestamp {
    Days::latest_present(now, calendar)
}

/// When the story starts, for somebody who watches it at `present`.
pub fn begins(present: Timestamp) -> Timestamp {
    present - days(DAYS_BACK)
}

/// What the story leaves behind.
pub struct Told {
    /// Everybody who can sign in, the administrator first.
    pub users: Vec<SignIn>,
    /// What happened, in the order in which it did.
    pub lines: Vec<String>,
    /// The client-focused job.
    pub client_job: JobId,
    /// Candidates A, B and C.
    pub applicants: [candidates::Applicant; 3],
    /// How A, B and C stood when everything was in.
    pub standings: [decision::Standing; 3],
    /// The plan of the hire, who was candidate C.
    pub plan: OnboardingPlanId,
    /// The production-focused job.
    pub production_job: JobId,
    /// The second client-focused job, with candidates under way.
    pub north_job: JobId,
}

/// Plays the story to its end. The clock shows the story's present afterwards.
///
/// # Errors
/// When a service refuses what the story says, or lets pass what it must refuse: then the story is wrong.
pub async fn play(stage: Stage) -> anyhow::Result<Told> {
    let present = stage.present;
    let mut teller = Teller::new(stage).await?;
    Box::pin(gather(&mut teller)).await?;
    let client_job = Box::pin(job::open_client_job(&mut teller)).await?;
    let applicants = Box::pin(candidates::apply(&mut teller, client_job)).await?;
    let standings = Box::pin(assess(&mut teller, client_job, &applicants)).await?;
    let words = Words::shipped()?;
    let plan = Box::pin(hire(&mut teller, client_job, &applicants, &words)).await?;
    let (production_job, north_job) = Box::pin(onboard(&mut teller, plan, &words)).await?;
    teller.wait_until(present).await?;
    Hire::new(&mut teller, plan).asks_for_eight(&words).await?;
    Ok(Told {
        users: teller.cast,
        lines: teller.lines,
        client_job,
        applicants,
        standings,
        plan,
        production_job,
        north_job,
    })
}

/// Rounds, work samples and references of all three, until the debriefs are open and A is refused.
async fn assess(
    teller: &mut Teller,
    job: JobId,
    all: &[candidates::Applicant; 3],
) -> anyhow::Result<[decision::Standing; 3]> {
    let assessment = assessment::book(teller, job, all).await?;
    references::name(teller, all).await?;
    teller.before(46, 200).await?;
    assessment.written(teller, &["E1", "E2"], all).await?;
    assessment.round(teller, "R1", all).await?;
    assessment.round(teller, "R2", all).await?;
    references::ask(teller, all).await?;
    assessment.round(teller, "R3", all).await?;
    assessment.written(teller, &["E4", "E5"], all).await?;
    assessment.performed(teller, all).await?;
    references::answer(teller, all).await?;
    decision::debrief(teller, all).await
}

/// A is told no, C is hired over a prepared plan, B is told.
async fn hire(
    teller: &mut Teller,
    job: JobId,
    all: &[candidates::Applicant; 3],
    words: &Words,
) -> anyhow::Result<OnboardingPlanId> {
    let [a, _, c] = all;
    hiring::reject(teller, a, words).await?;
    hiring::debriefed(teller, c, words).await?;
    let plan = onboarding::prepare(teller, c, words).await?;
    hiring::decided(teller, c, words).await?;
    hiring::offered(teller, c, words).await?;
    hiring::hired(teller, job, all, words).await?;
    Ok(plan)
}

/// The first forty days; meanwhile the firm hires for the north, and shortly before the end a production-focused
/// job is begun.
async fn onboard(
    teller: &mut Teller,
    plan: OnboardingPlanId,
    words: &Words,
) -> anyhow::Result<(JobId, JobId)> {
    let diary = Diary::shipped()?;
    Hire::new(teller, plan).first_day(words).await?;
    Hire::new(teller, plan).lives(&diary, 0..=22).await?;
    let job = underway::open(teller).await?;
    Hire::new(teller, plan).lives(&diary, 23..=23).await?;
    let assessed = underway::apply(teller, job).await?;
    Hire::new(teller, plan).lives(&diary, 24..=25).await?;
    let assessment = underway::first_round(teller, job, &assessed).await?;
    Hire::new(teller, plan).lives(&diary, 26..=27).await?;
    teller.at_work(27, 240).await?;
    let production_job = job::begin_production_job(teller).await?;
    underway::second_round(teller, job, &assessed, &assessment).await?;
    Ok((production_job, job))
}

/// Accounts, company and certificates.
///
/// # Errors
/// When a service refuses.
pub async fn gather(teller: &mut Teller) -> anyhow::Result<()> {
    cast::hire(teller).await?;
    people::describe_company(teller).await?;
    people::certify(teller).await
}
