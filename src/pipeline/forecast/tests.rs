use super::*;
use crate::{
    kernel::terms::Layout,
    pipeline::{calendar::CalendarSettings, policy::PolicyNumbers},
};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(&format!("{text}:00Z")).unwrap()
}

fn slot(from: &str, to: &str) -> Slot {
    Slot {
        starts_at: at(from),
        ends_at: at(to),
    }
}

fn weekdays() -> WorkingCalendar {
    WorkingCalendar::checked(&CalendarSettings::default()).unwrap()
}

const NOW: &str = "2026-11-02T12:00";

/// The worked example of 7.5.
fn example() -> ForecastInput {
    ForecastInput {
        applied_at: at("2026-11-02T09:00"),
        ack_at: Some(at(NOW)),
        posted_at: Some(at("2026-10-29T09:00")),
        required_rounds: 4,
        held: Vec::new(),
        booked: Vec::new(),
        cards_missing: true,
        references_missing: true,
        debriefed_at: None,
        other_assessed: 1,
        next_best_ready_at: None,
        floors_failed: Vec::new(),
        waived: WaivedTimes::default(),
    }
}

fn forecast(input: &ForecastInput) -> Forecast {
    earliest_approval(input, &Policy::standard(), at(NOW), &weekdays())
}

fn binding_words(forecast: &Forecast) -> Vec<&str> {
    forecast.binding.iter().map(Constraint::word).collect()
}

fn date_of(forecast: &Forecast, code: ConstraintCode) -> Timestamp {
    forecast
        .rows
        .iter()
        .find(|row| row.code == code)
        .and_then(|row| row.at)
        .unwrap()
}

/// A candidate with all rounds, cards and references in, debriefed Wednesday at closing time.
fn debriefed() -> ForecastInput {
    ForecastInput {
        held: vec![
            slot("2026-10-20T09:00", "2026-10-20T10:00"),
            slot("2026-10-20T10:00", "2026-10-20T11:00"),
            slot("2026-10-21T09:00", "2026-10-21T10:00"),
            slot("2026-10-21T10:00", "2026-10-21T11:00"),
        ],
        applied_at: at("2026-10-12T09:00"),
        ack_at: Some(at("2026-10-12T09:00")),
        posted_at: Some(at("2026-10-05T09:00")),
        cards_missing: false,
        references_missing: false,
        debriefed_at: Some(at("2026-10-28T17:00")),
        ..example()
    }
}

#[test]
fn the_worked_example_is_bound_by_the_seven_days() {
    let found = forecast(&example());
    assert_eq!(found.earliest, Some(at("2026-11-09T09:00")));
    assert_eq!(binding_words(&found), ["G35"]);
    assert_eq!(found.earliest_start.unwrap().to_string(), "2026-11-12");
    let rows = [
        (ConstraintCode::ReadingTime, "2026-11-03T12:00"),
        (ConstraintCode::Rounds, "2026-11-04T11:00"),
        (ConstraintCode::References, "2026-11-04T17:00"),
        (ConstraintCode::Debrief, "2026-11-04T17:00"),
        (ConstraintCode::CoolingOff, "2026-11-05T17:00"),
        (ConstraintCode::MinElapsed, "2026-11-09T09:00"),
        (ConstraintCode::PostingOpen, "2026-11-03T09:00"),
    ];
    for (code, expected) in rows {
        assert_eq!(date_of(&found, code), at(expected), "{code}");
    }
    assert_eq!(found.rows.len(), rows.len());
}

#[test]
fn with_a_waiver_to_three_days_the_worked_example_is_bound_by_the_cooling_off() {
    let waived = WaivedTimes {
        elapsed_days: Some(3),
        ..WaivedTimes::default()
    };
    let found = forecast(&ForecastInput { waived, ..example() });
    assert_eq!(
        found.earliest,
        Some(at("2026-11-05T17:00")),
        "closing time is not rolled"
    );
    assert_eq!(binding_words(&found), ["G37"]);
}

#[test]
fn a_failed_floor_leaves_no_date_and_is_named() {
    let floors_failed = vec![GateId::G29, GateId::G30];
    let found = forecast(&ForecastInput {
        floors_failed,
        ..example()
    });
    assert_eq!((found.earliest, found.earliest_start), (None, None));
    assert_eq!(binding_words(&found), ["floor_failed", "floor_failed"]);
}

#[test]
fn the_only_candidate_waits_for_a_second_one() {
    let alone = ForecastInput {
        other_assessed: 0,
        ..example()
    };
    let found = forecast(&alone);
    assert_eq!(
        (found.earliest, binding_words(&found)),
        (None, vec!["needs_second_candidate"])
    );

    let known = ForecastInput {
        next_best_ready_at: Some(at("2026-11-11T15:00")),
        ..alone.clone()
    };
    let found = forecast(&known);
    assert_eq!(
        (found.earliest, binding_words(&found)),
        (Some(at("2026-11-11T15:00")), vec!["G34"])
    );

    let waived = WaivedTimes {
        min_assessed: Some(1),
        ..WaivedTimes::default()
    };
    assert_eq!(
        binding_words(&forecast(&ForecastInput { waived, ..alone })),
        ["G35"]
    );
}

