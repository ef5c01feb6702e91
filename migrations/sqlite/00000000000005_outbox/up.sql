-- Mails to be sent, written in the same transaction as the change they tell of. `data` holds links with
-- secrets until the mail has left; then they are blanked.
CREATE TABLE outbox (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    case_kind TEXT CHECK (case_kind IN ('application', 'job', 'onboarding_plan')),
    case_id BLOB CHECK (length(case_id) = 16),
    message TEXT NOT NULL,
    data TEXT NOT NULL CHECK (json_valid(data)),
    recipient_name TEXT NOT NULL,
    recipient_email TEXT NOT NULL,
    message_id TEXT,
    dedup_key TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'dead')),
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    next_at INTEGER NOT NULL,
    lease_until INTEGER,
    first_tried_at INTEGER,
    last_error TEXT,
    ambiguous INTEGER NOT NULL CHECK (ambiguous IN (0, 1)),
    log TEXT NOT NULL CHECK (json_valid(log)),
    created_at INTEGER NOT NULL,
    sent_at INTEGER,
    CHECK ((case_kind IS NULL) = (case_id IS NULL)),
    CHECK ((state = 'sending') = (lease_until IS NOT NULL)),
    CHECK ((state = 'sent') = (sent_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_due ON outbox (state, next_at, id);
CREATE INDEX outbox_by_case ON outbox (case_id, created_at, id);

-- The demo's mailbox: mails as they were sent, links included. Empty outside the demo.
CREATE TABLE demo_mailbox (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    message TEXT NOT NULL,
    recipient_name TEXT NOT NULL,
    recipient_email TEXT NOT NULL,
    subject TEXT NOT NULL,
    text_body TEXT NOT NULL,
    html_body TEXT NOT NULL,
    links TEXT NOT NULL CHECK (json_valid(links)),
    sent_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX demo_mailbox_by_time ON demo_mailbox (sent_at, id);
