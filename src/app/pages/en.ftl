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
