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
