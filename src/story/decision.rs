//! All evidence on the table: A may not be hired although a naive average would have chosen A, C is.

use anyhow::ensure;

use super::{
    Teller,
    candidates::{Applicant, refused_step, step},
    cast::Part,
};
use crate::{
    applications, flow,
    pipeline::{gate_id::GateId, state::ApplicationState},
};

/// How a candidate stands once everything is in.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Who.
    pub name: &'static str,
    /// Mean of the soft competencies.
    pub soft: f64,
    /// The weighted composite of the assessment, before references.
    pub assessment: f64,
    /// Half technical level, half soft mean: what a hurried firm looks at.
    pub naive: f64,
}

/// Debriefs of A and C open; A is refused for good; B waits.
///
/// # Errors
/// When a service refuses what the story says, or lets A pass.
pub async fn debrief(teller: &mut Teller, all: &[Applicant; 3]) -> anyhow::Result<[Standing; 3]> {
    teller.before(39, 60).await?;
    let [a, b, c] = all;
    for applicant in [a, c] {
        step(
            teller,
            Part::Hr,
            applicant.application,
            ApplicationState::DebriefOpen,
        )
        .await?;
    }
    let standings = [
        standing(teller, a).await?,
        standing(teller, b).await?,
        standing(teller, c).await?,
    ];
    for one in &standings {
        teller.tell(format!(
            "{}: soft mean {:.2}, composite {:.2}; a naive average of technique and the rest says {:.2}.",
            one.name, one.soft, one.assessment, one.naive
        ));
    }
    teller.wait(90).await?;
    refuse(teller, a).await?;
    Ok(standings)
}

async fn standing(teller: &Teller, applicant: &Applicant) -> anyhow::Result<Standing> {
    let id = applicant.application;
    let (seen, _) = teller
        .act_as(Part::HrLead, "HR looks at the sums", move |conn, ctx| {
            flow::interviews::scores(conn, ctx, id)
        })
        .await?;
    let scores = seen.scores;
    let numbers = scores.soft.zip(scores.assessment).zip(scores.naive_average());
    let Some(((soft, assessment), naive)) = numbers else {
        anyhow::bail!("{} is not fully assessed", applicant.name);
    };
    Ok(Standing {
        name: applicant.name,
        soft,
        assessment,
        naive,
    })
}

/// The hiring manager would like to approve A at once: every reason against it comes in one answer.
async fn refuse(teller: &mut Teller, a: &Applicant) -> anyhow::Result<()> {
    let id = a.application;
    let flags = teller
        .look("A's red flags", move |conn| applications::flags(conn, id))
        .await?;
    let mut codes: Vec<&str> = flags.iter().map(|flag| flag.code.as_str()).collect();
    codes.sort_unstable();
    ensure!(codes == ["RF14", "RF26", "RF26"], "A's red flags are {codes:?}");
    let floors = [GateId::G28, GateId::G29, GateId::G30];
    let refusal = refused_step(teller, Part::Manager, id, ApplicationState::Approved, &floors).await?;
    let mut rows = refusal.refusals.iter().filter(|row| floors.contains(&row.gate));
    ensure!(rows.all(|row| !row.waivable), "a floor can be waived");
    ensure!(
        refusal.earliest_possible_approval_at.is_none(),
        "a date is promised to somebody below the floors"
    );
    teller.tell(format!(
        "{} may not be approved: {} refuse, and none of the floors can be waived. The naive average would have \
         hired {}.",
        a.name,
        floors.map(|gate| gate.to_string()).join(", "),
        a.name
    ));
    Ok(())
}
