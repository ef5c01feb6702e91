//! The rules seen from a description that passes all of them, and from the one that passes none.

mod given;

use super::*;
use crate::{
    jobs::model::{ConductTopic, Duty},
    kernel::text_enum::TextEnum,
};
use given::*;

#[test]
fn looking_for_an_account_manager_fails_exactly_as_the_dossier_says() {
    let report = check(&bad());
    use RuleId::*;
    assert_eq!(
        report.hard_failures,
        vec![
            Jd02, Jd03, Jd04, Jd05, Jd06, Jd07, Jd09, Jd11, Jd12, Jd13, Jd14, Jd15, Jd16, Jd17, Jd20, Jd21,
            X01
        ]
    );
    assert!((report.score - 3.0).abs() < 1e-9);
    assert!(!report.passes(0.0));
    for failure in &report.failed {
        assert!(
            !failure.required.is_empty() && !failure.how_to_fix.is_empty(),
            "{failure:?}"
        );
    }
    let x01 = report.failed.iter().find(|f| f.rule == X01).unwrap();
    assert!(
        x01.how_to_fix
            .starts_with("\"Looking for an Account Manager\" tells nobody what the job is.")
    );
}

#[test]
fn the_three_good_descriptions_reach_every_point() {
    for body in [good(), production(), hybrid()] {
        let report = check(&body);
        assert_eq!(report.failed, Vec::new(), "{}", body.title);
        assert!((report.score - 100.0).abs() < 1e-9);
        assert!(report.passes(80.0));
    }
}

#[test]
fn a_description_without_a_hard_failure_still_needs_eighty_points() {
    let mut body = good();
    body.pay.bonus.clear();
    body.conditions.place.clear();
    body.first_90_days.ramp.clear();
    body.advert_text.clear();
    body.nice_to_have = vec!["Experience with a CRM system".to_owned(); 10];
    for duty in &mut body.duties {
        duty.share_pct = None;
    }
    let report = check(&body);
    assert_eq!(report.hard_failures, Vec::new());
    assert!((report.score - 85.0).abs() < 1e-9, "{}", report.score);
    assert!(report.passes(80.0) && !report.passes(85.5));
}

/// One change per rule that makes this rule, and only this rule, fail.
type Change = (RuleId, fn(&mut DescriptionBody));

