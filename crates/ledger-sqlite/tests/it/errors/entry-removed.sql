-- Somebody took a guard away, deleted an entry and put the guard back.
DROP TRIGGER entry_not_deleted;
DELETE FROM entry WHERE seq = 3;
CREATE TRIGGER entry_not_deleted BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are never deleted: record a reversal'); END;
