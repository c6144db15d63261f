-- The database is marked as another program's.
PRAGMA application_id = 1;
