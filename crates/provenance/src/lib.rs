//! Documents, clauses, findings, verdicts and bilingual text: what every answer carries with it.
