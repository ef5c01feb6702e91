-- Since when a candidate under way has heard nothing, at the earliest: where the weekly status mail looks first.
-- Empty once the application has ended, when nobody waits for a word any more.
ALTER TABLE applications ADD COLUMN heard_at TIMESTAMPTZ;
UPDATE applications SET heard_at = applied_at WHERE state NOT IN (
    'hired', 'withdrawn', 'rejected', 'offer_declined', 'offer_lapsed', 'offer_rescinded',
    'closed_other_hired', 'closed_job_cancelled');
CREATE INDEX applications_by_silence ON applications (heard_at, id);
