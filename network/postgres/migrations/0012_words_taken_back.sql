-- Words that their writers took back are erasures too: start-up and restore carry them out again.
CREATE INDEX events_erased ON eventstore.events (position)
    WHERE topic IN ('person-forgotten/1', 'words-taken-back/1');
DROP INDEX eventstore.events_forgotten;
