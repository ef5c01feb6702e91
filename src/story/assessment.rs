//! Four rounds and five work samples, each rated by two people who see nothing of each other.

use anyhow::{Context, ensure};
use serde_json::json;

use super::{
    Teller,
    candidates::{Applicant, behind_link},
    cast::Part,
    ratings::{levels, points},
    texts::Evidence,
};
use crate::{
    flow::{
        self,
        interviews::{Assignment, Booking},
    },
    interviews::{self, CardInput, Exercise, Interview},
    jobs::{
        self,
        model::{PlanBody, RoundPlan},
    },
    kernel::{
        codes::SourceCode,
        ids::{ApplicationId, JobId, ScorecardId, UserId},
        time::Timestamp,
    },
    web::IfMatch,
};

/// Which round takes place how many working days before the hire starts. All three candidates come on the same
/// days, at different hours.
const ROUNDS: [(&str, u32); 4] = [("R1", 45), ("R2", 44), ("R3", 43), ("R4", 42)];
/// When each candidate's round begins, in minutes after work begins.
const STARTS: [i64; 3] = [30, 150, 270];
/// The work sample that is performed at the appointment of the last round.
const PERFORMED: &str = "E3";

/// The assessment as it was planned and what raters say of it.
pub struct Assessment {
    plan: PlanBody,
    evidence: Evidence,
}

pub(super) fn source(code: &str) -> anyhow::Result<SourceCode> {
    SourceCode::new(code).map_err(|_| anyhow::anyhow!("{code} is no source"))
}

/// Books every round and assigns every work sample.
///
/// # Errors
/// When a service refuses.
pub async fn book(teller: &mut Teller, job: JobId, all: &[Applicant; 3]) -> anyhow::Result<Assessment> {
    teller.before(47, 240).await?;
    let assessment = Assessment::planned(teller, job).await?;
    let due = teller.days.before(41, 0)?;
    for (applicant, start) in all.iter().zip(STARTS) {
        for (code, day) in ROUNDS {
            let starts_at = teller.days.before(day, start)?;
            book_round(teller, applicant, code, starts_at).await?;
        }
        for exercise in &assessment.plan.exercises {
            assign(teller, applicant.application, &exercise.code, due).await?;
        }
    }
    teller.tell("Rounds on four days and five work samples are booked for each of the three.");
    Ok(assessment)
}

/// Books a round with the raters of the plan.
pub(super) async fn book_round(
    teller: &Teller,
    applicant: &Applicant,
    code: &str,
    starts_at: Timestamp,
) -> anyhow::Result<()> {
    let booking = Booking {
        source: source(code)?,
        starts_at,
        minutes: None,
        raters: None,
        place: "Room Birch, ground floor".to_owned(),
        meeting_link: None,
        time_zone: None,
        supplementary: false,
    };
    let (id, base_url) = (applicant.application, teller.base_url.clone());
    teller
        .done_as(Part::Hr, &format!("{code} is booked"), move |conn, ctx| {
            flow::interviews::book(conn, ctx, id, &base_url, &IfMatch::Any, || Ok(booking.clone()))
        })
        .await?;
    Ok(())
}

/// Gives a candidate a work sample of the plan, due at `due`.
pub(super) async fn assign(
    teller: &Teller,
    id: ApplicationId,
    code: &SourceCode,
    due: Timestamp,
) -> anyhow::Result<()> {
    let wanted = Assignment {
        source: code.clone(),
        assessors: None,
        setting: None,
        due_at: Some(due),
    };
    let base_url = teller.base_url.clone();
    teller
        .done_as(Part::Hr, &format!("{code} is assigned"), move |conn, ctx| {
            flow::interviews::assign(conn, ctx, id, &base_url, &IfMatch::Any, || Ok(wanted.clone()))
        })
        .await?;
    Ok(())
}

impl Assessment {
    /// What the job's plan asks for.
    ///
    /// # Errors
    /// When there is none.
    pub async fn planned(teller: &Teller, job: JobId) -> anyhow::Result<Self> {
        let plan = teller
            .look("the plan", move |conn| {
                let job = jobs::get(conn, job)?;
                Ok(jobs::current_plan(conn, &job)?.body.0)
            })
            .await?;
        Ok(Self {
            plan,
            evidence: Evidence::shipped()?,
        })
    }