const BREAKS_ONE: &[Change] = &[
    (RuleId::Jd01, |b| b.title = "Superhero of our clients".into()),
    (RuleId::Jd01, |b| {
        b.title = "A very long title for the one client-focused account manager we want".into()
    }),
    (RuleId::Jd02, |b| {
        b.body_text = b.body_text.replace("lient-focused", "lient-minded");
        b.title = "Account Manager".into();
    }),
    (RuleId::Jd03, |b| b.reports_to.clear()),
    (RuleId::Jd03, |b| {
        b.works_with_operations = vec!["The accountants".into()]
    }),
    (RuleId::Jd04, |b| {
        b.split.relationship_pct = Some(44);
        b.body_text = b.body_text.replace("relationship 45 %", "relationship 44 %");
    }),
    (RuleId::Jd04, |b| {
        b.body_text = b
            .body_text
            .replace("Sales share 35 %. Prospecting", "Prospecting")
    }),
    (RuleId::Jd05, |b| b.accounts_max = Some(21)),
    (RuleId::Jd05, |b| b.accounts_min = Some(0)),
    (RuleId::Jd05, |b| {
        b.typical_client = "Medium-size business clients".into()
    }),
    (RuleId::Jd06, |b| b.duties.truncate(7)),
    (RuleId::Jd06, |b| {
        b.duties[7].text = "Complaints are settled without harm to anybody".into()
    }),
    (RuleId::Jd06, |b| {
        b.duties[7].text = "Settle all complaints quickly".into()
    }),
    (RuleId::Jd06, |b| {
        b.duties[7].text = "Deal with everything as needed".into()
    }),
    (RuleId::Jd06, |b| {
        b.duties[7].text = b.duties[6].text.to_uppercase()
    }),
    (RuleId::Jd07, |b| {
        for duty in &mut b.duties {
            duty.template_codes.clear();
        }
    }),
    (RuleId::Jd08, |b| b.duties[4].share_pct = Some(60.0)),
    (RuleId::Jd08, |b| b.duties[0].share_pct = None),
    (RuleId::Jd09, |b| b.must_have[0].evidence.clear()),
    (RuleId::Jd10, |b| b.nice_to_have.push("driving licence b".into())),
    (RuleId::Jd11, |b| {
        b.standards.truncate(3);
    }),
    (RuleId::Jd11, |b| b.standards.swap(0, 1)),
    (RuleId::Jd12, |b| {
        for standard in &mut b.conduct_standards {
            standard.topic = ConductTopic::ReplyTime;
        }
    }),
    (RuleId::Jd13, |b| b.goals_ordered.reverse()),
    (RuleId::Jd13, |b| b.goals_ordered.truncate(1)),
    (RuleId::Jd14, |b| b.ladder_id = "another".into()),
    (RuleId::Jd15, |b| b.plan.long = "Grow with us.".into()),
    (RuleId::Jd16, |b| b.strategy.values.truncate(2)),
    (RuleId::Jd16, |b| b.strategy.from_company = true),
    (RuleId::Jd17, |b| b.preview.hard.truncate(2)),
    (RuleId::Jd17, |b| {
        b.preview.attractive[0] = "Nice colleagues".into()
    }),
    (RuleId::Jd18, |b| b.conditions.meeting_hours_week = None),
    (RuleId::Jd19, |b| b.pay.max = Some(63_000.5)),
    (RuleId::Jd20, |b| b.duties[9].competency_codes.clear()),
    (RuleId::Jd20, |b| {
        for duty in &mut b.duties {
            duty.competency_codes.retain(|c| *c != "CONF");
        }
    }),
    (RuleId::Jd21, |b| b.authority.free_work_rule.clear()),
    (RuleId::Jd22, |b| b.first_90_days.training_areas.clear()),
    (RuleId::Jd23, |b| {
        b.advert_text = b.advert_text.replace("/careers", "our site")
    }),
    (RuleId::Jd24, |b| b.body_text = b.body_text.replace(". ", ", ")),
    (RuleId::Jd25, |b| b.body_text.push_str(" We are a young team.")),
    (RuleId::Jd25, |b| b.advert_text.push_str(" Apply with photo.")),
    (RuleId::X02, |b| {
        b.duties[0].template_codes.push("P-1".parse().unwrap())
    }),
    (RuleId::X04, |b| {
        b.body_text = b.body_text.replace(
            "relationship 45 %, operations 10 %",
            "relationship 40 %, operations 10 %",
        )
    }),
    (RuleId::X05, |b| {
        b.body_text
            .push_str(" Be a ninja, a rock star, the face of the company.")
    }),
];

#[test]
fn each_rule_is_failed_by_the_one_change_it_is_about() {
    for (i, (rule, change)) in BREAKS_ONE.iter().enumerate() {
        let failing = failing_after(good(), change);
        let expected: &[RuleId] = match rule {
            // Taking away duties takes away competencies, too.
            RuleId::Jd06 if failing.contains(&RuleId::Jd20) => &[RuleId::Jd06, RuleId::Jd20],
            _ => std::slice::from_ref(rule),
        };
        assert_eq!(failing, expected, "change {i}");
    }
}

#[test]
fn every_rule_has_a_change_that_fails_it() {
    let broken: std::collections::BTreeSet<RuleId> = BREAKS_ONE.iter().map(|(rule, _)| *rule).collect();
    let elsewhere = [RuleId::X01, RuleId::X03, RuleId::X06];
    for rule in RuleId::ALL {
        assert!(broken.contains(rule) || elsewhere.contains(rule), "{rule}");
    }
}

#[test]
fn what_lies_on_the_border_still_passes() {
    const KEEPS: &[fn(&mut DescriptionBody)] = &[
        |b| b.title = "Account Executive".into(),
        |b| b.works_with_operations = vec!["Night shift".into()],
        |b| (b.accounts_min, b.accounts_max) = (Some(20), Some(20)),
        |b| b.duties[0].share_pct = Some(55.0),
        |b| b.pay.max = Some(63_000.0),
        |b| b.duties[4].pivotal = false,
        |b| b.body_text.push_str(" Be a ninja and a rock star."),
        |b| b.must_have.truncate(2),
    ];
    for (i, change) in KEEPS.iter().enumerate() {
        assert_eq!(failing_after(good(), change), Vec::new(), "change {i}");
    }
}

#[test]
fn the_kind_must_be_the_decided_one() {
    let mut job = Job::of(&good());
    job.kind = None;
    assert_eq!(job.check(&good()).hard_failures, vec![RuleId::Jd02]);
    job.kind = Some(Kind::Hybrid);
    assert!(job.check(&good()).hard_failures.contains(&RuleId::Jd02));
}

