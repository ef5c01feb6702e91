//! What areas say in whole sentences of their own, in other languages. Areas write English, as they write times (see
//! [`when`](super::when)); a mail tells it again in its reader's language. What people typed, and what the content
//! says, stays as it is.

/// Sentences and words of ours, and their German.
const GERMAN: &[(&str, &str)] = &[
    // Where an application stands (`applications::rules::progress`), as the candidate's page says it.
    ("received", "eingegangen"),
    ("job description confirmed", "Stellenbeschreibung bestätigt"),
    ("must-haves checked", "Mindestanforderungen geprüft"),
    ("interviews and work samples", "Gespräche und Arbeitsproben"),
    ("all interviews held", "alle Gespräche geführt"),
    ("references complete", "Referenzen vollständig"),
    ("in discussion", "in Besprechung"),
    ("discussed", "besprochen"),
    ("decided", "entschieden"),
    ("offer made", "Angebot gemacht"),
    ("offer accepted", "Angebot angenommen"),
    ("hired", "eingestellt"),
    ("on hold", "angehalten"),
    ("withdrawn", "zurückgezogen"),
    ("offer declined", "Angebot abgelehnt"),
    ("offer expired", "Angebot abgelaufen"),
    ("offer withdrawn", "Angebot zurückgenommen"),
    ("closed", "abgeschlossen"),
    (
        "We check your answers and write to you.",
        "Wir prüfen Ihre Antworten und schreiben Ihnen.",
    ),
    (
        "We check the must-haves of the job description, the same list for everybody. You do not have to do anything.",
        "Wir prüfen die Mindestanforderungen der Stellenbeschreibung, bei allen dieselbe Liste. Sie müssen nichts tun.",
    ),
    (
        "We plan your interviews and work samples and send you the dates.",
        "Wir planen Ihre Gespräche und Arbeitsproben und schicken Ihnen die Termine.",
    ),
    (
        "Come to the interviews you are invited to and hand in the work samples you were sent.",
        "Kommen Sie zu den Gesprächen, zu denen Sie eingeladen sind, und geben Sie die Arbeitsproben ab, die Sie \
         bekommen haben.",
    ),
    (
        "We ask the people you named as references. You do not have to do anything.",
        "Wir fragen die Menschen, die Sie als Referenz genannt haben. Sie müssen nichts tun.",
    ),
    (
        "The people who met you talk about what they saw. You do not have to do anything.",
        "Die Menschen, die Sie getroffen haben, besprechen, was sie gesehen haben. Sie müssen nichts tun.",
    ),
    (
        "We sleep on it and decide with two signatures. You do not have to do anything.",
        "Wir schlafen darüber und entscheiden mit zwei Unterschriften. Sie müssen nichts tun.",
    ),
    (
        "We prepare an offer for you.",
        "Wir bereiten ein Angebot für Sie vor.",
    ),
    (
        "Read the offer and answer it before it expires.",
        "Lesen Sie das Angebot und beantworten Sie es, bevor es abläuft.",
    ),
    (
        "We prepare your first day and check the last papers.",
        "Wir bereiten Ihren ersten Tag vor und prüfen die letzten Unterlagen.",
    ),
    (
        "We look forward to your first day.",
        "Wir freuen uns auf Ihren ersten Tag.",
    ),
    (
        "We have to pause and write to you as soon as it goes on.",
        "Wir müssen unterbrechen und schreiben Ihnen, sobald es weitergeht.",
    ),
    (
        "You have withdrawn. Thank you for your time.",
        "Sie haben Ihre Bewerbung zurückgezogen. Danke für Ihre Zeit.",
    ),
    (
        "You have declined our offer. Thank you for your time.",
        "Sie haben unser Angebot abgelehnt. Danke für Ihre Zeit.",
    ),
    (
        "The offer expired before it was answered.",
        "Das Angebot ist abgelaufen, bevor es beantwortet wurde.",
    ),
    (
        "We had to withdraw the offer. Please call us; we tell you why.",
        "Wir mussten das Angebot zurücknehmen. Bitte rufen Sie uns an; wir sagen Ihnen, warum.",
    ),
    (
        "The position is filled. Thank you for your time.",
        "Die Stelle ist besetzt. Danke für Ihre Zeit.",
    ),
    (
        "The position was given up. Thank you for your time.",
        "Die Stelle wurde aufgegeben. Danke für Ihre Zeit.",
    ),
    (
        "We have decided not to go on with your application.",
        "Wir haben entschieden, Ihre Bewerbung nicht weiterzuführen.",
    ),
    (
        "Read the privacy notice first.",
        "Lesen Sie zuerst die Hinweise zum Datenschutz.",
    ),
    (
        "Read the job description and answer five short questions about it.",
        "Lesen Sie die Stellenbeschreibung und beantworten Sie fünf kurze Fragen dazu.",
    ),
    (
        "What you expect and what the job is differ; we will call you to talk it through.",
        "Was Sie erwarten und was die Stelle ist, geht auseinander; wir rufen Sie an und sprechen darüber.",
    ),
    (
        "The job description has changed: read it again and answer the five questions.",
        "Die Stellenbeschreibung hat sich geändert: Lesen Sie sie noch einmal und beantworten Sie die fünf Fragen.",
    ),
    // The way ahead (M01).
    (
        "You read the job description and answer five short questions about it",
        "Sie lesen die Stellenbeschreibung und beantworten fünf kurze Fragen dazu",
    ),
    (
        "We check the must-haves, the same list for everybody",
        "Wir prüfen die Mindestanforderungen, bei allen dieselbe Liste",
    ),
    (
        "Interviews and work samples, on at least two days",
        "Gespräche und Arbeitsproben, an mindestens zwei Tagen",
    ),
    (
        "References from people you name and agree to",
        "Referenzen von Menschen, die Sie nennen und denen Sie zustimmen",
    ),
    (
        "A talk among those who met you, and a decision signed by two people",
        "Ein Gespräch unter denen, die Sie getroffen haben, und eine Entscheidung mit zwei Unterschriften",
    ),
    (
        "First interview, if you answer the questions today",
        "Erstes Gespräch, wenn Sie die Fragen heute beantworten",
    ),
    ("Decision", "Entscheidung"),
    // Who somebody is (M03).
    ("hiring manager", "Führungskraft der Stelle"),
    ("operations", "Betrieb"),
    ("sponsor", "Inhaber"),
    ("human resources", "Personalabteilung"),
    ("colleague", "Kollegium"),
    // Work samples (M06).
    ("A quiet place", "Ein ruhiger Ort"),
    ("A keyboard rather than a phone", "Eine Tastatur und kein Telefon"),
    (
        "Nothing: you get the material at the appointment and time to read it",
        "Nichts: Sie bekommen die Unterlagen beim Termin und Zeit, sie zu lesen",
    ),
    (
        "You get three lines of feedback on your work, whatever the decision.",
        "Sie bekommen drei Zeilen Rückmeldung zu Ihrer Arbeit, wie auch immer entschieden wird.",
    ),
    // How a referee and a candidate worked together (M07).
    ("former direct manager", "frühere direkte Führungskraft"),
    ("current manager", "jetzige Führungskraft"),
    ("operations colleague", "Kollegin oder Kollege aus dem Betrieb"),
    ("peer", "Kollegin oder Kollege"),
    ("client", "Kunde"),
    ("project lead", "Projektleitung"),
    ("main client", "Hauptkunde"),
    (
        "internship supervisor",
        "Betreuung eines Praktikums oder Ehrenamts",
    ),
    ("relative", "verwandt"),
    ("hiring team", "Mitglied des Auswahlteams"),
    // The offer (M18) and what follows it.
    (
        "A named trainer for each part of the job, a coach and a buddy from the first day",
        "Für jeden Teil der Arbeit jemand mit Namen, der Sie schult; Coach und Buddy vom ersten Tag an",
    ),
    (
        "Accounts are handed over one by one, never all at once",
        "Die Kunden kommen nach und nach zu Ihnen, nie alle auf einmal",
    ),
    ("still to be settled", "noch nicht festgelegt"),
    ("still to be named", "noch nicht benannt"),
];

