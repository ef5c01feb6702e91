# Vom Vergleich bis zum Angebot.
decision-comparison = Bewerbungen nebeneinander
decision-comparison-why = Einen Platz hat nur, wer jeden Mindestwert erreicht: Nichts gleicht einen verfehlten aus.
decision-ranking = Plätze
decision-rank = Platz
decision-soft = Soziale Stärken
decision-technical = Fachlich
decision-commercial = Kaufmännisch
decision-floors = Mindestwerte
decision-floor = Mindestwert
decision-passes = Alle erreicht
decision-misses = Verfehlt
decision-close = Kein bedeutsamer Unterschied zu
decision-open-flags = { $n ->
    [one] 1 offenes Warnzeichen
    *[other] { $n } offene Warnzeichen
    }
decision-withheld = Für Sie noch nicht sichtbar.
decision-bars = Stufen je Kompetenz
decision-bars-why = Von 1 bis 5. Der Strich ist der Mindestwert.
decision-bars-desc = Die Tabelle darunter hat dieselben Zahlen.
decision-table = Dasselbe als Tabelle
decision-radar = Zwei Profile
decision-radar-why = Die beiden ersten Plätze. Formen täuschen: Trauen Sie der Tabelle.
decision-nobody = Noch niemand zu vergleichen
decision-nobody-why = Bewerbungen erscheinen hier, sobald ihre Beurteilung begonnen hat.
decision-debrief = Auswertung
decision-opened = Offen seit
decision-not-opened = Noch nicht eröffnet.
decision-open-debrief = Auswertung eröffnen
decision-close-debrief = Auswertung abschließen
decision-notes-missing = { $n ->
    [one] 1 Abweichung hat noch keine Notiz.
    *[other] { $n } Abweichungen haben noch keine Notiz.
    }
decision-disagreements = Abweichungen
decision-disagreements-why = Zwei Punkte oder mehr in derselben Quelle. Lesen Sie beides vor und halten Sie dann fest, was daraus folgt.
decision-disagreements-none = Überall liegen die Bewertungen höchstens einen Punkt auseinander.
decision-noted = Besprochen
decision-apart = { $n } Punkte auseinander
decision-note = Was daraus folgt
decision-note-hint = Mindestens { $n } Zeichen.
decision-note-save = Festhalten
decision-note-written = Die Notiz ist festgehalten.
decision-evidence = Belege je Kompetenz
decision-evidence-why = Erst die Belege, dann die Meinungen.
decision-source = Quelle
decision-what-was-seen = Was zu sehen oder zu hören war
decision-not-observed = nicht beobachtet
decision-sums = Was zusammenkommt
decision-assessment = Vor den Referenzen
decision-to-flags = Zu den Warnzeichen
decision-unknown = Was wir noch nicht wissen
decision-unknown-why = Es verhindert nichts; es wird beim Entscheiden gern übersehen.
decision-unknown-none = Nichts, was sich aufzählen ließe.
decision-decision = Entscheidung
decision-why = Von der Führungskraft geschrieben, von zweien unterschrieben, eine Nacht überschlafen.
decision-approved-at = Zugesagt
decision-ahead = Eine andere Bewerbung, die jeden Mindestwert erreicht, liegt deutlich höher. Begründen Sie mit mindestens { $n } Zeichen, welche Aufgabe der Stelle diese Wahl rechtfertigt.
decision-text = Warum diese Person eingestellt werden soll
decision-text-hint = In eigenen Worten, gestützt auf Beobachtetes.
decision-preference = Warum diese Person und nicht die höher bewertete
decision-preference-hint = Nennen Sie, was zu sehen war und welche Aufgabe es braucht.
decision-duty = Die Aufgabe, die es rechtfertigt
decision-expectation = Was in den ersten 90 Tagen erwartet wird
decision-expectation-hint = Beim Gespräch nach 90 Tagen wird es wieder gelesen.
decision-voids = Andere Worte heben die Unterschriften unter den alten auf.
decision-save = Entscheidung speichern
decision-saved = Die Entscheidung ist gespeichert.
decision-none = Noch keine Entscheidung geschrieben
decision-none-why = Die Führungskraft schreibt sie ab der Auswertung.
decision-signatures = Zwei Unterschriften
decision-signatures-why = Die der Führungskraft und die der Inhaberin, des Inhabers oder der Personalleitung: zwei verschiedene Personen.
decision-unsigned = noch nicht unterschrieben
decision-signed-chip = Unterschrieben
decision-sign = Unterschreiben
decision-sign-sure = Diese Worte so unterschreiben?
decision-signed = Sie haben unterschrieben.
decision-approval = Zusage
decision-approval-why = Was noch davor steht.
decision-opens = { $n ->
    [one] Möglich in weniger als einer Stunde, am
    *[other] Möglich in { $n } Stunden, am
    }
