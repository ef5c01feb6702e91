//! Each gate reads stored facts, and both its sides are shown over HTTP: it refuses while the fact is withheld and
//! passes once it is supplied. This file says which test shows which side of which gate, and of which scenario of
//! dossier 7.9; a gate or scenario without a test fails here.

mod attacks;
mod decision;
mod entrances;
mod freshness;
mod levels;
mod pages;
mod small_firm;
mod waivers;

use std::{fs, path::PathBuf};

use steadyhire::{
    kernel::text_enum::TextEnum,
    pipeline::{gate_id::GateId, waiver::WaiverGate},
};

/// A gate, who shows it open, and who shows it met.
const SIDES: &[(&str, &str, &str)] = &[
    ("G01", FIRST_STEP, FIRST_STEP),
    ("G02", FIRST_STEP, FIRST_STEP),
    ("G03", FIRST_STEP, FIRST_STEP),
    ("G04", SECOND_STEP, SECOND_STEP),
    ("G05", SECOND_STEP, SECOND_STEP),
    ("G06", SECOND_STEP, SECOND_STEP),
    ("G07", PLAN, PLAN),
    (
        "G08",
        "jobs::a_complete_advert_opens_the_job",
        "hire::job::advertised",
    ),
    ("G09", SECOND_STEP, SECOND_STEP),
    ("G10", NOTICE, NOTICE),
    ("G11", QUIZ, QUIZ),
    ("G12", MUST_HAVES, MUST_HAVES),
    ("G13", NEWCOMER, NEWCOMER),
    ("G14", NEWCOMER, NEWCOMER),
    ("G15", NOT_REACHED, NOT_REACHED),
    (
        "G16",
        "interviews::cards::whoever_could_see_ratings_before_being_booked_is_marked_and_refused",
        WHOLE,
    ),
    (
        "G17",
        "interviews::cards::good_is_no_evidence",
        "interviews::cards::good_is_no_evidence",
    ),
    ("G18", LATE, LATE),
    ("G19", TWO_ROUNDS, WHOLE),
    ("G20", TWO_ROUNDS, WHOLE),
    ("G21", TWO_ROUNDS, WHOLE),
    ("G22", OPERATIONS, OPERATIONS),
    ("G23", TWO_ROUNDS, WHOLE),
    ("G24", REFEREES, REFEREES),
    ("G25", REFEREES, REFEREES),
    ("G26", REFEREES, REFEREES),
    (
        "G27",
        "gates::decision::t10_interviews_and_references_differ",
        "gates::decision::t10_interviews_and_references_differ",
    ),
    (
        "G28",
        "gates::decision::t9_a_manager_would_not_take_the_candidate_again",
        "gates::decision::t9_a_manager_would_not_take_the_candidate_again",
    ),
    ("G29", "gates::levels::communication_is_below_the_floor", ASSESSED),
    ("G30", "gates::levels::communication_is_below_the_floor", ASSESSED),
    (
        "G31",
        "gates::levels::technique_is_below_the_floor_of_the_kind",
        "gates::levels::levels_below_a_floor_keep_a_candidate_back",
    ),
    ("G32", REFEREES, REFEREES),
    (
        "G33",
        "gates::decision::t11_raters_are_three_points_apart",
        "gates::decision::t11_raters_are_three_points_apart",
    ),
    ("G34", ASSESSED, ASSESSED),
    ("G35", "gates::small_firm::decided_after_five_days", NIGHT),
    (
        "G36",
        "interviews::booking::a_candidate_has_two_rounds_a_day_at_most",
        WHOLE,
    ),
    ("G37", NIGHT, NIGHT),
    ("G38", DECIDED, DECIDED),
    ("G39", DECIDED, DECIDED),
    ("G40", DECIDED, DECIDED),
    ("G41", FRESH, FRESH),
    ("G50", READY, READY),
    (
        "G51",
        "onboarding::training::g51_lets_a_module_be_handed_in_only_after_those_before_it",
        "onboarding::training::g51_lets_a_module_be_handed_in_only_after_those_before_it",
    ),
    ("G52", SIGNED, SIGNED),
    ("G53", RAMP, RAMP),
    ("G54", ALONE, ALONE),
    ("G55", ONE_TO_ONE, ONE_TO_ONE),
    ("G56", REVIEW, REVIEW),
    ("G57", AUTHORITY, AUTHORITY),
    (
        "G58",
        "onboarding::ramp::t18_nobody_carries_a_twenty_first_account",
        "onboarding::ramp::t18_nobody_carries_a_twenty_first_account",
    ),
    (
        "G59",
        "onboarding::ramp::g59_freezes_the_stage_while_coaching_sleeps",
        "onboarding::ramp::g59_freezes_the_stage_while_coaching_sleeps",
    ),
];

