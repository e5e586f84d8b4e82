#pragma once

// Every diagnostic code, once, with what it says and where the rule stands. Codes are never renumbered and never reused;
// each has a folder tests/cases/<code>_<what>/ (checked by lint.codes). Included only by the .cpp files that report.
// D data · T template · F fonts · L layout · W writers · A archive · R request and disclosure

namespace gongwen::codes {

// ---- D: data (records, CSV, JSON) ----

// ---- T: template ----

// ---- F: fonts ----

// ---- L: layout ----

// ---- W: writers ----

// ---- A: archive, seals ----

// ---- R: requests, disclosure ----

}  // namespace gongwen::codes
