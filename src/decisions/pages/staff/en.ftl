# From the comparison to the offer.
decision-comparison = Candidates side by side
decision-comparison-why = Only who reaches every floor has a place: nothing makes up for a missed one.
decision-ranking = Places
decision-rank = Place
decision-soft = Soft skills
decision-technical = Technical
decision-commercial = Commercial
decision-floors = Floors
decision-floor = Floor
decision-passes = All reached
decision-misses = Missed
decision-close = No meaningful difference to
decision-open-flags = { $n ->
    [one] 1 open red flag
    *[other] { $n } open red flags
    }
decision-withheld = Not yet visible to you.
decision-bars = Levels by competency
decision-bars-why = From 1 to 5. The line is the floor.
decision-bars-desc = The table below has the same numbers.
decision-table = The same as a table
decision-radar = Two profiles
decision-radar-why = The two highest places. Shapes mislead: trust the table.
decision-nobody = Nobody to compare yet
decision-nobody-why = Candidates appear here once their assessment has begun.
decision-debrief = Debrief
decision-opened = Open since
decision-not-opened = Not opened yet.
decision-open-debrief = Open the debrief
decision-close-debrief = Close the debrief
decision-notes-missing = { $n ->
    [one] 1 disagreement has no note yet.
    *[other] { $n } disagreements have no note yet.
    }
decision-disagreements = Disagreements
decision-disagreements-why = Two points or more apart in the same source. Read both aloud, then write down what you conclude.
decision-disagreements-none = Raters agree within one point everywhere.
decision-noted = Talked through
decision-apart = { $n } points apart
decision-note = What was concluded
decision-note-hint = At least { $n } characters.
decision-note-save = Write down
decision-note-written = The note is written down.
decision-evidence = Evidence by competency
decision-evidence-why = The evidence first, opinions after.
decision-source = Source
decision-what-was-seen = What was seen or heard
decision-not-observed = not observed
decision-sums = What it adds up to
decision-assessment = Before references
decision-to-flags = To the red flags
decision-unknown = Still unknown about this candidate
decision-unknown-why = It refuses nothing; it is what a decision tends to overlook.
decision-unknown-none = Nothing that could be listed.
decision-decision = Decision
decision-why = Written by the hiring manager, signed by two, slept on for a night.
decision-approved-at = Approved
decision-ahead = Another candidate who reaches every floor scores clearly higher. Say in { $n } characters or more which duty of the job justifies this choice.
decision-text = Why this candidate is to be hired
decision-text-hint = In your own words, resting on what was seen.
decision-preference = Why this candidate and not the one ahead
decision-preference-hint = Name what was seen and which duty needs it.
decision-duty = The duty that justifies it
decision-expectation = What is expected in the first 90 days
decision-expectation-hint = It is read again at the day-90 review.
decision-voids = Other words void the signatures under the old ones.
decision-save = Save the decision
decision-saved = The decision is saved.
decision-none = No decision written yet
decision-none-why = The hiring manager writes it from the debrief on.
decision-signatures = Two signatures
decision-signatures-why = The hiring manager's, and the sponsor's or the HR lead's: two different people.
decision-unsigned = not signed yet
decision-signed-chip = Signed
decision-sign = Sign
decision-sign-sure = Sign these words as they stand?
decision-signed = You have signed.
decision-approval = Approval
decision-approval-why = What stands before it.
decision-opens = { $n ->
    [one] Opens in less than an hour, on
    *[other] Opens in { $n } hours, on
    }
