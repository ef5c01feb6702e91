-- Every attempt to send a mail, in a table of its own: who looks after mail asks what the server said and when.
CREATE TABLE mail_attempts (
    mail_id BLOB NOT NULL CHECK (length(mail_id) = 16) REFERENCES outbox (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 1),
    at INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'deferred', 'refused', 'ambiguous', 'unreachable', 'our_fault',
        'unwritable', 'interrupted', 'held_back')),
    detail TEXT,
    PRIMARY KEY (mail_id, number)
) STRICT, WITHOUT ROWID;

INSERT INTO mail_attempts (mail_id, number, at, outcome, detail)
SELECT o.id, e.key + 1, CAST(strftime('%s', json_extract(e.value, '$.at')) AS INTEGER) * 1000000,
       json_extract(e.value, '$.outcome'), json_extract(e.value, '$.detail')
  FROM outbox AS o, json_each(o.log) AS e;

ALTER TABLE outbox DROP COLUMN log;
-- How often the answer to the last dot was missing.
ALTER TABLE outbox ADD COLUMN unclear INTEGER NOT NULL DEFAULT 0 CHECK (unclear >= 0);
-- Until when a mail that could not be delivered keeps its links, so that it can be sent again.
ALTER TABLE outbox ADD COLUMN keep_until INTEGER;
-- Who has looked at a mail that could not be delivered, and what was done about it.
ALTER TABLE outbox ADD COLUMN closed_at INTEGER;
ALTER TABLE outbox ADD COLUMN closed_by TEXT;
ALTER TABLE outbox ADD COLUMN closed_reason TEXT;

CREATE INDEX outbox_by_recipient ON outbox (recipient_email, sent_at);
CREATE INDEX outbox_sent_of_case ON outbox (case_id, sent_at);

-- The queue as a whole, one row: stopped by a person, or resting because no mail can leave.
CREATE TABLE mail_queue (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    paused_at INTEGER,
    paused_by TEXT,
    pause_reason TEXT,
    held_since INTEGER,
    held_until INTEGER,
    hold_kind TEXT CHECK (hold_kind IN ('unreachable', 'our_fault')),
    hold_reason TEXT,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    CHECK ((paused_at IS NULL) = (pause_reason IS NULL)),
    CHECK ((held_until IS NULL) = (hold_kind IS NULL))
) STRICT;
INSERT INTO mail_queue (id, failures) VALUES (1, 0);
