-- Somebody took a guard away.
DROP TRIGGER entry_not_deleted;
