-- A later version of this program brought the schema up.
PRAGMA user_version = 4;
