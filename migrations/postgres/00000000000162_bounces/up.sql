-- Mails that came back (RFC 3464): what a mail server or a person reported, each report once.
CREATE TABLE mail_bounces (
    id uuid NOT NULL PRIMARY KEY,
    -- The same for the same report, whichever way it comes.
    fingerprint text NOT NULL UNIQUE,
    mail_id uuid NOT NULL,
    recipient text NOT NULL,
    severity text NOT NULL CHECK (severity IN ('hard', 'soft')),
    status text NOT NULL,
    diagnostic text NOT NULL,
    seen_at timestamptz NOT NULL
);

CREATE INDEX mail_bounces_by_mail ON mail_bounces (mail_id, seen_at);

-- Reports name mails by their Message-ID; by recipient they are found with the index of the caps.
CREATE INDEX outbox_by_message_id ON outbox (message_id);

-- The last mail to a referee that came back, until another request goes out.
ALTER TABLE referees ADD COLUMN bounce jsonb;
