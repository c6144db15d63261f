//! Business time, Japanese holidays, fiscal years, contract months and statutory periods.
