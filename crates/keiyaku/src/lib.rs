//! Executable IT-operations contracts: the facade over calendar, formula, sla, records and report.
