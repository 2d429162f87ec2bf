-- When all that somebody signs in with was stopped, so that what was signed for them before counts no more;
-- and what keeps the door quick however often strangers knock.

ALTER TABLE access.accounts ADD COLUMN reset_at timestamptz;

COMMENT ON COLUMN access.accounts.reset_at IS
    'Grants of sessions that began before this are doubted: a phone or a PIN was in wrong hands.';

GRANT UPDATE (reset_at) ON access.accounts TO hearth_web;

CREATE INDEX challenges_expires ON access.challenges (expires_at);
CREATE INDEX browsers_digest ON access.browsers (digest);
