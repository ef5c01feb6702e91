-- Mails that came back (RFC 3464): what a mail server or a person reported, each report once.
CREATE TABLE mail_bounces (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    -- The same for the same report, whichever way it comes.
    fingerprint TEXT NOT NULL UNIQUE,
    mail_id BLOB NOT NULL CHECK (length(mail_id) = 16),
    recipient TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('hard', 'soft')),
    status TEXT NOT NULL,
    diagnostic TEXT NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX mail_bounces_by_mail ON mail_bounces (mail_id, seen_at);

-- Reports name mails by their Message-ID; by recipient they are found with the index of the caps.
CREATE INDEX outbox_by_message_id ON outbox (message_id);

-- The last mail to a referee that came back, until another request goes out.
ALTER TABLE referees ADD COLUMN bounce TEXT CHECK (json_valid(bounce));
