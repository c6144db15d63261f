-- Somebody took a guard away, changed an entry and put the guard back.
DROP TRIGGER entry_not_updated;
UPDATE entry SET text = replace(text, '佐藤', '伊藤') WHERE seq = 1;
CREATE TRIGGER entry_not_updated BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are never changed: record a correction'); END;
