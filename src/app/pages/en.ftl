# Administration.
audit-log = Audit log
health = Health
health-version = Version
health-database = Database
health-address = Address
health-mail = Mail
health-mail-file = written to files
health-mail-smtp = sent over SMTP
health-unsent = { $count ->
    [0] nothing waits to be sent
    [one] one mail waits to be sent
   *[other] { $count } mails wait to be sent
}
health-time = Time of the service
docs = The API
docs-why = Everything programs can do with this service, version { $version }. The same is in openapi.json for tools.
docs-search = Look for
docs-find = Find
docs-all = Show everything
docs-count = { $n ->
    [one] One operation
   *[other] { $n } operations
}
docs-none = Nothing found
docs-none-why = Try fewer or other words, a method such as POST or a part of the address.
docs-open = Needs no sign-in.
docs-token = Needs a sign-in: send “Authorization: Bearer” with a token of POST /api/v1/sessions, or of POST /api/v1/link_sessions for guests.
docs-parameters = Parameters
docs-name = Name
docs-kind = What it is
docs-meaning = What it means
docs-required = required
docs-in-path = in the address
docs-in-query = in the query
docs-in-header = a header
docs-in-cookie = a cookie
docs-body = Body to send, as JSON
docs-answers = Answers
docs-status = Status
docs-no-body = no body
docs-headers = Headers:
docs-fields = Fields
docs-parts = Made of
docs-choices = One of
health-dead = { $count ->
    [one] one could not be delivered
   *[other] { $count } could not be delivered
}
