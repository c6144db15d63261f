//! Reads records people hand in (CSV, JSON Lines; UTF-8, CP932), with the place of every value and all problems at once.