#[test]
fn operations_must_have_the_share_the_kind_needs() {
    let shifted = |operations: i32, relationship: i32| {
        move |b: &mut DescriptionBody| {
            (b.split.operations_pct, b.split.relationship_pct) = (Some(operations), Some(relationship));
            let line = b
                .body_text
                .lines()
                .find(|l| l.contains("Prospecting"))
                .unwrap()
                .to_owned();
            let share = b.split.sales_share().unwrap();
            b.body_text = b
                .body_text
                .replace(&line, &format!("Your sales share is {share} %."));
        }
    };
    assert_eq!(failing_after(good(), shifted(20, 35)), Vec::new());
    assert_eq!(failing_after(good(), shifted(21, 34)), vec![RuleId::Jd04]);
    assert_eq!(failing_after(production(), shifted(30, 40)), Vec::new());
    assert_eq!(failing_after(production(), shifted(29, 41)), vec![RuleId::Jd04]);
    assert_eq!(failing_after(hybrid(), shifted(15, 45)), Vec::new());
    assert_eq!(failing_after(hybrid(), shifted(14, 46)), vec![RuleId::Jd04]);
    assert_eq!(failing_after(hybrid(), shifted(60, 0)), Vec::new());
}

#[test]
fn text_and_form_must_give_the_same_sales_share() {
    let failing = failing_after(good(), |b| {
        b.body_text = b.body_text.replace("Sales share 35 %", "Sales share 40 %")
    });
    assert_eq!(failing, vec![RuleId::Jd04, RuleId::X04]);
}

#[test]
fn a_hybrid_needs_duties_from_both_sides_and_counts_shared_templates_once() {
    let recode = |codes: &'static [&'static str]| {
        move |b: &mut DescriptionBody| {
            let coded = b
                .duties
                .iter_mut()
                .filter(|d| d.pivotal)
                .zip(codes.iter().chain(std::iter::repeat(&"AG-1")));
            for (duty, code) in coded {
                duty.template_codes = vec![code.parse().unwrap()];
            }
        }
    };
    assert_eq!(
        failing_after(hybrid(), recode(&["P-1", "C-5", "P-3"])),
        Vec::new()
    );
    assert_eq!(
        failing_after(hybrid(), recode(&["P-1", "P-2", "P-4"])),
        vec![RuleId::Jd07]
    );
    assert_eq!(
        failing_after(hybrid(), recode(&["C-1", "C-2", "C-5"])),
        vec![RuleId::Jd07]
    );
    assert_eq!(
        failing_after(hybrid(), recode(&["P-1", "C-1"])),
        vec![RuleId::Jd07]
    );
    assert_eq!(
        failing_after(hybrid(), recode(&["P-1", "C-1", "P-3", "C-3"])),
        Vec::new()
    );
    assert_eq!(
        failing_after(production(), recode(&["P-3", "P-3", "P-4"])),
        Vec::new()
    );
}

#[test]
fn prospecting_is_no_pivotal_duty_of_a_production_focused_role() {
    let failing = failing_after(production(), |b| {
        b.duties[0].template_codes.push("C-1".parse().unwrap())
    });
    assert_eq!(failing, vec![RuleId::X03]);
    let further = failing_after(production(), |b| {
        b.duties[6].template_codes.push("C-1".parse().unwrap())
    });
    assert_eq!(further, Vec::new(), "a further duty may be mapped to it");
}

#[test]
fn a_standard_without_number_or_period_cannot_be_measured() {
    for change in [
        (|b: &mut DescriptionBody| b.standards[3].period.clear()) as fn(&mut DescriptionBody),
        |b| b.standards[3].target = "low".into(),
    ] {
        let mut body = good();
        change(&mut body);
        let report = check(&body);
        assert_eq!(report.hard_failures, vec![RuleId::Jd11, RuleId::X06]);
        assert_eq!(
            report.failed[1].found,
            "\"Payments overdue by more than 30 days\" cannot be measured."
        );
    }
    let failing = failing_after(good(), |b| {
        b.standards.push(crate::jobs::model::Standard::default());
    });
    assert_eq!(
        failing,
        vec![RuleId::X06],
        "four good ones do not excuse the fifth"
    );
}

