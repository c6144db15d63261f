//! Service levels: items, clocks, observations and exact, explained results.