    /// One of the first three rounds with all candidates: held, and rated within the hour.
    ///
    /// # Errors
    /// When a service refuses.
    pub async fn round(&self, teller: &mut Teller, code: &str, all: &[Applicant; 3]) -> anyhow::Result<()> {
        let code = source(code)?;
        let planned = self.planned_round(&code)?;
        for applicant in all {
            self.held_and_rated(teller, applicant, &code, planned.raters.len())
                .await?;
        }
        teller.tell(format!(
            "{code}: {} is held three times and rated by two, each blind.",
            planned.name
        ));
        Ok(())
    }

    fn planned_round(&self, code: &SourceCode) -> anyhow::Result<&RoundPlan> {
        let planned = self.plan.rounds.iter().find(|round| round.code == *code);
        planned.with_context(|| format!("{code} is not planned"))
    }

    /// A round that is held; the first `raters` hand their cards in.
    ///
    /// # Errors
    /// When a service refuses.
    pub(super) async fn held_and_rated(
        &self,
        teller: &Teller,
        applicant: &Applicant,
        code: &SourceCode,
        raters: usize,
    ) -> anyhow::Result<()> {
        let planned = self.planned_round(code)?;
        let interview = held(teller, applicant.application, code).await?;
        for (n, rater) in planned.raters.iter().take(raters).enumerate() {
            teller.wait(10).await?;
            let given = self.card(applicant, planned, n > 0)?;
            let cards = owed(teller, applicant.application, *rater).await?;
            let card = cards
                .into_iter()
                .find(|(_, of)| of.interview_id == Some(interview.row.id));
            let (card, _) = card.with_context(|| format!("no card for {code}"))?;
            submit(teller, *rater, card, given).await?;
        }
        Ok(())
    }

    /// A rater's card for a round, with the ratings of the dossier.
    fn card(&self, applicant: &Applicant, round: &RoundPlan, second: bool) -> anyhow::Result<CardInput> {
        let levels = levels(applicant.who, &round.code, second);
        let mut ratings = Vec::new();
        for entry in &round.kit {
            let level = levels.get(&entry.competency);
            let level =
                level.with_context(|| format!("no level for {} in {}", entry.competency, round.code))?;
            let text = self.evidence.of(&entry.competency, *level, &round.code, second)?;
            ratings.push(json!({ "competency": entry.competency, "value": level, "evidence": text }));
        }
        let questions = round.kit.iter().flat_map(|entry| &entry.core_questions);
        let asked: Vec<_> = questions
            .map(|code| json!({ "code": code, "asked": "yes" }))
            .collect();
        Ok(serde_json::from_value(
            json!({ "ratings": ratings, "questions": asked }),
        )?)
    }

    /// Written work samples are handed in through the links and rated on the same day.
    ///
    /// # Errors
    /// When a service refuses.
    pub async fn written(
        &self,
        teller: &mut Teller,
        codes: &[&str],
        all: &[Applicant; 3],
    ) -> anyhow::Result<()> {
        for applicant in all {
            for code in codes {
                let sample = hand_in(teller, applicant, &source(code)?).await?;
                self.rate(teller, applicant, &sample).await?;
            }
            teller.wait(15).await?;
        }
        teller.tell(format!(
            "{} are handed in by link and rated by two assessors.",
            codes.join(" and ")
        ));
        Ok(())
    }

    /// The last round: the role play is performed, noted and rated; then everything is in.
    ///
    /// # Errors
    /// When a service refuses.
    pub async fn performed(&self, teller: &mut Teller, all: &[Applicant; 3]) -> anyhow::Result<()> {
        for applicant in all {
            let id = applicant.application;
            held(teller, id, &source("R4")?).await?;
            let sample = sample(teller, id, &source(PERFORMED)?).await?;
            let (exercise, base_url) = (sample.row.id, teller.base_url.clone());
            teller
                .done_as(Part::Hr, "the role play is noted", move |conn, ctx| {
                    let text =
                        || Ok("Role play of twenty minutes with wrap-up note, recorded by HR.".to_owned());
                    flow::interviews::hand_in(conn, ctx, exercise, &base_url, &IfMatch::Any, text)
                })
                .await?;
            self.rate(teller, applicant, &sample).await?;
        }
        teller.tell("The role plays are over; with the last scorecard everybody is assessed.");
        Ok(())
    }

