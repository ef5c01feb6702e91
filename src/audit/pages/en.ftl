# The audit log.
audit-why = Everything that was done or refused, newest first. Nothing here can be changed; each entry carries the hash of the one before.
audit-at = When
audit-who = Who
audit-what = What
audit-outcome = Outcome
audit-all = All
audit-show = Show
audit-allowed = Done
audit-refused = Refused
audit-derived = Followed by itself
audit-empty = Nothing like this was recorded
audit-empty-next = Choose another outcome to see more.
