# Anmelden, Einrichtung, Profil.
sign-in = Anmelden
sign-in-why = Für die Menschen im Unternehmen. Bewerber und Referenzpersonen nutzen den Link in ihrer Mail.
sign-in-demo = Dies ist eine Demo: Adressen und Passwörter wurden dort ausgegeben, wo sie gestartet wurde.
email = E-Mail-Adresse
password = Passwort
password-hint = Mindestens 12 Zeichen. Ein Satz ist leicht zu merken und schwer zu erraten.
full-name = Vor- und Nachname
setup = Erste Einrichtung
setup-why = Legen Sie die erste Administration an. Alle anderen werden von innen eingeladen.
setup-token = Einrichtungs-Token
setup-token-hint = Es steht im Protokoll des Dienstes, in der Zeile, die mit "first set-up" beginnt.
setup-make = Administration anlegen
profile-password = Passwort
profile-current-password = Bisheriges Passwort
profile-new-password = Neues Passwort
profile-change-password = Passwort ändern
profile-password-changed = Ihr Passwort ist geändert. Alle anderen Sitzungen sind beendet.
profile-roles = Ihre Rollen
profile-certificate = Interview-Zertifikat
profile-certified-until = Gültig bis
profile-not-certified = Sie haben noch keines. Wer bewertet, braucht eines.
profile-practise = Übungsfälle bewerten

# Heute.
today-title = Guten Tag, { $name }
today-overdue = Überfällig
today-now = Wartet auf Sie
today-soon = Fällig innerhalb einer Woche
today-more = { $count } weitere
today-nothing = Nichts wartet auf Sie
today-nothing-next = Sobald jemand Sie braucht, steht es hier zuerst. Was Sie sehen dürfen, finden Sie im Menü.
today-due = fällig
today-since = seit
today-step = Alles ist da. Nächster Schritt:
today-scorecard = Füllen Sie Ihren Bewertungsbogen aus.
today-module = Arbeiten Sie an Ihrem Modul
today-sign_off = Prüfen und abzeichnen:
today-check_in = Führen Sie das Gespräch
today-coaching = Halten Sie das Coaching-Gespräch.
today-do-gate = Erledigen
today-do-step = Schritt gehen
today-do-scorecard = Ausfüllen
today-do-module = Öffnen
today-do-sign_off = Abzeichnen
today-do-check_in = Öffnen
today-do-coaching = Öffnen

# Menschen.
users = Menschen
users-why = Wer hier arbeitet und in welchen Rollen. Eine Person kann mehrere haben; niemand zeichnet die eigene Arbeit ab.
users-roles = Rollen
users-new = Jemanden einladen
users-made = Das Konto ist angelegt. Erzeugen Sie nun einen Link, über den die Person ein Passwort wählt.
users-saved = Gespeichert.
users-closed = geschlossen
users-close = Konto geschlossen
users-close-hint = Das Schließen beendet alle Sitzungen sofort. Was die Person getan hat, bleibt in den Akten.
users-own-roles = Niemand ändert die eigenen Rollen.
users-operations = Arbeitet im Betrieb
users-operations-hint = Der Betrieb muss in jeder Beurteilung eine Stimme haben (G22).
users-who = Konten ändert die Administration.
users-link = Passwort-Link
users-link-why = Über den Link wählt die Person einmalig innerhalb eines Tages ein Passwort.
users-link-make = Link erzeugen
users-link-once = Dieser Link wird nur jetzt gezeigt. Geben Sie ihn nur der Person.
certificate = Zertifikat für Interviewende
certificate-why = Bewerten Sie jede Antwort nach den Ankern. Bestanden ist, wenn { $percent } Prozent Ihrer Bewertungen höchstens eine Stufe vom Schlüssel der Fachleute abweichen und keine schwache Antwort hoch bewertet ist. Das Zertifikat gilt { $months } Monate.
certificate-run-out = Ihr Zertifikat ist abgelaufen am
certificate-rate-it = Diese Antwort bewerten: { $name }
certificate-rate-all = Bewerten Sie jede Antwort; die offenen sind markiert.
certificate-key-after = Den Schlüssel der Fachleute sehen Sie nach Ihrer Bewertung.
certificate-hand-in = Meine Bewertungen abgeben
certificate-passed = Bestanden
certificate-failed = Diesmal nicht bestanden
certificate-within = { $within } von { $all } Bewertungen höchstens eine Stufe vom Schlüssel entfernt (nötig: { $percent } Prozent)
certificate-deviation = Mittlerer Abstand vom Schlüssel:
certificate-at-most = höchstens
certificate-low-high = { $n ->
    [0] Keine schwache Antwort hoch bewertet
    [one] 1 schwache Antwort hoch bewertet; erlaubt ist keine
   *[other] { $n } schwache Antworten hoch bewertet; erlaubt ist keine
 }
certificate-compare = Vergleichen Sie unten Ihre Bewertungen mit dem Schlüssel.
certificate-learn = Lesen Sie unten, warum die Fachleute so bewertet haben, und versuchen Sie es noch einmal.
certificate-again = Die Fälle noch einmal bewerten
certificate-key = Schlüssel:
certificate-yours = Ihre:
