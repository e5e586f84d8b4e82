#pragma once

#include <string_view>

// Every diagnostic code, once, with what it says and where the rule stands. Codes are never renumbered and never reused;
// each has a folder tests/cases/<code>_<what>/ (checked by lint.codes). Included only by the .cpp files that report.
// D data · T template · F fonts · L layout · W writers · A archive · R request and disclosure

namespace gongwen::codes {

// ---- D: data (records, CSV, JSON) ----
inline constexpr std::string_view kUnknownField = "D010";      // a member the schema does not know
inline constexpr std::string_view kMissingField = "D011";      // a required value is not there
inline constexpr std::string_view kWrongType = "D012";         // not of the field's type
inline constexpr std::string_view kOutOfBounds = "D013";       // a number or date below min or above max
inline constexpr std::string_view kWrongLength = "D014";       // a text shorter or longer than allowed
inline constexpr std::string_view kNoSuchOption = "D015";      // not one of an enumeration's values
inline constexpr std::string_view kBadIdCard = "D016";         // GB 11643-1999: form, date of birth, check digit
inline constexpr std::string_view kBadUscc = "D017";           // GB 32100-2015: form, check character
inline constexpr std::string_view kBadDate = "D018";           // no such form or no such day; a period that ends before it begins
inline constexpr std::string_view kBadPhone = "D019";          // mobile or office telephone
inline constexpr std::string_view kBadEmail = "D020";          // RFC 5321 mailbox, the everyday subset
inline constexpr std::string_view kControlCharacter = "D021";  // a control character, or a line feed in a one-line field
inline constexpr std::string_view kPrivateUse = "D022";        // warning: a private-use character, which no two machines show alike
inline constexpr std::string_view kDuplicateKey = "D023";      // two items of a list with the same key
inline constexpr std::string_view kWrongCount = "D024";        // fewer or more items than the list allows
inline constexpr std::string_view kNoMatch = "D025";           // a text that does not have the form the template demands
inline constexpr std::string_view kBadNumber = "D026";         // malformed, too long, too many digits after the point
inline constexpr std::string_view kFolded = "D027";            // note: full-width digits were read as ASCII
inline constexpr std::string_view kBadFile = "D028";           // a file or picture that is missing or refused
inline constexpr std::string_view kRuleBroken = "D029";        // a rule across fields does not hold
inline constexpr std::string_view kUnknownColumn = "D030";     // a CSV column the schema does not know
inline constexpr std::string_view kMissingColumn = "D031";     // a required field has no column
inline constexpr std::string_view kDuplicateColumn = "D032";   // two columns for one field
inline constexpr std::string_view kBadQuotes = "D033";         // RFC 4180 2.5-2.7: a quote inside a bare cell, or never closed
inline constexpr std::string_view kWrongCells = "D034";        // a row with more or fewer cells than the header
inline constexpr std::string_view kBadEncoding = "D035";       // malformed bytes in a row
inline constexpr std::string_view kNotInCsv = "D036";          // a list of objects cannot stand in a CSV cell
inline constexpr std::string_view kNoHeader = "D037";          // a CSV file without a header row
inline constexpr std::string_view kRowTooLong = "D038";        // a row of more than 4 MiB

// ---- T: template ----
inline constexpr std::string_view kMalformedXml = "T001";      // template.xml or a fragment is no well-formed XML
inline constexpr std::string_view kUnknownElement = "T002";    // an element the language does not know
inline constexpr std::string_view kUnknownAttribute = "T003";  // an attribute the element does not have, or has twice
inline constexpr std::string_view kMissingPart = "T004";       // a required attribute or element is missing
inline constexpr std::string_view kBadAttribute = "T005";      // an attribute's value is not one of those allowed
inline constexpr std::string_view kMisplaced = "T006";         // an element where it may not stand
inline constexpr std::string_view kSourceMissing = "T007";     // a file of the template is missing or outside the library
inline constexpr std::string_view kIncludeDepth = "T008";      // fragments that include each other, or too deep
inline constexpr std::string_view kBadExpression = "T009";     // an expression that cannot be read
inline constexpr std::string_view kTooDeep = "T010";           // elements or expressions nested too deep
inline constexpr std::string_view kUnknownFunction = "T011";   // no such function
inline constexpr std::string_view kUnknownFilter = "T012";     // no such filter
inline constexpr std::string_view kWrongArguments = "T013";    // a function or filter with the wrong number of arguments
inline constexpr std::string_view kUnknownPath = "T014";       // no such field
inline constexpr std::string_view kTypeMismatch = "T015";      // an operation on values of the wrong type
inline constexpr std::string_view kMaybeAbsent = "T016";       // an optional value printed without a default
inline constexpr std::string_view kDuplicateAnchor = "T017";   // the same id twice, or an id inside a repetition
inline constexpr std::string_view kUnknownAnchor = "T018";     // a reference to nothing, or to something without a number
inline constexpr std::string_view kDuplicateField = "T019";    // the same field path, data id or option twice
inline constexpr std::string_view kBadField = "T020";          // a field's definition contradicts itself
inline constexpr std::string_view kBadData = "T021";           // a constant data file is wrong
inline constexpr std::string_view kStrayText = "T023";         // text where none may stand
inline constexpr std::string_view kShadowed = "T024";          // a for-each variable hides another name
inline constexpr std::string_view kWithheldCondition = "T030"; // a condition needs a withheld value and nothing says what then
inline constexpr std::string_view kArithmetic = "T031";        // division by zero, overflow
inline constexpr std::string_view kEmptyChart = "T032";        // a chart without values, or one value missing
inline constexpr std::string_view kRaggedTable = "T033";       // rows that do not cover the columns exactly
inline constexpr std::string_view kBadPicture = "T034";        // a picture that cannot be used
inline constexpr std::string_view kEmptyPart = "T035";         // a title or another part that must not be empty
inline constexpr std::string_view kBadFilterValue = "T036";    // a value the filter cannot take (an amount with three decimals)
inline constexpr std::string_view kAbsentValue = "T037";       // a selection that finds nothing
inline constexpr std::string_view kTemplateNotFound = "T090";  // no such template id or folder
inline constexpr std::string_view kStyleNotFound = "T091";     // no such page style, or styles that extend each other in a circle

// ---- F: fonts ----

// ---- L: layout ----

// ---- W: writers ----

// ---- A: archive, seals ----

// ---- R: requests, disclosure ----

}  // namespace gongwen::codes
