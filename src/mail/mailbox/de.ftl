# Das Postfach der Demo und die Vorlagen der Mails.
mailbox = Postfach der Demo
mailbox-why = Jede Mail, die der Dienst verschickt hat, die neueste zuerst. Nichts verlässt diesen Rechner.
mailbox-only = Nur Mails an { $to }.
mailbox-all = Alle zeigen
mailbox-empty = Es gibt noch keine Mail
mailbox-empty-next = Mails erscheinen hier, sobald jemandem geschrieben wird.
mailbox-older = Ältere Mails
mailbox-links = Links in dieser Mail
mailbox-text = Als Text
mailbox-html = Als HTML
mail-templates = Mailvorlagen
mail-templates-why = Jede Mail, die der Dienst schreibt, mit einem erfundenen Beispiel. Ein eigener Ordner kann einzelne Dateien ersetzen (mail.templates).
