//! The privacy notice every candidate is shown (G10a). Not legal advice; a company has counsel check it.

/// Its text, one paragraph a line.
pub const PRIVACY_NOTICE: &str = "\
We use what you and your referees tell us to decide about this job, and for nothing else.\n\
We store your name, your address, your answers, what interviewers and assessors write down about their rounds \
and work samples, and the references you agree to. We ask for no photo, age, family, health, religion or origin.\n\
Only the people of this hiring process see it. A person decides, always: the program checks that no step is \
left out, it never hires and never rejects.\n\
We contact a referee only after you have agreed to this one person.\n\
If you are not hired, your data are deleted or made anonymous 12 months after the decision unless the law asks \
for longer.\n\
You may see your data, have facts corrected, withdraw, or have everything deleted: answer any of our mails.";