const FIRST_STEP: &str = "jobs::kind_role_plan_and_strategy_open_the_first_step";
const SECOND_STEP: &str = "jobs::description_approvals_ladder_and_accountability_open_the_second_step";
const PLAN: &str = "jobs::the_interview_plan_is_locked_when_it_has_no_problems";
const NOTICE: &str = "applications::role::without_the_privacy_notice_the_role_cannot_be_acknowledged";
const QUIZ: &str = "applications::role::wrong_answers_are_shown_the_passage_and_asked_again";
const MUST_HAVES: &str =
    "applications::checks::nobody_is_screened_before_the_documented_must_haves_are_checked";
const NEWCOMER: &str = "interviews::booking::\
                        a_rater_without_certificate_or_declaration_cannot_be_booked_until_both_are_there";
const NOT_REACHED: &str = "interviews::cards::a_question_that_was_not_reached_is_asked_in_a_later_round";
const LATE: &str = "interviews::late::a_card_is_taken_until_72_hours_after_the_round_and_void_from_then_on";
const WHOLE: &str = "interviews::whole::four_rounds_and_five_work_samples_make_an_application_assessed";
const TWO_ROUNDS: &str = "hire::assess::approval_after_two_rounds";
const OPERATIONS: &str = "gates::levels::operations_meets_the_candidate";
const REFEREES: &str = "gates::decision::referees_are_heard";
const ASSESSED: &str = "gates::decision::what_keeps_a_decision_back_until_it_is_there";
const DECIDED: &str = "gates::decision::the_decision_says_why";
const NIGHT: &str = "gates::decision::a_night_lies_between";
const FRESH: &str = "gates::freshness::scores_of_half_a_year_ago_are_refreshed_or_waived_for_two_weeks";
const READY: &str = "onboarding::plan::g50_wants_everything_ready_one_working_day_before_the_start";
const SIGNED: &str = "onboarding::training::g52_misses_each_part_until_it_is_stored";
const RAMP: &str = "onboarding::ramp::g53_wants_the_day_and_the_sign_offs_and_neither_alone";
const ALONE: &str = "onboarding::ramp::g54_lets_nobody_see_clients_alone_before_stage_supervised";
const ONE_TO_ONE: &str = "onboarding::growth::g55_keeps_accounts_and_stage_back_until_the_one_to_one_is_held";
const REVIEW: &str = "onboarding::growth::g56_wants_bars_behaviour_pulse_and_two_signatures_on_day_ninety";
const AUTHORITY: &str = "onboarding::ramp::g57_gives_commercial_authority_after_the_modules_that_teach_it";

/// The gates that two people can waive, and who shows that it helps.
const WAIVED: &[(&str, &str)] = &[
    ("G06", "decisions::the_ladder_of_a_job_can_be_waived_to_one_step"),
    ("G13", "gates::waivers::rounds_and_certificates"),
    ("G18", "gates::waivers::late_cards_and_few_references"),
    ("G19", ASSESSED),
    ("G20", "gates::waivers::few_people"),
    ("G24", "gates::waivers::late_cards_and_few_references"),
    ("G31", "gates::levels::technique_is_below_the_floor_of_the_kind"),
    ("G34", "gates::small_firm::decided_after_five_days"),
    (
        "G35",
        "decisions::two_others_grant_what_the_hiring_manager_asks_for",
    ),
    ("G36", "gates::waivers::rounds_and_certificates"),
    ("G37", "gates::small_firm::decided_after_five_days"),
    ("G41", FRESH),
    (
        "G51",
        "onboarding::waivers::g51_is_waived_by_a_trainer_of_the_hire_and_hr_and_runs_modules_in_parallel",
    ),
    (
        "G53",
        "onboarding::waivers::g53_is_waived_by_the_hr_lead_and_the_sponsor_for_one_stage_and_thirty_days",
    ),
];

