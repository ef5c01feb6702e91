//! What the day-90 review rests on (G56): observed behaviour, behaviour on the job as manager and operations
//! see it (L3), and the hire's own word. All three are read from what is stored.

use std::collections::BTreeSet;

use crate::{
    kernel::{
        ids::UserId,
        time::{Timestamp, days},
    },
    onboarding::model::{Observation, Pulse},
};

/// Competencies seen at work before the review (dossier 6.5, day 60).
pub const COMPETENCIES: usize = 5;
/// Behaviour on the job is looked at from the sixtieth day on (6.6, level 3); that day begins after 59.
const FROM_DAYS: i64 = 59;

/// What a review lacks, in words.
pub fn lacks(
    observations: &[Observation],
    pulses: &[Pulse],
    starts_at: Timestamp,
    hiring_manager: UserId,
    signers: &[UserId],
) -> Vec<String> {
    let from = starts_at + days(FROM_DAYS);
    let seen: BTreeSet<&str> = observations.iter().map(|seen| seen.competency.as_str()).collect();
    let on_the_job = |operations| {
        observations
            .iter()
            .any(|seen| seen.operations == operations && seen.observed_at >= from)
    };
    let mut lacks = Vec::new();
    if seen.len() < COMPETENCIES {
        lacks.push(format!(
            "BARS on {COMPETENCIES} competencies (there are {})",
            seen.len()
        ));
    }
    for (operations, who) in [(false, "the manager"), (true, "operations")] {
        if !on_the_job(operations) {
            lacks.push(format!("behaviour on the job since day 60 as {who} saw it (L3)"));
        }
    }
    if !pulses.iter().any(|pulse| pulse.answered_at >= from) {
        lacks.push("a pulse since day 60".to_owned());
    }
    if !signers.contains(&hiring_manager) {
        lacks.push("the signature of the hiring manager".to_owned());
    }
    lacks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        db::types::Json,
        kernel::{codes::CompetencyCode, ids::Id},
    };
    use uuid::Uuid;

    const CODES: [&str; 5] = ["WCOM", "VCOM", "ORGD", "EMPQ", "OPST"];

    fn start() -> Timestamp {
        Timestamp::parse("2026-11-09T09:00:00Z").unwrap()
    }
    fn manager() -> UserId {
        Id::from_uuid(Uuid::from_u128(1))
    }
    fn seen(competency: &str, operations: bool, day: i64) -> Observation {
        Observation {
            id: Id::from_uuid(Uuid::nil()),
            plan_id: Id::from_uuid(Uuid::nil()),
            check_in_id: None,
            competency: CompetencyCode::new(competency).unwrap(),
            level: 3,
            evidence: "called the client before the client called".into(),
            observed_by: manager(),
            operations,
            observed_at: start() + days(day),
        }
    }
    fn pulse(day: i64) -> Pulse {
        Pulse {
            id: Id::from_uuid(Uuid::nil()),
            plan_id: Id::from_uuid(Uuid::nil()),
            check_in_id: None,
            answers: Json(Default::default()),
            answered_at: start() + days(day),
        }
    }
    fn whole() -> Vec<Observation> {
        let mut all: Vec<Observation> = CODES.iter().map(|code| seen(code, false, 60)).collect();
        all.push(seen("OPST", true, 62));
        all
    }

    #[test]
    fn a_review_with_everything_lacks_nothing() {
        assert_eq!(
            lacks(&whole(), &[pulse(60)], start(), manager(), &[manager()]),
            Vec::<String>::new()
        );
    }

    #[test]
    fn each_part_is_missed() {
        let four: Vec<Observation> = whole().into_iter().filter(|o| o.competency != "EMPQ").collect();
        let early: Vec<Observation> = CODES.iter().map(|code| seen(code, false, 30)).collect();
        type Row<'a> = (&'a [Observation], &'a [Pulse], &'a [UserId], &'a str);
        let rows: [Row<'_>; 5] = [
            (
                &four,
                &[pulse(60)],
                &[manager()],
                "BARS on 5 competencies (there are 4)",
            ),
            (&early, &[pulse(60)], &[manager()], "as the manager saw it"),
            (&early, &[pulse(60)], &[manager()], "as operations saw it"),
            (&whole(), &[pulse(20)], &[manager()], "a pulse since day 60"),
            (&whole(), &[pulse(60)], &[], "the signature of the hiring manager"),
        ];
        for (observations, pulses, signers, expected) in rows {
            let lacks = lacks(observations, pulses, start(), manager(), signers);
            assert!(
                lacks.iter().any(|part| part.contains(expected)),
                "{expected}: {lacks:?}"
            );
        }
    }
}