#[test]
fn a_text_with_few_words_says_nothing_however_often_it_says_them() {
    let failing = failing_after(good(), |b| {
        b.body_text = "Client-focused. Sales share 35 %. We want an account manager. ".repeat(40);
    });
    assert_eq!(failing, vec![RuleId::X01]);
    assert!(says_nothing("Looking for an Account Manager."));
    assert!(!says_nothing(&good().body_text));
}

#[test]
fn the_score_is_unchanged_by_instant_failures() {
    let mut body = good();
    body.duties[0].template_codes.push("P-1".parse().unwrap());
    let report = check(&body);
    assert!((report.score - 100.0).abs() < 1e-9);
    assert!(!report.passes(80.0));
}

#[test]
fn the_ladder_needs_as_many_described_rungs_as_the_gate_or_its_waiver() {
    let body = good();
    let mut job = Job::of(&body);
    job.ladder.rungs.truncate(2);
    assert_eq!(job.check(&body).failed, Vec::new());
    job.ladder.rungs[1].criteria = vec![" ".to_owned()];
    assert_eq!(job.check(&body).hard_failures, vec![RuleId::Jd14]);
    job.rungs_required = 1;
    assert_eq!(job.check(&body).failed, Vec::new());
    job.ladder.rungs.clear();
    job.ladder_waived = true;
    assert_eq!(job.check(&body).failed, Vec::new());
}

#[test]
fn pay_is_a_hard_rule_only_where_the_jurisdiction_asks_for_it() {
    let mut body = good();
    body.pay.min = None;
    let mut job = Job::of(&body);
    assert_eq!(job.check(&body).hard_failures, Vec::new());
    job.pay_range_required = true;
    assert_eq!(job.check(&body).hard_failures, vec![RuleId::Jd19]);
}

#[test]
fn the_companys_own_strategy_may_be_shown_instead() {
    let mut body = good();
    body.strategy = crate::jobs::model::StrategyBlock {
        from_company: true,
        ..Default::default()
    };
    let company = Strategy {
        vision: "v".into(),
        mission: "m".into(),
        values: vec!["a".into(), "b".into(), "c".into()],
    };
    let job = Job::of(&body);
    let report = clarity(&ClarityInput {
        body: &body,
        kind: job.kind,
        company: &company,
        operations_functions: &[],
        ladder: &job.ladder,
        rungs_required: 2,
        ladder_waived: false,
        pay_range_required: false,
        critical: &[],
        duties: crate::content::Pack::shipped().unwrap().duties(),
    });
    assert_eq!(report.failed, Vec::new());
}

#[test]
fn warnings_name_what_is_odd_and_block_nothing() {
    use WarningId::*;
    assert_eq!(warned_after(good(), |_| {}), Vec::new());
    assert_eq!(warned_after(production(), |_| {}), vec![Rare]);
    assert_eq!(warned_after(hybrid(), |_| {}), vec![Rare]);
    assert_eq!(
        warned_after(good(), |b| b.nice_to_have = vec!["Wish".into(); 9]),
        Vec::new()
    );
    assert_eq!(
        warned_after(good(), |b| b.nice_to_have = vec!["Wish".into(); 10]),
        vec![Super]
    );
    assert_eq!(
        warned_after(good(), |b| b.must_have[0].text = "5 years of experience".into()),
        Vec::new()
    );
    assert_eq!(
        warned_after(good(), |b| b.must_have[0].text = "6+ years of experience".into()),
        vec![Exp]
    );
    assert_eq!(warned_after(good(), |b| b.accounts_max = Some(16)), vec![Load]);
    assert_eq!(
        warned_after(good(), |b| b.split.prospecting_pct = Some(40)),
        Vec::new()
    );
    assert_eq!(
        warned_after(good(), |b| b.split.prospecting_pct = Some(41)),
        vec![Split]
    );
    assert_eq!(
        warned_after(good(), |b| b.body_text.push_str(" Dynamic, etc.")),
        Vec::new()
    );
    assert_eq!(
        warned_after(good(), |b| b.body_text.push_str(" Dynamic, other duties, etc.")),
        vec![Vague]
    );
}

#[test]
fn a_vague_description_can_be_stored_and_an_unknown_field_cannot() {
    assert_eq!(body("{}"), DescriptionBody::default());
    assert!(serde_json::from_str::<DescriptionBody>(r#"{"score": 100}"#).is_err());
    assert!(serde_json::from_str::<Duty>(r#"{"text": "Call clients", "state": "open"}"#).is_err());
    let round_trip: DescriptionBody = serde_json::from_value(serde_json::to_value(good()).unwrap()).unwrap();
    assert_eq!(round_trip, good());
}
