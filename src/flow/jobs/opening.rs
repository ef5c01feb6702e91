//! The job is posted for the first time: its panel is told (dossier 7.1).

use crate::{
    company,
    content::Pack,
    db::Conn,
    fault::Fault,
    jobs::{
        self,
        model::{Job, PlanBody, RoundPlan},
    },
    kernel::{codes::SourceCode, ctx::Ctx, ids::UserId},
    mail::{self, Message, Outgoing, message::PanelNotice},
    people,
};

/// Writes to everybody whom the interview plan names, each with what they will rate.
///
/// # Errors
/// When a statement fails.
pub(super) fn tell_panel(conn: &mut Conn, ctx: &Ctx, job: &Job) -> Result<(), Fault> {
    let plan = jobs::current_plan(conn, job)?;
    let raters = jobs::planned_raters(conn, job.id, plan.number)?;
    let plan = plan.body.0;
    let pack = match job.content_version {
        Some(version) => company::pack(conn, version)?,
        None => company::current_pack(conn)?.1,
    };
    for person in people::users_by_ids(conn, &raters)? {
        if !person.active() {
            continue;
        }
        let message = PanelNotice {
            job_title: job.title.clone(),
            heading: "you are on the panel".to_owned(),
            what: format!(
                "The job {} is open. You are among those who meet and rate its candidates.",
                job.title
            ),
            lines: part_of(&plan, &pack, person.id),
            next_step: "Make sure that your interviewer certificate is valid, and say so if you have a conflict of \
                        interest as soon as a candidate is named to you. The questions come with each invitation."
                .to_owned(),
            calendar: None,
        };
        let mail = Outgoing {
            to_name: person.name,
            to: person.email,
            message: Message::from(message),
            case: mail::Case::Job(job.id),
            dedup: format!("job/{}/open/{}", job.id, person.id),
            not_before: None,
        };
        mail::enqueue(conn, ctx, mail)?;
    }
    Ok(())
}

/// The rounds and work samples somebody rates, in words.
fn part_of(plan: &PlanBody, pack: &Pack, user: UserId) -> Vec<String> {
    let rounds = plan.rounds.iter().filter(|round| round.raters.contains(&user));
    let samples = plan
        .exercises
        .iter()
        .filter(|sample| sample.assessors.contains(&user));
    rounds
        .map(|round| in_words(round, pack))
        .chain(samples.map(|sample| work_sample(&sample.code, pack)))
        .collect()
}

fn in_words(round: &RoundPlan, pack: &Pack) -> String {
    let measured: Vec<&str> = round
        .kit
        .iter()
        .filter_map(|entry| pack.competency(&entry.competency))
        .map(|competency| competency.name.as_str())
        .collect();
    let heading = format!("Round {}, {}", round.code, round.name);
    if measured.is_empty() {
        heading
    } else {
        format!("{heading}: {}", measured.join("; "))
    }
}

fn work_sample(code: &SourceCode, pack: &Pack) -> String {
    match pack.exercise(code) {
        Some(known) => format!("Work sample {code}, {}", known.name),
        None => format!("Work sample {code}"),
    }
}