decision-sleep = Schlafen Sie darüber: Die Uhr öffnet diesen Schritt.
decision-approve = Zusagen
decision-all-conditions = Alle Bedingungen der Zusage
decision-offer = Angebot
decision-offer-out = Versandt am
decision-offer-draft = Geschrieben, noch nicht versandt.
decision-offer-none = Noch kein Angebot
decision-offer-early = Ein Angebot wird geschrieben, sobald die Zusage steht.
decision-offer-by-hr = Das Personal schreibt das Angebot.
decision-start = Erster Tag
decision-expires = Offen bis
decision-expires-hint = Mindestens 72 Stunden ab dem Versand.
decision-salary = Gehalt
decision-currency = Währung und Zeitraum
decision-currency-hint = Etwa „EUR im Jahr“.
decision-bonus = Bonus
decision-place = Arbeitsort
decision-contract = Art des Vertrags
decision-contract-hint = Etwa „unbefristet, Vollzeit“.
decision-conditions = Weitere Bedingungen
decision-conditions-hint = Eine je Zeile, in Kleinbuchstaben, etwa work_permit. Die Arbeitserlaubnis gehört immer dazu.
decision-promised = Die jetzige Arbeitgeberin wird wie versprochen erst nach der Annahme gefragt
decision-offer-save = Angebot speichern
decision-offer-saved = Das Angebot ist gespeichert.
decision-extend = Angebot senden
decision-extend-sure = Das Angebot senden? Sein Inhalt bleibt dann, wie er ist.
decision-lacks = Es fehlt noch:
decision-answer = Antwort
decision-accepted = Angenommen
decision-declined = Abgelehnt
decision-other-start = Wünscht einen anderen ersten Tag:
decision-waits = Das Angebot liegt vor. Niemand drängt.
decision-no-answer = Noch keine Antwort.
decision-conditions-title = Vor der Einstellung
decision-conditions-why = Das Personal bestätigt jede mit dem, was vorlag.
decision-condition-right_to_work = Arbeitserlaubnis
decision-condition-current_employer_reference = Referenz der jetzigen Arbeitgeberin
decision-confirmed = Bestätigt
decision-seen = Was vorlag
decision-confirm = Bestätigen
decision-condition-ticked = Die Bedingung ist bestätigt.
decision-hire = Einstellen
decision-hire-sure = { $name } einstellen? Die Stelle ist dann besetzt.
decision-hire-open = { $n ->
    [one] 1 Bedingung ist offen.
    *[other] { $n } Bedingungen sind offen.
    }
