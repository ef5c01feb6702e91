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
docs = Die Schnittstelle
docs-why = Alles, was Programme mit diesem Dienst tun können, Version { $version }. Dasselbe steht für Werkzeuge in openapi.json.
docs-search = Suchen nach
docs-find = Finden
docs-all = Alles zeigen
docs-count = { $n ->
    [one] Eine Operation
   *[other] { $n } Operationen
}
docs-none = Nichts gefunden
docs-none-why = Versuchen Sie weniger oder andere Wörter, eine Methode wie POST oder einen Teil der Adresse.
docs-open = Braucht keine Anmeldung.
docs-token = Braucht eine Anmeldung: „Authorization: Bearer“ mit einem Token von POST /api/v1/sessions senden, für Gäste von POST /api/v1/link_sessions.
docs-parameters = Parameter
docs-name = Name
docs-kind = Was es ist
docs-meaning = Was es bedeutet
docs-required = erforderlich
docs-in-path = in der Adresse
docs-in-query = in der Abfrage
docs-in-header = ein Header
docs-in-cookie = ein Cookie
docs-body = Inhalt, als JSON zu senden
docs-answers = Antworten
docs-status = Status
docs-no-body = kein Inhalt
docs-headers = Header:
docs-fields = Felder
docs-parts = Besteht aus
docs-choices = Eines von
health-dead = { $count ->
    [one] eine war nicht zustellbar
   *[other] { $count } waren nicht zustellbar
}
