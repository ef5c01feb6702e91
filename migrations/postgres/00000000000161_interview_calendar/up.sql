-- The time zone an interview is told in; none: the company's.
ALTER TABLE interviews ADD COLUMN time_zone text;

-- Who comes to an interview and who cannot. `person` is a rater's account or the candidate; an answer is about one
-- version of the invitation and means nothing for a later one.
CREATE TABLE interview_replies (
    interview_id uuid NOT NULL REFERENCES interviews (id),
    person uuid NOT NULL,
    application_id uuid NOT NULL REFERENCES applications (id),
    invitation bigint NOT NULL CHECK (invitation >= 0),
    answer text NOT NULL CHECK (answer IN ('accepted', 'declined')),
    note text,
    replied_at timestamptz NOT NULL,
    PRIMARY KEY (interview_id, person)
);

CREATE INDEX interview_replies_by_application ON interview_replies (application_id, interview_id);

-- The secret address of a person's read-only calendar, as a hash. A new one kills the old one.
CREATE TABLE calendar_feeds (
    user_id uuid NOT NULL PRIMARY KEY REFERENCES users (id),
    hash bytea NOT NULL CHECK (length(hash) = 32),
    created_at timestamptz NOT NULL
);

CREATE UNIQUE INDEX calendar_feeds_by_hash ON calendar_feeds (hash);
