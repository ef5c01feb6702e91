-- Mails that can wait for the morning: gathered into one digest a working day, or sent alone, as their reader chose.
CREATE TABLE mail_notices (
    id UUID NOT NULL PRIMARY KEY,
    case_kind TEXT CHECK (case_kind IN ('application', 'job', 'onboarding_plan')),
    case_id UUID,
    message TEXT NOT NULL,
    data JSONB NOT NULL,
    recipient_name TEXT NOT NULL,
    recipient_email TEXT NOT NULL,
    -- Bytewise, so that keys with a common beginning lie together as on SQLite.
    dedup_key TEXT COLLATE "C" NOT NULL UNIQUE,
    -- When it is to be looked at next.
    next_at TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    -- The mail it went into.
    mail_id UUID,
    CHECK ((case_kind IS NULL) = (case_id IS NULL))
);

CREATE INDEX mail_notices_waiting ON mail_notices (next_at, id) WHERE mail_id IS NULL;

-- What the reader of an address wants to be told, and in which language. The address is in lower case.
CREATE TABLE mail_choices (
    address TEXT NOT NULL PRIMARY KEY,
    locale TEXT CHECK (locale IN ('en', 'de')),
    topics JSONB NOT NULL
);

-- Looks that are taken once a working day: when the last one was.
CREATE TABLE mail_rounds (
    name TEXT NOT NULL PRIMARY KEY,
    taken_at TIMESTAMPTZ NOT NULL
);