#[test]
fn the_next_best_candidate_is_ready_when_the_last_round_can_be_over() {
    let ready = assessment_complete_at(&example(), &Policy::standard(), at(NOW), &weekdays());
    assert_eq!(ready, at("2026-11-04T11:00"));
}

#[test]
fn booked_rounds_stand_and_the_missing_ones_are_placed_around_them() {
    let booked = vec![
        slot("2026-11-03T12:30", "2026-11-03T13:30"),
        slot("2026-11-12T15:00", "2026-11-12T16:00"),
    ];
    let found = forecast(&ForecastInput { booked, ..example() });
    // Placed: Tuesday 13:30 (the second of that day) and Wednesday 09:00; the last one is booked on the 12th.
    assert_eq!(date_of(&found, ConstraintCode::Rounds), at("2026-11-12T16:00"));
    assert_eq!(
        date_of(&found, ConstraintCode::References),
        at("2026-11-04T17:00")
    );
    assert_eq!(
        (found.earliest, binding_words(&found)),
        (Some(at("2026-11-13T16:00")), vec!["G37"])
    );
}

#[test]
fn two_rounds_are_never_forecast_on_one_day() {
    let numbers = PolicyNumbers {
        min_rounds: 2,
        ..PolicyNumbers::of(Layout::SmallFirm)
    };
    let policy = Policy::checked(numbers).unwrap();
    let input = ForecastInput {
        required_rounds: 2,
        ..example()
    };
    let found = earliest_approval(&input, &policy, at(NOW), &weekdays());
    assert_eq!(
        date_of(&found, ConstraintCode::Rounds),
        at("2026-11-04T10:00"),
        "the second round is Wednesday's"
    );
}

#[test]
fn a_travelling_candidate_may_be_seen_three_times_a_day_but_not_on_one_day_only() {
    let waived = WaivedTimes {
        rounds_per_day: Some(3),
        ..WaivedTimes::default()
    };
    let found = forecast(&ForecastInput { waived, ..example() });
    assert_eq!(date_of(&found, ConstraintCode::Rounds), at("2026-11-04T10:00"));
    let three = forecast(&ForecastInput {
        waived,
        required_rounds: 3,
        ..example()
    });
    assert_eq!(
        date_of(&three, ConstraintCode::Rounds),
        at("2026-11-04T10:00"),
        "two and one"
    );
}

#[test]
fn t23_the_cooling_off_is_24_hours_in_utc_even_when_clocks_change() {
    let settings = CalendarSettings {
        timezone: "Europe/Berlin".into(),
        workdays: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
            .map(String::from)
            .into(),
        ..CalendarSettings::default()
    };
    let berlin = WorkingCalendar::checked(&settings).unwrap();
    // Saturday 16:00 summer time; 24 hours later it is Sunday 15:00 winter time.
    let input = ForecastInput {
        debriefed_at: Some(at("2026-10-24T14:00")),
        ..debriefed()
    };
    let found = earliest_approval(&input, &Policy::standard(), at("2026-10-24T15:00"), &berlin);
    assert_eq!(found.earliest, Some(at("2026-10-25T14:00")));
    assert_eq!(binding_words(&found), ["G37"]);
}

#[test]
fn t19_the_cooling_off_runs_from_the_debrief_not_from_the_question() {
    let policy = Policy::standard();
    let ask = |now: &str| earliest_approval(&debriefed(), &policy, at(now), &weekdays());
    let before = ask("2026-10-29T16:59");
    assert_eq!(
        (before.earliest, binding_words(&before)),
        (Some(at("2026-10-29T17:00")), vec!["G37"])
    );
    let after = ask("2026-10-29T17:00");
    assert_eq!(
        (after.earliest, binding_words(&after)),
        (Some(at("2026-10-29T17:00")), vec![])
    );
}

#[test]
fn a_reference_that_went_missing_after_the_debrief_delays_the_approval_again() {
    let input = ForecastInput {
        references_missing: true,
        ..debriefed()
    };
    let found = earliest_approval(&input, &Policy::standard(), at("2026-10-29T18:00"), &weekdays());
    assert_eq!(
        found.earliest,
        Some(at("2026-11-02T09:00")),
        "Friday's closing time, 24 hours, Monday"
    );
}

#[test]
fn the_usual_pace_takes_two_days_a_round_and_three_for_references() {
    let policy = Policy::standard();
    let found = projected(&example(), &Pace::assumed(&policy), &policy, at(NOW), &weekdays());
    // Rounds Tue 3, Thu 5, Mon 9 and Wed 11 November at 12:00; references three days after the second.
    assert_eq!(date_of(&found, ConstraintCode::Rounds), at("2026-11-11T13:00"));
    assert_eq!(
        date_of(&found, ConstraintCode::References),
        at("2026-11-10T13:00")
    );
    assert_eq!(date_of(&found, ConstraintCode::Debrief), at("2026-11-12T13:00"));
    assert_eq!(
        (found.earliest, binding_words(&found)),
        (Some(at("2026-11-13T13:00")), vec!["G37"])
    );
    assert!(found.earliest > forecast(&example()).earliest);
}
