-- People HR names as possible raters of one candidate, beside those of the plan: they may know of the
-- application and declare conflicts of interest before anybody books them.
CREATE TABLE panel_members (
    application_id BLOB NOT NULL CHECK (length(application_id) = 16) REFERENCES applications (id),
    user_id BLOB NOT NULL CHECK (length(user_id) = 16) REFERENCES users (id),
    named_at INTEGER NOT NULL,
    PRIMARY KEY (application_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX panel_members_by_user ON panel_members (user_id, application_id);

-- One round of one application: when, where and with whom (dossier 7.2).
CREATE TABLE interviews (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    version INTEGER NOT NULL CHECK (version > 0),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16) REFERENCES applications (id),
    -- The round of the plan whose kit is used, and the appointment it shares with others (small firm).
    source TEXT NOT NULL CHECK (source <> ''),
    appointment INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'scheduled', 'held', 'scored', 'cancelled', 'no_show')),
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    -- The company's calendar day of the start (G36 counts days there).
    local_day TEXT NOT NULL,
    place TEXT NOT NULL,
    meeting_link TEXT,
    -- Added to replace a card that came to nothing (G18).
    supplementary INTEGER NOT NULL CHECK (supplementary IN (0, 1)),
    -- How often invitations for it were changed; calendars want to know.
    invitations INTEGER NOT NULL CHECK (invitations >= 0),
    held_at INTEGER,
    created_at INTEGER NOT NULL,
    CHECK (ends_at > starts_at),
    CHECK ((held_at IS NOT NULL) = (state IN ('held', 'scored')))
) STRICT;

CREATE INDEX interviews_by_application ON interviews (application_id, starts_at, id);
CREATE INDEX interviews_by_day ON interviews (local_day);

CREATE TABLE interview_raters (
    interview_id BLOB NOT NULL CHECK (length(interview_id) = 16) REFERENCES interviews (id),
    user_id BLOB NOT NULL CHECK (length(user_id) = 16) REFERENCES users (id),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16) REFERENCES applications (id),
    -- Whether others' ratings of this candidate were open to the person before being named (G16).
    had_sight INTEGER NOT NULL CHECK (had_sight IN (0, 1)),
    PRIMARY KEY (interview_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX interview_raters_by_user ON interview_raters (user_id, application_id);
CREATE INDEX interview_raters_by_application ON interview_raters (application_id);

-- A work sample of one application (dossier Part 4).
CREATE TABLE exercises (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    version INTEGER NOT NULL CHECK (version > 0),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16) REFERENCES applications (id),
    source TEXT NOT NULL CHECK (source <> ''),
    variant TEXT NOT NULL CHECK (variant IN ('full', 'lite', 'short')),
    -- The trade its material is set in.
    setting TEXT NOT NULL CHECK (setting IN ('agency', 'field_service')),
    state TEXT NOT NULL CHECK (state IN ('assigned', 'submitted', 'rated')),
    -- What assessors of written work see instead of a name.
    candidate_code TEXT NOT NULL UNIQUE CHECK (candidate_code <> ''),
    assigned_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    submitted_at INTEGER,
    submission TEXT,
    CHECK ((submitted_at IS NOT NULL) = (state <> 'assigned')),
    CHECK ((submission IS NOT NULL) = (state <> 'assigned'))
) STRICT;

CREATE UNIQUE INDEX exercises_once ON exercises (application_id, source);

CREATE TABLE exercise_assessors (
    exercise_id BLOB NOT NULL CHECK (length(exercise_id) = 16) REFERENCES exercises (id),
    user_id BLOB NOT NULL CHECK (length(user_id) = 16) REFERENCES users (id),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16) REFERENCES applications (id),
    had_sight INTEGER NOT NULL CHECK (had_sight IN (0, 1)),
    PRIMARY KEY (exercise_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX exercise_assessors_by_user ON exercise_assessors (user_id, application_id);
CREATE INDEX exercise_assessors_by_application ON exercise_assessors (application_id);

-- A rater's card for a round or a work sample. Once locked, `body` never changes.
CREATE TABLE scorecards (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    version INTEGER NOT NULL CHECK (version > 0),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16) REFERENCES applications (id),
    source TEXT NOT NULL CHECK (source <> ''),
    interview_id BLOB CHECK (length(interview_id) = 16) REFERENCES interviews (id),
    exercise_id BLOB CHECK (length(exercise_id) = 16) REFERENCES exercises (id),
    rater BLOB NOT NULL CHECK (length(rater) = 16) REFERENCES users (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'locked', 'void')),
    due_from INTEGER NOT NULL,
    locked_at INTEGER,
    rater_had_sight INTEGER NOT NULL CHECK (rater_had_sight IN (0, 1)),
    body TEXT CHECK (json_valid(body)),
    CHECK ((interview_id IS NULL) <> (exercise_id IS NULL)),
    CHECK ((locked_at IS NOT NULL) = (state = 'locked')),
    CHECK ((body IS NOT NULL) = (state = 'locked'))
) STRICT;

CREATE UNIQUE INDEX scorecards_of_interview ON scorecards (interview_id, rater);
CREATE UNIQUE INDEX scorecards_of_exercise ON scorecards (exercise_id, rater);
CREATE INDEX scorecards_by_application ON scorecards (application_id, due_from, id);
CREATE INDEX scorecards_by_rater ON scorecards (rater, due_from, id);
CREATE INDEX scorecards_due ON scorecards (state, due_from);

-- What somebody has typed and not handed in: no evidence, not audited, gone when the card is locked.
CREATE TABLE drafts (
    owner BLOB NOT NULL CHECK (length(owner) = 16) REFERENCES users (id),
    subject BLOB NOT NULL CHECK (length(subject) = 16),
    body TEXT NOT NULL CHECK (json_valid(body)),
    version INTEGER NOT NULL CHECK (version > 0),
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (owner, subject)
) STRICT, WITHOUT ROWID;

-- A factual correction beside a locked card; values never change.
CREATE TABLE scorecard_amendments (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    scorecard_id BLOB NOT NULL CHECK (length(scorecard_id) = 16) REFERENCES scorecards (id),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16) REFERENCES applications (id),
    text TEXT NOT NULL CHECK (text <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    amended_by BLOB NOT NULL CHECK (length(amended_by) = 16) REFERENCES users (id),
    amended_at INTEGER NOT NULL
) STRICT;

CREATE INDEX scorecard_amendments_by_card ON scorecard_amendments (scorecard_id, amended_at, id);

-- What a rater says of a competency after the debrief; stored beside the locked value, in no sum.
CREATE TABLE post_debrief_values (
    scorecard_id BLOB NOT NULL CHECK (length(scorecard_id) = 16) REFERENCES scorecards (id),
    competency TEXT NOT NULL CHECK (competency <> ''),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16) REFERENCES applications (id),
    value INTEGER NOT NULL CHECK (value BETWEEN 1 AND 5),
    reason TEXT NOT NULL CHECK (reason <> ''),
    given_at INTEGER NOT NULL,
    PRIMARY KEY (scorecard_id, competency)
) STRICT, WITHOUT ROWID;
