//! Reads hand-edited TOML tables, with the place of every value and all problems at once.
