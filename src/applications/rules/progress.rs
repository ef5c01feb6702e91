//! Where an application stands, in words for the candidate: what happened, what comes next and who does it.
//! Never a score, a rating or a reason that others are better.

use serde::Serialize;
use utoipa::ToSchema;

use crate::pipeline::state::ApplicationState;

/// Where an application stands, for the candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Progress {
    /// Where it stands.
    pub stage: &'static str,
    /// What happens next and who does it.
    pub next_step: &'static str,
}

/// What the candidate still owes before the first step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Owes {
    /// Nothing.
    Nothing,
    /// To look at the privacy notice (G10).
    Notice,
    /// To read the description and answer the questions (G11).
    Questions,
    /// A talk about what is expected and what the role is (G11).
    Talk,
    /// To read a new version of the description (G11, T22).
    NewDescription,
}

/// The words for a state.
pub fn progress(state: ApplicationState, owes: Owes) -> Progress {
    let usual = under_way(state).unwrap_or_else(|| still(state));
    let next_step = match owes {
        _ if under_way(state).is_none() => usual.next_step,
        Owes::Nothing => usual.next_step,
        Owes::Notice => "Read the privacy notice first.",
        Owes::Questions => "Read the job description and answer five short questions about it.",
        Owes::Talk => "What you expect and what the job is differ; we will call you to talk it through.",
        Owes::NewDescription => {
            "The job description has changed: read it again and answer the five questions."
        }
    };
    Progress { next_step, ..usual }
}

const NOTHING_TO_DO: &str =
    "The people who met you talk about what they saw. You do not have to do anything.";

/// The states in which something happens.
fn under_way(state: ApplicationState) -> Option<Progress> {
    use ApplicationState::*;
    let (stage, next_step) = match state {
        Applied => ("received", "We check your answers and write to you."),
        RoleAcknowledged => (
            "job description confirmed",
            "We check the must-haves of the job description, the same list for everybody. You do not have to do anything.",
        ),
        Screened => (
            "must-haves checked",
            "We plan your interviews and work samples and send you the dates.",
        ),
        Assessing => (
            "interviews and work samples",
            "Come to the interviews you are invited to and hand in the work samples you were sent.",
        ),
        Assessed => (
            "all interviews held",
            "We ask the people you named as references. You do not have to do anything.",
        ),
        ReferencesComplete => ("references complete", NOTHING_TO_DO),
        DebriefOpen => ("in discussion", NOTHING_TO_DO),
        Debriefed => (
            "discussed",
            "We sleep on it and decide with two signatures. You do not have to do anything.",
        ),
        Approved => ("decided", "We prepare an offer for you."),
        OfferExtended => ("offer made", "Read the offer and answer it before it expires."),
        OfferAccepted => (
            "offer accepted",
            "We prepare your first day and check the last papers.",
        ),
        _ => return None,
    };
    Some(Progress { stage, next_step })
}

/// The states in which nothing is expected of anybody.
fn still(state: ApplicationState) -> Progress {
    use ApplicationState::*;
    let (stage, next_step) = match state {
        Hired => ("hired", "We look forward to your first day."),
        OnHold => (
            "on hold",
            "We have to pause and write to you as soon as it goes on.",
        ),
        Withdrawn => ("withdrawn", "You have withdrawn. Thank you for your time."),
        OfferDeclined => (
            "offer declined",
            "You have declined our offer. Thank you for your time.",
        ),
        OfferLapsed => ("offer expired", "The offer expired before it was answered."),
        OfferRescinded => (
            "offer withdrawn",
            "We had to withdraw the offer. Please call us; we tell you why.",
        ),
        ClosedOtherHired => ("closed", "The position is filled. Thank you for your time."),
        ClosedJobCancelled => ("closed", "The position was given up. Thank you for your time."),
        _ => ("closed", "We have decided not to go on with your application."),
    };
    Progress { stage, next_step }
}

/// Where a stage of the way stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It lies behind.
    Done,
    /// It is under way.
    Now,
    /// It is still to come.
    Ahead,
}

/// A stage of the way, as the candidate is shown it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// A word for what happens in it; pages say it in the reader's language.
    pub word: &'static str,
    /// Where it stands.
    pub standing: Standing,
}

/// The whole way from the application to the first day; nothing once an application has ended otherwise.
pub fn stages(state: ApplicationState) -> Vec<Stage> {
    use ApplicationState::*;
    const WORDS: [&str; 8] = [
        "received",
        "description",
        "must_haves",
        "interviews",
        "references",
        "decision",
        "offer",
        "first_day",
    ];
    let under_way = match state {
        Applied => 1,
        RoleAcknowledged => 2,
        Screened | Assessing => 3,
        Assessed => 4,
        ReferencesComplete | DebriefOpen | Debriefed => 5,
        Approved | OfferExtended => 6,
        OfferAccepted => 7,
        Hired => WORDS.len(),
        _ => return Vec::new(),
    };
    let standing = |place: usize| match place.cmp(&under_way) {
        std::cmp::Ordering::Less => Standing::Done,
        std::cmp::Ordering::Equal => Standing::Now,
        std::cmp::Ordering::Greater => Standing::Ahead,
    };
    let stage = |(place, word)| Stage {
        word,
        standing: standing(place),
    };
    WORDS.into_iter().enumerate().map(stage).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kernel::{locale::Locale, text_enum::TextEnum},
        mail,
    };

    #[test]
    fn every_state_has_words_that_give_nothing_away() {
        for &state in ApplicationState::ALL {
            let Progress { stage, next_step } = progress(state, Owes::Nothing);
            let words = format!("{stage} {next_step}").to_lowercase();
            assert!(!stage.is_empty() && next_step.ends_with('.'), "{state}");
            for telling in ["score", "rating", "floor", "flag", "composite", "better"] {
                assert!(!words.contains(telling), "{state}: {words}");
            }
        }
    }

    #[test]
    fn whoever_is_written_to_in_german_reads_no_english_about_where_it_stands() {
        let owed = [
            Owes::Nothing,
            Owes::Notice,
            Owes::Questions,
            Owes::Talk,
            Owes::NewDescription,
        ];
        for &state in ApplicationState::ALL {
            for owes in owed {
                let Progress { stage, next_step } = progress(state, owes);
                for words in [stage, next_step] {
                    assert_ne!(mail::told(words, Locale::De), words, "{state}");
                }
            }
        }
    }

    #[test]
    fn one_stage_is_under_way_until_it_is_over() {
        for &state in ApplicationState::ALL {
            let stages = stages(state);
            let now = stages
                .iter()
                .filter(|stage| stage.standing == Standing::Now)
                .count();
            let expected = usize::from(!stages.is_empty() && state != ApplicationState::Hired);
            assert_eq!(now, expected, "{state}");
            assert_eq!(stages.is_empty(), state.rank().is_none(), "{state}");
        }
    }

    #[test]
    fn somebody_who_owes_an_answer_is_told_so_until_it_is_over() {
        let asked = progress(ApplicationState::Screened, Owes::NewDescription);
        assert!(asked.next_step.contains("has changed"));
        let over = progress(ApplicationState::Withdrawn, Owes::NewDescription);
        assert!(over.next_step.contains("withdrawn"));
    }
}
