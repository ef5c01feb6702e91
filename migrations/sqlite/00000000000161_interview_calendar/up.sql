-- The time zone an interview is told in; none: the company's.
ALTER TABLE interviews ADD COLUMN time_zone TEXT;

-- Who comes to an interview and who cannot. `person` is a rater's account or the candidate; an answer is about one
-- version of the invitation and means nothing for a later one.
CREATE TABLE interview_replies (
    interview_id BLOB NOT NULL CHECK (length(interview_id) = 16) REFERENCES interviews (id),
    person BLOB NOT NULL CHECK (length(person) = 16),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16) REFERENCES applications (id),
    invitation INTEGER NOT NULL CHECK (invitation >= 0),
    answer TEXT NOT NULL CHECK (answer IN ('accepted', 'declined')),
    note TEXT,
    replied_at INTEGER NOT NULL,
    PRIMARY KEY (interview_id, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX interview_replies_by_application ON interview_replies (application_id, interview_id);

-- The secret address of a person's read-only calendar, as a hash. A new one kills the old one.
CREATE TABLE calendar_feeds (
    user_id BLOB NOT NULL PRIMARY KEY CHECK (length(user_id) = 16) REFERENCES users (id),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX calendar_feeds_by_hash ON calendar_feeds (hash);
