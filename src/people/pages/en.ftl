# Signing in, first set-up, profile.
sign-in = Sign in
sign-in-why = For the people of the company. Candidates and referees use the link in their mail.
sign-in-demo = This is a demo: addresses and passwords were printed where it was started.
email = E-mail address
password = Password
password-hint = 12 characters or more. A sentence is easy to remember and hard to guess.
full-name = Full name
setup = First set-up
setup-why = Make the first administrator. Everybody else is invited from inside.
setup-token = Set-up token
setup-token-hint = It stands in the service's log, in the line that begins with "first set-up".
setup-make = Make the administrator
profile-password = Password
profile-current-password = Current password
profile-new-password = New password
profile-change-password = Change the password
profile-password-changed = Your password is changed. All other sessions have ended.
profile-roles = Your roles
profile-certificate = Interviewer certificate
profile-certified-until = Valid until
profile-not-certified = You have none yet. Rating candidates needs one.
profile-practise = Rate the practice cases

# Today.
today-title = Good day, { $name }
today-overdue = Overdue
today-now = Waiting for you
today-soon = Due within a week
today-more = { $count } more
today-nothing = Nothing waits for you
today-nothing-next = When somebody needs you, it will stand here first. What you are allowed to see is in the menu.
today-due = due
today-since = since
today-step = Everything is there. Next step:
today-scorecard = Fill your scorecard.
today-module = Work on your module
today-sign_off = Check and sign off
today-check_in = Hold the check-in
today-coaching = Hold the coaching session.
today-do-gate = Do it
today-do-step = Take the step
today-do-scorecard = Fill it
today-do-module = Open
today-do-sign_off = Sign off
today-do-check_in = Open
today-do-coaching = Open

# People.
users = People
users-why = Who works here and in which roles. One person may hold several; nobody signs their own work.
users-roles = Roles
users-new = Invite somebody
users-made = The account is made. Make a link now through which the person chooses a password.
users-saved = Saved.
users-closed = closed
users-close = Account closed
users-close-hint = Closing ends every session at once. What the person did stays in the records.
users-own-roles = Nobody changes their own roles.
users-operations = Works in the operations function
users-operations-hint = Operations must have a voice in every assessment (G22).
users-who = Accounts are changed by administrators.
users-link = Password link
users-link-why = Through the link the person chooses a password, once, within a day.
users-link-make = Make a link
users-link-once = This link is shown only now. Give it to the person only.
certificate = Interviewer certificate
certificate-why = Rate every answer by its anchors. You pass when { $percent } percent of your ratings are within one level of the experts' key and no weak answer is rated high. A pass is valid for { $months } months.
certificate-run-out = Your certificate ran out on
certificate-rate-it = Rate this answer: { $name }
certificate-rate-all = Rate every answer; the ones still open are marked.
certificate-key-after = You see the experts' key after you have rated.
certificate-hand-in = Hand in my ratings
certificate-passed = Passed
certificate-failed = Not passed this time
certificate-within = { $within } of { $all } ratings within one level of the key (needed: { $percent } percent)
certificate-deviation = Mean distance from the key:
certificate-at-most = at most
certificate-low-high = { $n ->
    [0] No weak answer rated high
    [one] 1 weak answer rated high; none may be
   *[other] { $n } weak answers rated high; none may be
 }
certificate-compare = Compare your ratings with the key below.
certificate-learn = Read below why the experts rated as they did, and try again.
certificate-again = Rate the cases again
certificate-key = Key:
certificate-yours = Yours:
