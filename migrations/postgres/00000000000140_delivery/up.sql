-- Every attempt to send a mail, in a table of its own: who looks after mail asks what the server said and when.
CREATE TABLE mail_attempts (
    mail_id UUID NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    number BIGINT NOT NULL CHECK (number >= 1),
    at TIMESTAMPTZ NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'deferred', 'refused', 'ambiguous', 'unreachable', 'our_fault',
        'unwritable', 'interrupted', 'held_back')),
    detail TEXT,
    PRIMARY KEY (mail_id, number)
);

INSERT INTO mail_attempts (mail_id, number, at, outcome, detail)
SELECT o.id, e.number, (e.value ->> 'at')::timestamptz, e.value ->> 'outcome', e.value ->> 'detail'
  FROM outbox AS o, jsonb_array_elements(o.log) WITH ORDINALITY AS e (value, number);

ALTER TABLE outbox DROP COLUMN log;
-- How often the answer to the last dot was missing.
ALTER TABLE outbox ADD COLUMN unclear BIGINT NOT NULL DEFAULT 0 CHECK (unclear >= 0);
-- Until when a mail that could not be delivered keeps its links, so that it can be sent again.
ALTER TABLE outbox ADD COLUMN keep_until TIMESTAMPTZ;
-- Who has looked at a mail that could not be delivered, and what was done about it.
ALTER TABLE outbox ADD COLUMN closed_at TIMESTAMPTZ;
ALTER TABLE outbox ADD COLUMN closed_by TEXT;
ALTER TABLE outbox ADD COLUMN closed_reason TEXT;

CREATE INDEX outbox_by_recipient ON outbox (recipient_email, sent_at);
CREATE INDEX outbox_sent_of_case ON outbox (case_id, sent_at);

-- The queue as a whole, one row: stopped by a person, or resting because no mail can leave.
CREATE TABLE mail_queue (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    paused_at TIMESTAMPTZ,
    paused_by TEXT,
    pause_reason TEXT,
    held_since TIMESTAMPTZ,
    held_until TIMESTAMPTZ,
    hold_kind TEXT CHECK (hold_kind IN ('unreachable', 'our_fault')),
    hold_reason TEXT,
    failures BIGINT NOT NULL CHECK (failures >= 0),
    CHECK ((paused_at IS NULL) = (pause_reason IS NULL)),
    CHECK ((held_until IS NULL) = (hold_kind IS NULL))
);
INSERT INTO mail_queue (id, failures) VALUES (1, 0);
