//! Seat accounts.
