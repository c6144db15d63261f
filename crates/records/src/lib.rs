//! Operation records of any tool, mapped to service-level observations; sample months.
