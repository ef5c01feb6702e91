# Das Prüfprotokoll.
audit-why = Alles, was getan oder abgelehnt wurde, das Neueste zuerst. Nichts hier lässt sich ändern; jeder Eintrag trägt die Prüfsumme des vorigen.
audit-at = Wann
audit-who = Wer
audit-what = Was
audit-outcome = Ausgang
audit-all = Alle
audit-show = Zeigen
audit-allowed = Getan
audit-refused = Abgelehnt
audit-derived = Von selbst gefolgt
audit-empty = Nichts dergleichen wurde aufgezeichnet
audit-empty-next = Wählen Sie einen anderen Ausgang, um mehr zu sehen.
