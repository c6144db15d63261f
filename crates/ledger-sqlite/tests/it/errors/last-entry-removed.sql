-- Somebody took a guard away, deleted the last entry of the last batch and put the guard back.
DROP TRIGGER entry_not_deleted;
DELETE FROM entry WHERE seq >= 5;
CREATE TRIGGER entry_not_deleted BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are never deleted: record a reversal'); END;
