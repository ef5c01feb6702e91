-- Mails to be sent, written in the same transaction as the change they tell of. `data` holds links with
-- secrets until the mail has left; then they are blanked.
CREATE TABLE outbox (
    id UUID NOT NULL PRIMARY KEY,
    case_kind TEXT CHECK (case_kind IN ('application', 'job', 'onboarding_plan')),
    case_id UUID,
    message TEXT NOT NULL,
    data JSONB NOT NULL,
    recipient_name TEXT NOT NULL,
    recipient_email TEXT NOT NULL,
    message_id TEXT,
    -- Bytewise, so that keys with a common beginning lie together as on SQLite.
    dedup_key TEXT COLLATE "C" NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'dead')),
    attempts BIGINT NOT NULL CHECK (attempts >= 0),
    next_at TIMESTAMPTZ NOT NULL,
    lease_until TIMESTAMPTZ,
    first_tried_at TIMESTAMPTZ,
    last_error TEXT,
    ambiguous BOOLEAN NOT NULL,
    log JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    sent_at TIMESTAMPTZ,
    CHECK ((case_kind IS NULL) = (case_id IS NULL)),
    CHECK ((state = 'sending') = (lease_until IS NOT NULL)),
    CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);

CREATE INDEX outbox_due ON outbox (state, next_at, id);
CREATE INDEX outbox_by_case ON outbox (case_id, created_at, id);

-- The demo's mailbox: mails as they were sent, links included. Empty outside the demo.
CREATE TABLE demo_mailbox (
    id UUID NOT NULL PRIMARY KEY,
    message TEXT NOT NULL,
    recipient_name TEXT NOT NULL,
    recipient_email TEXT NOT NULL,
    subject TEXT NOT NULL,
    text_body TEXT NOT NULL,
    html_body TEXT NOT NULL,
    links JSONB NOT NULL,
    sent_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX demo_mailbox_by_time ON demo_mailbox (sent_at, id);
