//! Interviewers learn how they rate beside others, alone and without a number (dossier 2.5, M33). Looked at when all
//! cards of a candidate are locked and the debrief opens: nobody is told anything of a candidate still to be rated.

use std::collections::{BTreeMap, btree_map::Entry};

use crate::{
    applications,
    db::{Conn, page::PageRequest},
    fault::Fault,
    flow::case::{self, Case},
    interviews,
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, UserId},
    },
    mail::{self, Message, Outgoing, message::InterviewerCalibration},
    people,
    pipeline::{
        evidence::{ApplicationEvidence, CardFacts},
        score::drift::{self, Drift, SharedRating, WINDOW},
    },
};

/// The latest so many candidates of an interviewer hold more than a window of ratings.
const CANDIDATES: usize = 8;
/// Examples a note names at most.
const EXAMPLES: usize = 3;

/// The cases looked at so far: raters of one candidate have rated the same others.
type Known = BTreeMap<ApplicationId, ApplicationEvidence>;

/// Looks at everybody who rated this candidate.
pub(super) fn look(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<(), Fault> {
    let id = case.evidence.application;
    let mut known: Known = BTreeMap::from([(id, case.evidence.clone())]);
    let mut raters: Vec<UserId> = case.evidence.assessment.locked().map(|card| card.rater).collect();
    raters.sort_unstable();
    raters.dedup();
    for rater in raters {
        let ratings = shared(conn, ctx, rater, &mut known)?;
        let noticed = drift::drift(&ratings);
        if noticed.any() {
            tell(conn, ctx, rater, id, (noticed, &ratings, &known))?;
        }
    }
    Ok(())
}

/// What a rater and others have rated alike, the latest candidates first.
fn shared(conn: &mut Conn, ctx: &Ctx, rater: UserId, known: &mut Known) -> Result<Vec<SharedRating>, Fault> {
    let done = interviews::cards_done_by(conn, rater, &PageRequest::default())?;
    let mut candidates: Vec<ApplicationId> = Vec::new();
    for card in done.data {
        if !candidates.contains(&card.application_id) && candidates.len() < CANDIDATES {
            candidates.push(card.application_id);
        }
    }
    let mut found = Vec::new();
    for id in candidates {
        let evidence = match known.entry(id) {
            Entry::Occupied(seen) => seen.into_mut(),
            Entry::Vacant(free) => {
                let row = applications::row(conn, id)?;
                // Others may still be rating: nothing of it is looked at.
                if row.reached_assessed_at.is_none() {
                    continue;
                }
                free.insert(case::alone(conn, ctx, &row)?.evidence)
            }
        };
        found.extend(of_candidate(evidence, rater));
    }
    Ok(found)
}

fn levels(card: &CardFacts) -> impl Iterator<Item = (&crate::kernel::codes::CompetencyCode, f64)> {
    card.ratings
        .iter()
        .filter_map(|rating| Some((&rating.competency, f64::from(rating.value?))))
}

fn of_candidate(evidence: &ApplicationEvidence, rater: UserId) -> Vec<SharedRating> {
    let mut rated: BTreeMap<_, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
    for card in evidence.assessment.locked() {
        for (competency, level) in levels(card) {
            let both = rated.entry(competency).or_default();
            if card.rater == rater {
                both.0.push(level);
            } else {
                both.1.push(level);
            }
        }
    }
    let mean = |values: &[f64]| {
        let count = u32::try_from(values.len()).ok().filter(|n| *n > 0)?;
        Some(values.iter().sum::<f64>() / f64::from(count))
    };
    rated
        .into_iter()
        .filter_map(|(competency, (own, others))| {
            Some(SharedRating {
                application: evidence.application,
                competency: competency.clone(),
                own: mean(&own)?,
                others: mean(&others)?,
            })
        })
        .collect()
}

fn tendencies(noticed: Drift) -> Vec<String> {
    [
        (
            noticed.lenient,
            "You rate more kindly than the others who saw the same candidates.",
        ),
        (
            noticed.severe,
            "You rate more strictly than the others who saw the same candidates.",
        ),
        (noticed.central, "You use the middle of the scale almost always."),
        (
            noticed.halo,
            "You rate everything of one candidate almost alike, as one impression would.",
        ),
    ]
    .into_iter()
    .filter(|(seen, _)| *seen)
    .map(|(_, words)| words.to_owned())
    .collect()
}

fn tell(
    conn: &mut Conn,
    ctx: &Ctx,
    rater: UserId,
    occasion: ApplicationId,
    (noticed, ratings, known): (Drift, &[SharedRating], &Known),
) -> Result<(), Fault> {
    let Some(user) = people::find_user(conn, rater)? else {
        return Ok(());
    };
    let example = |rating: &SharedRating| {
        let evidence = known.get(&rating.application)?;
        let terms = evidence.terms.competencies.get(&rating.competency)?;
        Some(format!("{}: {}", terms.name, evidence.candidate_name))
    };
    let message = Message::InterviewerCalibration(InterviewerCalibration {
        ratings: i64::try_from(ratings.len().min(WINDOW)).unwrap_or(i64::MAX),
        tendencies: tendencies(noticed),
        examples: drift::clearest(ratings, noticed, EXAMPLES)
            .into_iter()
            .filter_map(example)
            .collect(),
        link: "/certificate".to_owned(),
    });
    let mail = Outgoing {
        to_name: user.name,
        to: user.email,
        message,
        // Of no case: a private note stands in nobody's file.
        case: mail::Case::None,
        dedup: format!("calibration/{rater}/{occasion}"),
        not_before: None,
    };
    mail::enqueue(conn, ctx, mail)?;
    Ok(())
}