/// Sentences with something in them: what stands before and after it, and the same in German.
const GERMAN_AROUND: &[([&str; 2], [&str; 2])] = &[
    (
        ["We write to you again by ", " at the latest."],
        ["Wir schreiben Ihnen wieder, spätestens bis ", "."],
    ),
    (["Until day ", ""], ["Bis Tag ", ""]),
];

/// A sentence of ours in German. `told` says what stands in it in German.
pub(super) fn in_german(text: &str, told: impl Fn(&str) -> String) -> Option<String> {
    if let Some((_, german)) = GERMAN.iter().find(|(english, _)| *english == text) {
        return Some((*german).to_owned());
    }
    GERMAN_AROUND.iter().find_map(|([before, after], german)| {
        let inside = text.strip_prefix(before)?.strip_suffix(after)?;
        Some(format!("{}{}{}", german[0], told(inside), german[1]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_told_once_and_one_with_a_day_in_it_around_the_day() {
        for (n, (english, german)) in GERMAN.iter().enumerate() {
            assert!(!english.is_empty() && !german.is_empty() && english != german);
            let twice = GERMAN.iter().skip(n + 1).any(|(other, _)| other == english);
            assert!(!twice, "{english}");
        }
        let told = |text: &str| in_german(text, |inside| format!("<{inside}>"));
        assert_eq!(
            told("We write to you again by Friday 6 November 2026 at the latest.").as_deref(),
            Some("Wir schreiben Ihnen wieder, spätestens bis <Friday 6 November 2026>.")
        );
        assert_eq!(
            told("Until day 5: How we work").as_deref(),
            Some("Bis Tag <5: How we work>")
        );
        for kept in ["Received", "We write to you again by and by", "", "Closed"] {
            assert_eq!(told(kept), None, "{kept}");
        }
    }
}