/// The acceptance scenarios of dossier 7.9, who tells each, and words by which it is known there.
const SCENARIOS: &[(&str, &str, &str)] = &[
    (
        "T1",
        "jobs::looking_for_an_account_manager_is_stored_and_refused_with_all_reasons",
        "JD-X01",
    ),
    ("T2", TWO_ROUNDS, "T2"),
    (
        "T3",
        "interviews::cards::a_peers_card_is_closed_until_ones_own_is_locked",
        "T3",
    ),
    ("T4", "interviews::cards::good_is_no_evidence", "T4"),
    ("T5", "decisions::t5_a_sudden_workload_is_no_reason", "t5"),
    (
        "T6",
        "decisions::t6_and_t14_members_of_the_panel_and_administrators_grant_nothing",
        "t6",
    ),
    (
        "T7",
        "decisions::t7_there_is_no_third_waiver_and_one_of_the_assessment_only",
        "t7",
    ),
    ("T8", REFEREES, "T8"),
    (
        "T9",
        "gates::decision::t9_a_manager_would_not_take_the_candidate_again",
        "RF23",
    ),
    (
        "T10",
        "gates::decision::t10_interviews_and_references_differ",
        "4.50 against 2.67",
    ),
    (
        "T11",
        "gates::decision::t11_raters_are_three_points_apart",
        "CONF",
    ),
    ("T12", DECIDED, "better feeling"),
    (
        "T13",
        "commands::a_policy_below_the_absolute_floor_does_not_start",
        "MIN_ROUNDS",
    ),
    (
        "T14",
        "decisions::t6_and_t14_members_of_the_panel_and_administrators_grant_nothing",
        "Role::Admin",
    ),
    (
        "T15",
        "gates::levels::technique_is_below_the_floor_of_the_kind",
        "TECH 2.80, minimum 3.00",
    ),
    (
        "T16",
        "onboarding::training::t16_a_trainee_cannot_sign_the_own_module",
        "t16",
    ),
    (
        "T17",
        "onboarding::ramp::t17_on_day_forty_eight_accounts_are_refused_and_six_are_carried",
        "t17",
    ),
    (
        "T18",
        "onboarding::ramp::t18_nobody_carries_a_twenty_first_account",
        "t18",
    ),
    ("T19", NIGHT, "T19"),
    (
        "T20",
        "gates::levels::the_order_of_cards_does_not_matter",
        "sources",
    ),
    (
        "T21",
        "applications::steps::one_may_always_say_no_with_a_reason",
        "T21",
    ),
    (
        "T22",
        "applications::role::a_new_description_asks_those_who_apply_to_acknowledge_again",
        "T22",
    ),
    ("T23", NIGHT, "T23"),
    ("T24", "hire::decide::slept_on_and_approved", "T24"),
];

/// The text of a function of these tests with what is written above it: `module::function`.
fn text_of(place: &str) -> String {
    let (modules, name) = place.rsplit_once("::").unwrap();
    let path = modules.replace("::", "/");
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/api");
    let files = [root.join(format!("{path}.rs")), root.join(&path).join("mod.rs")];
    let source = files.iter().find_map(|file| fs::read_to_string(file).ok());
    let source = source.unwrap_or_else(|| panic!("there are no tests {modules}"));
    let starts = source.find(&format!("fn {name}("));
    let starts = starts.unwrap_or_else(|| panic!("there is no {place}"));
    let above = source[..starts].rfind("\n\n").unwrap_or(0);
    let ends = source[starts..].find("\n}\n").map(|end| starts + end);
    source[above..ends.unwrap_or(source.len())].to_owned()
}

/// Fails unless the function is there and speaks of it.
#[track_caller]
fn speaks_of(place: &str, words: &str) {
    let text = text_of(place);
    assert!(text.contains(words), "{place} does not speak of {words}: {text}");
}

#[test]
fn both_sides_of_every_gate_are_shown() {
    let shown: Vec<&str> = SIDES.iter().map(|(gate, ..)| *gate).collect();
    let registry: Vec<&str> = GateId::ALL.iter().map(|gate| gate.as_str()).collect();
    assert_eq!(shown, registry);
    for (gate, open, met) in SIDES {
        speaks_of(open, gate);
        speaks_of(met, gate);
    }
}

#[test]
fn every_waiver_is_shown_to_help() {
    let shown: Vec<&str> = WAIVED.iter().map(|(gate, _)| *gate).collect();
    let waivable: Vec<&str> = WaiverGate::ALL.iter().map(|gate| gate.as_str()).collect();
    assert_eq!(shown, waivable);
    for (gate, place) in WAIVED {
        speaks_of(place, gate);
    }
}

#[test]
fn every_scenario_of_the_dossier_is_told() {
    let told: Vec<String> = SCENARIOS.iter().map(|(code, ..)| (*code).to_owned()).collect();
    let all: Vec<String> = (1..=24).map(|n| format!("T{n}")).collect();
    assert_eq!(told, all);
    for (_, place, words) in SCENARIOS {
        speaks_of(place, words);
    }
}
