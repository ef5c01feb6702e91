-- The version of the interview plan an application is assessed by, so that a looser plan hurries nobody under way.
ALTER TABLE applications ADD COLUMN plan_number INTEGER NOT NULL DEFAULT 1 CHECK (plan_number > 0);
UPDATE applications SET plan_number = coalesce((SELECT plan FROM jobs WHERE jobs.id = applications.job_id), 1);
