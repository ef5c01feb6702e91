use super::*;
use crate::pipeline::evidence::TakeAgain;

fn pack() -> std::sync::Arc<Pack> {
    Pack::shipped().unwrap()
}

fn long(seed: &str) -> String {
    seed.repeat(12)
}

fn good() -> Answers {
    Answers {
        period_from: Timestamp::parse("2020-01-01T00:00:00Z").unwrap(),
        period_to: None,
        title_and_duties: "account manager, service contracts".into(),
        accounts_carried: Some(14),
        reason_for_leaving: None,
        saw_work: Frequency::Weekly,
        items: pack()
            .references()
            .items
            .iter()
            .map(|i| (i.code.clone(), Some(4)))
            .collect(),
        take_again: TakeAgain::YesGladly,
        percentiles: Default::default(),
        angry_situation: long("listened first "),
        support_first: long("time with operations "),
        found_hard: long("saying no to extras "),
        corrections: None,
    }
}

fn pointers(answers: &Answers) -> Vec<String> {
    answer_faults(answers, &pack())
        .into_iter()
        .map(|f| f.pointer)
        .collect()
}

#[test]
fn a_filled_form_has_no_fault() {
    assert_eq!(pointers(&good()), Vec::<String>::new());
}

#[test]
fn every_missing_and_every_odd_answer_is_named_at_once() {
    let mut answers = good();
    answers.items.remove("R05");
    answers.items.insert("R07".parse().unwrap(), Some(6));
    answers.items.insert("R99".parse().unwrap(), Some(3));
    answers.angry_situation = "fine".into();
    assert_eq!(
        pointers(&answers),
        ["/items/R05", "/items/R07", "/items/R99", "/angry_situation"]
    );
}

#[test]
fn all_fives_in_a_minute_count_only_with_two_answers_of_their_own() {
    let mut answers = good();
    answers.items.values_mut().for_each(|l| *l = Some(5));
    assert!(!is_low_information(&answers, Some(20), &pack()));
    answers.support_first = answers.angry_situation.clone();
    assert!(is_low_information(&answers, Some(20), &pack()));
    assert!(
        !is_low_information(&answers, Some(60), &pack()),
        "a minute is long enough"
    );
    assert!(
        !is_low_information(&answers, None, &pack()),
        "a telephone interview has no such mark"
    );
    answers.items.insert("R01".parse().unwrap(), Some(4));
    assert!(!is_low_information(&answers, Some(20), &pack()));
}

#[test]
fn who_rarely_saw_the_work_observed_nothing() {
    let mut answers = good();
    answers.saw_work = Frequency::Rarely;
    let response = Response {
        referee_id: crate::kernel::random::new_id(answers.period_from),
        application_id: crate::kernel::random::new_id(answers.period_from),
        answers: crate::db::types::Json(answers.clone()),
        by_telephone: None,
        seconds: Some(300),
        title_agrees: None,
        title_note: None,
        submitted_at: answers.period_from,
    };
    assert!(
        answer_facts(&response, &pack())
            .items
            .iter()
            .all(|(.., level)| level.is_none())
    );
}

#[test]
fn one_mailbox_has_many_spellings() {
    let of = |text: &str| mailbox(&EmailAddress::parse(text).unwrap());
    assert_eq!(of("A.Nn+x@Gmail.com"), of("ann@googlemail.com"));
    assert_eq!(of("Ann+ref@firm.example"), of("ann@firm.example"));
    assert_ne!(of("a.nn@firm.example"), of("ann@firm.example"));
}