decision-sleep = Sleep on it: the clock opens this step.
decision-approve = Approve
decision-all-conditions = All conditions of the approval
decision-offer = Offer
decision-offer-out = With the candidate since
decision-offer-draft = Written, not sent yet.
decision-offer-none = No offer yet
decision-offer-early = An offer is written once the decision is approved.
decision-offer-by-hr = HR writes the offer.
decision-start = First day
decision-expires = Open until
decision-expires-hint = At least 72 hours from the moment it is sent.
decision-salary = Pay
decision-currency = Currency and period
decision-currency-hint = Such as “EUR a year”.
decision-bonus = Bonus
decision-place = Place of work
decision-contract = Kind of contract
decision-contract-hint = Such as “permanent, full time”.
decision-conditions = Further conditions
decision-conditions-hint = One a line, in lower-case letters, such as work_permit. The right to work is always one.
decision-promised = The current employer is asked only after acceptance, as promised
decision-offer-save = Save the terms
decision-offer-saved = The terms are saved.
decision-extend = Send the offer
decision-extend-sure = Send the offer to the candidate? Its terms then stay as they are.
decision-lacks = Still missing:
decision-answer = Answer
decision-accepted = Accepted
decision-declined = Declined
decision-other-start = Asks for another first day:
decision-waits = The offer is with the candidate. Nobody presses.
decision-no-answer = No answer yet.
decision-conditions-title = Before the hire
decision-conditions-why = HR confirms each with what was seen.
decision-condition-right_to_work = Right to work
decision-condition-current_employer_reference = Reference of the current employer
decision-confirmed = Confirmed
decision-seen = What was seen
decision-confirm = Confirm
decision-condition-ticked = The condition is confirmed.
decision-hire = Hire
decision-hire-sure = Record that { $name } is hired? The job is then filled.
decision-hire-open = { $n ->
    [one] 1 condition is open.
    *[other] { $n } conditions are open.
    }
decision-rescission = Withdrawal of the offer
decision-rescind = Withdraw the offer
decision-rescind-why = An accepted offer is withdrawn for two reasons only, with the signatures of HR and the sponsor.
decision-rescind-text = What happened
decision-rescind-record = Record and sign
decision-rescission-recorded = Recorded with your signature. The other one is missing.
decision-rescission-signed = You have signed. HR can take the step now.
decision-rescind-sure = Withdraw the accepted offer? This cannot be undone.
decision-rescind-now = Withdraw it now
decision-waivers-why = An exception is asked for by the hiring manager and granted by two others; { $n } per application at most.
decision-waivers-why-job = An exception is asked for by the hiring manager of the job and granted by two others.
decision-waivers-why-plan = An exception is asked for by those who run this onboarding and granted by two others, never by or for the hire alone.
decision-waivers-none = No exceptions
decision-waivers-none-why = Every rule holds as it stands.
decision-waiver-ask = Ask for an exception
decision-waiver-ask-why = Two others decide: the HR lead, and the sponsor or a head of operations who is not on the panel.
decision-waiver-ask-why-plan = Two others decide: a trainer and HR on prerequisites, the HR lead and the sponsor on the ramp.
decision-waiver-gate = Condition
decision-waiver-gate-hint = In brackets: the rule, and how far it can be eased. Conditions that are not listed cannot be waived.
decision-waiver-value = Eased to
decision-waiver-to = eased to
decision-waiver-until = Valid until
decision-waiver-until-hint = { $n } days at most.
decision-waiver-text = Why, in words
decision-waiver-measure = What is done instead
decision-waiver-measure-hint = Such as an extra reference call or a second assessor.
decision-waiver-send = Ask
decision-waiver-asked = Asked for. Two others decide.
decision-waiver-approved-by = Approved by
decision-waiver-closed = Ended
decision-waiver-decide = Your decision
decision-waiver-two = It holds once two have approved. Whoever asked or rated cannot be one of them.
decision-waiver-approve = Approve
decision-waiver-approve-sure = Approve this exception?
decision-waiver-approved = You have approved.
decision-waiver-refuse = Refuse
decision-waiver-refuse-why = Why you refuse
decision-waiver-refused = The exception is refused.
decision-waiver-revoke = Take it back
decision-waiver-revoke-why = Why it is taken back
decision-waiver-revoked = The exception is taken back.
decision-closing = The other applications
decision-closing-n = { $n ->
    [one] One application is still open
   *[other] { $n } applications are still open
}
decision-closing-why = The job is filled. HR tells everybody else, all in one step, so that nobody is forgotten.
decision-closing-why-cancelled = The job was given up. HR tells everybody, all in one step, so that nobody is forgotten.
decision-closing-early = The others are closed once somebody is hired or the job is given up.
decision-closing-since = Applied
decision-closing-letter = Each of them reads in a mail and on the own page that the application is closed. It cannot be undone.
decision-closing-sure = { $n ->
    [one] Close this application? The candidate is told.
   *[other] Close these { $n } applications? Every candidate is told.
}
decision-closing-now = { $n ->
    [one] Close it and tell the candidate
   *[other] Close all { $n } and tell the candidates
}
decision-closing-none = Nobody is waiting
decision-closing-none-why = Every application for this job is closed.
decision-closing-done = Closed. Every candidate is told.
