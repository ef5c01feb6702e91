# The demo's mailbox, and the templates of mails.
mailbox = Mailbox of the demo
mailbox-why = Every mail the service has sent, newest first. Nothing leaves this machine.
mailbox-only = Only mails to { $to }.
mailbox-all = Show all
mailbox-empty = There is no mail yet
mailbox-empty-next = Mails appear here as soon as somebody is written to.
mailbox-older = Older mails
mailbox-links = Links in this mail
mailbox-text = As text
mailbox-html = As HTML
mail-templates = Mail templates
mail-templates-why = Every mail the service writes, with a made-up example. A folder of your own can replace single files (mail.templates).
