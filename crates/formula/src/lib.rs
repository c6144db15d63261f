//! Contract formulas in Japanese and English: read, evaluated exactly, proved or refuted.