decision-rescission = Rücknahme des Angebots
decision-rescind = Angebot zurücknehmen
decision-rescind-why = Ein angenommenes Angebot wird nur aus zwei Gründen zurückgenommen, mit zwei Unterschriften: Personal und Inhaber/in.
decision-rescind-text = Was geschehen ist
decision-rescind-record = Festhalten und unterschreiben
decision-rescission-recorded = Mit Ihrer Unterschrift festgehalten. Die andere fehlt noch.
decision-rescission-signed = Sie haben unterschrieben. Das Personal kann den Schritt nun tun.
decision-rescind-sure = Das angenommene Angebot zurücknehmen? Das lässt sich nicht rückgängig machen.
decision-rescind-now = Jetzt zurücknehmen
decision-waivers-why = Eine Ausnahme beantragt die Führungskraft, zwei andere genehmigen sie; höchstens { $n } je Bewerbung.
decision-waivers-why-job = Um eine Ausnahme bittet die einstellende Führungskraft der Stelle; zwei andere bewilligen sie.
decision-waivers-why-plan = Um eine Ausnahme bittet, wer diese Einarbeitung leitet; zwei andere bewilligen sie, nie die neue Kraft selbst.
decision-waivers-none = Keine Ausnahmen
decision-waivers-none-why = Alle Regeln gelten, wie sie sind.
decision-waiver-ask = Ausnahme beantragen
decision-waiver-ask-why = Zwei andere entscheiden: die Personalleitung und Inhaber/in oder eine Betriebsleitung außerhalb des Gremiums.
decision-waiver-ask-why-plan = Zwei andere entscheiden: bei Voraussetzungen Trainer und Personalabteilung, bei der Staffelung Personalleitung und Auftraggeber.
decision-waiver-gate = Bedingung
decision-waiver-gate-hint = In Klammern: die Regel und wie weit sie gelockert werden kann. Was nicht aufgeführt ist, kann nicht erlassen werden.
decision-waiver-value = Gelockert auf
decision-waiver-to = gelockert auf
decision-waiver-until = Gültig bis
decision-waiver-until-hint = Höchstens { $n } Tage.
decision-waiver-text = Warum, in Worten
decision-waiver-measure = Was stattdessen geschieht
decision-waiver-measure-hint = Etwa ein weiteres Referenzgespräch oder eine zweite bewertende Person.
decision-waiver-send = Beantragen
decision-waiver-asked = Beantragt. Zwei andere entscheiden.
decision-waiver-approved-by = Zugestimmt haben
decision-waiver-closed = Beendet
decision-waiver-decide = Ihre Entscheidung
decision-waiver-two = Sie gilt, sobald zwei zugestimmt haben. Wer beantragt oder bewertet hat, kann es nicht sein.
decision-waiver-approve = Zustimmen
decision-waiver-approve-sure = Dieser Ausnahme zustimmen?
decision-waiver-approved = Sie haben zugestimmt.
decision-waiver-refuse = Ablehnen
decision-waiver-refuse-why = Warum Sie ablehnen
decision-waiver-refused = Die Ausnahme ist abgelehnt.
decision-waiver-revoke = Zurücknehmen
decision-waiver-revoke-why = Warum sie zurückgenommen wird
decision-waiver-revoked = Die Ausnahme ist zurückgenommen.
decision-closing = Die anderen Bewerbungen
decision-closing-n = { $n ->
    [one] Eine Bewerbung ist noch offen
   *[other] { $n } Bewerbungen sind noch offen
}
decision-closing-why = Die Stelle ist besetzt. Die Personalabteilung sagt es allen anderen in einem Schritt, damit niemand vergessen wird.
decision-closing-why-cancelled = Die Stelle wurde aufgegeben. Die Personalabteilung sagt es allen in einem Schritt, damit niemand vergessen wird.
decision-closing-early = Die anderen werden geschlossen, sobald jemand eingestellt ist oder die Stelle aufgegeben wird.
decision-closing-since = Beworben am
decision-closing-letter = Jede Person liest in einer E-Mail und auf ihrer Seite, dass die Bewerbung geschlossen ist. Das lässt sich nicht zurücknehmen.
decision-closing-sure = { $n ->
    [one] Diese Bewerbung schließen? Die Person wird benachrichtigt.
   *[other] Diese { $n } Bewerbungen schließen? Alle werden benachrichtigt.
}
decision-closing-now = { $n ->
    [one] Schließen und die Person benachrichtigen
   *[other] Alle { $n } schließen und benachrichtigen
}
decision-closing-none = Niemand wartet
decision-closing-none-why = Jede Bewerbung für diese Stelle ist geschlossen.
decision-closing-done = Geschlossen. Alle sind benachrichtigt.
