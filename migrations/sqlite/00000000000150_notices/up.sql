-- Mails that can wait for the morning: gathered into one digest a working day, or sent alone, as their reader chose.
CREATE TABLE mail_notices (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    case_kind TEXT CHECK (case_kind IN ('application', 'job', 'onboarding_plan')),
    case_id BLOB CHECK (length(case_id) = 16),
    message TEXT NOT NULL,
    data TEXT NOT NULL CHECK (json_valid(data)),
    recipient_name TEXT NOT NULL,
    recipient_email TEXT NOT NULL,
    dedup_key TEXT NOT NULL UNIQUE,
    -- When it is to be looked at next.
    next_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    -- The mail it went into.
    mail_id BLOB CHECK (length(mail_id) = 16),
    CHECK ((case_kind IS NULL) = (case_id IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX mail_notices_waiting ON mail_notices (next_at, id) WHERE mail_id IS NULL;

-- What the reader of an address wants to be told, and in which language. The address is in lower case.
CREATE TABLE mail_choices (
    address TEXT NOT NULL PRIMARY KEY,
    locale TEXT CHECK (locale IN ('en', 'de')),
    topics TEXT NOT NULL CHECK (json_valid(topics))
) STRICT, WITHOUT ROWID;

-- Looks that are taken once a working day: when the last one was.
CREATE TABLE mail_rounds (
    name TEXT NOT NULL PRIMARY KEY,
    taken_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
