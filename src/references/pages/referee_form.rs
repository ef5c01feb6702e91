//! The form in which a candidate names somebody.

use crate::{
    fault::{Fault, FieldFault},
    kernel::{email::EmailAddress, text_enum::TextEnum, time::Timestamp},
    pipeline::evidence::Relation,
    references::model::{NewReferee, Referee},
    web::{
        Valid,
        guest::{Field, Form, Given},
    },
};

/// What a relation is called. Relatives and the hiring team never count (dossier 5.1), so nobody is asked for them.
pub(super) fn words(relation: Relation) -> &'static str {
    match relation {
        Relation::FormerDirectManager => "Former direct manager",
        Relation::CurrentManager => "Present manager",
        Relation::OperationsColleague => "Colleague in operations or delivery who depended on my work",
        Relation::Peer => "Colleague who worked beside me",
        Relation::Client => "Client",
        Relation::ProjectLead => "Project lead",
        Relation::MainClient => "Main client of six months or more",
        Relation::InternshipSupervisor => "Supervisor of an internship or voluntary work",
        Relation::Relative => "Relative",
        Relation::HiringTeam => "Member of the hiring team",
    }
}

/// The form.
pub(super) fn form() -> Form {
    let relations = Relation::ALL
        .iter()
        .filter(|r| !matches!(r, Relation::Relative | Relation::HiringTeam))
        .map(|relation| (relation.as_str(), words(*relation)));
    Form::of([
        Field::line("name", "Full name").longest(120).autocomplete("off"),
        Field::choice("relation", "What this person was to you", relations),
        Field::line("firm", "Firm where you worked together")
            .longest(120)
            .autocomplete("off"),
        Field::day("period_from", "You worked together from"),
        Field::day("period_to", "Until")
            .optional()
            .hint("Leave it empty if you still work together."),
        Field::line("email", "E-mail address")
            .kind("email")
            .longest(254)
            .autocomplete("off")
            .hint("The address at the firm, if you have it. We check every address before we write to it."),
        Field::line("phone", "Telephone")
            .kind("tel")
            .longest(40)
            .autocomplete("off")
            .optional(),
        Field::tick("not_before_offer", "Do not ask before there is an offer")
            .hint("For your present employer only. Then please name another former manager as well."),
        Field::tick("consent", "I agree that you ask this person about my work").hint(
            "Without it we do not write to this person. You can agree later, and take it back until we ask.",
        ),
    ])
}

/// What is stored of somebody, as the form shows it.
pub(super) fn of(referee: &Referee) -> Given {
    let day = |instant: Timestamp| instant.utc().date_naive().to_string();
    let mut given = Given::default();
    given.set("name", &referee.name);
    given.set("relation", referee.relation.as_str());
    given.set("firm", &referee.firm);
    given.set("period_from", day(referee.period_from));
    given.set("period_to", referee.period_to.map(day).unwrap_or_default());
    given.set("email", referee.email.as_str());
    given.set("phone", referee.phone.clone().unwrap_or_default());
    for (field, ticked) in [
        ("not_before_offer", referee.not_before_offer),
        ("consent", referee.consented_at.is_some()),
    ] {
        if ticked {
            given.set(field, "yes");
        }
    }
    given
}

/// What was typed, or every fault of it.
pub(super) fn read(given: &Given) -> Result<Valid<NewReferee>, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let mut asked = |field: &str, detail: &str| {
        faults.push(FieldFault::new(format!("/{field}"), "required", detail));
    };
    for (field, detail) in [("name", "Give the full name."), ("firm", "Name the firm.")] {
        if given.text(field).is_empty() {
            asked(field, detail);
        }
    }
    let relation = Relation::from_word(given.text("relation"));
    if relation.is_none() {
        asked("relation", "Say what this person was to you.");
    }
    let email = EmailAddress::parse(given.text("email")).ok();
    if email.is_none() {
        asked(
            "email",
            "Give an address we can write to, such as name@example.com.",
        );
    }
    let mut day = |field: &str| given.day(field).map_err(|fault| faults.push(fault)).ok();
    let (from, to) = (day("period_from"), day("period_to"));
    if from == Some(None) {
        let detail = "Give the first day you worked together; the month is enough, take its first day.";
        faults.push(FieldFault::new("/period_from", "required", detail));
    }
    match (relation, email, from.flatten(), to) {
        (Some(relation), Some(email), Some(period_from), Some(period_to)) if faults.is_empty() => {
            let body = Valid::given(NewReferee {
                name: given.text("name").to_owned(),
                relation,
                firm: given.text("firm").to_owned(),
                period_from,
                period_to,
                email,
                phone: given.optional("phone"),
                consent: given.ticked("consent"),
                not_before_offer: given.ticked("not_before_offer"),
            });
            match body.get() {
                Err(Fault::Invalid(faults)) => Err(faults),
                _ => Ok(body),
            }
        }
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_missing_is_told_at_once() {
        let mut given = Given::default();
        given.set("period_to", "June");
        let faults = read(&given).unwrap_err();
        let mut fields: Vec<&str> = faults.iter().map(|f| f.pointer.as_str()).collect();
        fields.sort_unstable();
        assert_eq!(
            fields,
            [
                "/email",
                "/firm",
                "/name",
                "/period_from",
                "/period_to",
                "/relation"
            ]
        );
    }
}