    /// Both assessors score a work sample by its checklist.
    async fn rate(&self, teller: &Teller, applicant: &Applicant, sample: &Exercise) -> anyhow::Result<()> {
        let code = &sample.row.source;
        let planned = self.plan.exercises.iter().find(|planned| planned.code == *code);
        let planned = planned.with_context(|| format!("{code} is not planned"))?;
        for (n, rater) in planned.assessors.iter().enumerate() {
            let given = self.sample_card(teller, applicant, sample, n > 0)?;
            let cards = owed(teller, applicant.application, *rater).await?;
            let card = cards
                .into_iter()
                .find(|(_, of)| of.exercise_id == Some(sample.row.id));
            let (card, _) = card.with_context(|| format!("no card for {code}"))?;
            submit(teller, *rater, card, given).await?;
        }
        Ok(())
    }

    /// An assessor's card: points that give the levels of the dossier.
    fn sample_card(
        &self,
        teller: &Teller,
        applicant: &Applicant,
        sample: &Exercise,
        second: bool,
    ) -> anyhow::Result<CardInput> {
        let code = &sample.row.source;
        let exercise = teller
            .pack
            .exercise(code)
            .with_context(|| format!("no exercise {code}"))?;
        let levels = levels(applicant.who, code, second);
        let mut ratings = Vec::new();
        for competency in &exercise.measures {
            let level = levels.get(competency).copied().unwrap_or(3);
            let text = self.evidence.of(competency, level, code, second)?;
            ratings.push(json!({ "competency": competency, "evidence": text }));
        }
        let points = points(&teller.pack, exercise, sample.row.variant, &levels);
        let items = points
            .iter()
            .map(|(item, points)| json!({ "item": item, "points": points }));
        let items: Vec<_> = items.collect();
        Ok(serde_json::from_value(
            json!({ "ratings": ratings, "items": items }),
        )?)
    }
}

/// A written work sample comes in through the candidate's link.
pub(super) async fn hand_in(
    teller: &Teller,
    applicant: &Applicant,
    code: &SourceCode,
) -> anyhow::Result<Exercise> {
    let sample = sample(teller, applicant.application, code).await?;
    let (id, base_url) = (sample.row.id, teller.base_url.clone());
    let candidate = behind_link(teller, applicant.application).await?;
    // Without the name: it is rated by its code.
    let text = format!("{code}, worked out within the time given.");
    teller
        .done(&candidate, &format!("{code} is handed in"), move |conn, ctx| {
            flow::interviews::begin(conn, ctx, id)?;
            let text = || Ok(text.clone());
            flow::interviews::hand_in(conn, ctx, id, &base_url, &IfMatch::Any, text)
        })
        .await?;
    Ok(sample)
}

/// Waits for the end of a booked round and records that it took place.
async fn held(teller: &Teller, id: ApplicationId, code: &SourceCode) -> anyhow::Result<Interview> {
    let rounds = teller
        .look("the booked rounds", move |conn| {
            interviews::interviews_of(conn, id)
        })
        .await?;
    let round = rounds.into_iter().find(|round| round.row.source == *code);
    let round = round.with_context(|| format!("{code} is not booked"))?;
    teller.wait_until(round.row.ends_at).await?;
    let (interview, base_url) = (round.row.id, teller.base_url.clone());
    teller
        .done_as(Part::Hr, &format!("{code} was held"), move |conn, ctx| {
            flow::interviews::hold(conn, ctx, interview, &base_url, &IfMatch::Any)
        })
        .await?;
    Ok(round)
}

async fn sample(teller: &Teller, id: ApplicationId, code: &SourceCode) -> anyhow::Result<Exercise> {
    let all = teller
        .look("the work samples", move |conn| interviews::exercises_of(conn, id))
        .await?;
    let found = all.into_iter().find(|sample| sample.row.source == *code);
    found.with_context(|| format!("{code} is not assigned"))
}

/// The cards somebody has for a candidate.
async fn owed(
    teller: &Teller,
    id: ApplicationId,
    rater: UserId,
) -> anyhow::Result<Vec<(ScorecardId, interviews::Scorecard)>> {
    let cards = teller
        .look("the cards", move |conn| interviews::cards_of(conn, id))
        .await?;
    let own = cards.into_iter().filter(|card| card.rater == rater);
    Ok(own.map(|card| (card.id, card)).collect())
}

async fn submit(teller: &Teller, rater: UserId, card: ScorecardId, given: CardInput) -> anyhow::Result<()> {
    let by = teller.cast.iter().find(|member| member.id == rater);
    let by = by.context("a rater who is not in the story")?.actor();
    ensure!(!given.ratings.is_empty(), "an empty card");
    teller
        .done(&by, "a scorecard is handed in", move |conn, ctx| {
            flow::interviews::submit(conn, ctx, card, &IfMatch::Any, || Ok(given.clone()))
        })
        .await?;
    Ok(())
}
