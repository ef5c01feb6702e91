//! The demo's story, played through the use cases on a simulated clock. Tests play it too.
//!
//! A client-focused job whose first description said nothing; three candidates, of whom the one with the
//! best naive average may not be hired; a hire who asks for more accounts than day forty allows; a second job
//! that is just being described. Nothing here writes a state or a row: every step is taken by a person through
//! the function the API calls, every refusal is insisted on, and a story that cannot go on says where and why.

pub mod assessment;
pub mod candidates;
mod cast;
mod days;
pub mod decision;
pub mod job;
pub mod people;
pub mod ratings;
pub mod references;
mod teller;
mod texts;

pub use cast::{PANEL, Part, SignIn};
pub use days::{Days, LAST_DAY};
pub use teller::{Stage, Teller};

use crate::kernel::{
    ids::JobId,
    time::{Timestamp, days},
};

/// The story starts so many days before the present of whoever watches it.
const DAYS_BACK: i64 = 120;

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
    /// The production-focused job.
    pub production_job: JobId,
}

/// Plays the story to its end. The clock shows the story's present afterwards.
///
/// # Errors
/// When a service refuses what the story says, or lets pass what it must refuse: then the story is wrong.
pub async fn play(stage: Stage) -> anyhow::Result<Told> {
    let present = stage.present;
    let mut teller = Teller::new(stage).await?;
    gather(&mut teller).await?;
    let client_job = job::open_client_job(&mut teller).await?;
    let applicants = candidates::apply(&mut teller, client_job).await?;
    let assessment = assessment::book(&mut teller, client_job, &applicants).await?;
    references::name(&mut teller, &applicants).await?;
    teller.before(46, 200)?;
    assessment
        .written(&mut teller, &["E1", "E2"], &applicants)
        .await?;
    assessment.round(&mut teller, "R1", &applicants).await?;
    assessment.round(&mut teller, "R2", &applicants).await?;
    references::ask(&mut teller, &applicants).await?;
    assessment.round(&mut teller, "R3", &applicants).await?;
    assessment
        .written(&mut teller, &["E4", "E5"], &applicants)
        .await?;
    assessment.performed(&mut teller, &applicants).await?;
    references::answer(&mut teller, &applicants).await?;
    let standings = decision::debrief(&mut teller, &applicants).await?;
    teller.day(37, 60)?;
    let production_job = job::begin_production_job(&mut teller).await?;
    teller.wait_until(present)?;
    Ok(Told {
        users: teller.cast,
        lines: teller.lines,
        client_job,
        applicants,
        standings,
        production_job,
    })
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
