# Verwaltung.
audit-log = Prüfprotokoll
health = Zustand
health-version = Version
health-database = Datenbank
health-address = Adresse
health-mail = Mail
health-mail-file = in Dateien geschrieben
health-mail-smtp = über SMTP verschickt
health-unsent = { $count ->
    [0] nichts wartet auf den Versand
    [one] eine Mail wartet auf den Versand
   *[other] { $count } Mails warten auf den Versand
}
health-time = Zeit des Dienstes
