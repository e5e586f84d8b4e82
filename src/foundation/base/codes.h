#pragma once

#include <string_view>

// Every diagnostic code, once, with what it says and where the rule stands. Codes are never renumbered and never reused;
// each has a folder tests/cases/<code>_<what>/ (checked by lint.codes). Included only by the .cpp files that report.
// D data · T template · F fonts · L layout · W writers · A archive · R request and disclosure

namespace gongwen::codes {

// ---- D: data (records, CSV, JSON) ----
inline constexpr std::string_view kJsonMalformed = "D001";  // not JSON (RFC 8259)
inline constexpr std::string_view kJsonDuplicate = "D002";  // a key given twice in one object
inline constexpr std::string_view kJsonEncoding = "D003";   // not UTF-8
inline constexpr std::string_view kJsonDepth = "D004";      // nested deeper than 64
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
inline constexpr std::string_view kPrivateUseMapped = "D050";  // warning: a private-use character of an old file, put in its place of GB 18030-2022

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
inline constexpr std::string_view kStyleMalformed = "T100";    // a page style that is no well-formed XML
inline constexpr std::string_view kStyleUnknown = "T101";      // an element or attribute page styles do not have
inline constexpr std::string_view kStyleValue = "T102";        // a value that cannot be read, or is out of bounds
inline constexpr std::string_view kStyleMissing = "T103";      // a style without its id, its body text, or room for a line
inline constexpr std::string_view kStyleNotFound = "T091";     // no such page style, or styles that extend each other in a circle

// ---- F: fonts ----
inline constexpr std::string_view kFaceMissingFile = "F001";   // a face's file is not there; error when a role is left without faces
inline constexpr std::string_view kEmbeddingForbidden = "F002";  // a font whose licence bits forbid embedding a subset; OpenType OS/2 fsType
inline constexpr std::string_view kBadFont = "F003";           // a damaged font, or one of a kind we cannot embed
inline constexpr std::string_view kBadRoleTable = "F004";      // a role table with an unknown role or face, or a value of the wrong type

// ---- L: layout ----
inline constexpr std::string_view kNoFace = "F010";            // a character that no face of the role has
inline constexpr std::string_view kTornName = "F011";          // a name that no single face of the role has whole
inline constexpr std::string_view kWordFaceMissing = "F012";   // warning: a face named in a DOCX that a stock Windows lacks
inline constexpr std::string_view kWordRareFace = "F013";      // warning: a character whose face only newer Windows have
inline constexpr std::string_view kNotARole = "F014";          // `fonts use` for a role that does not exist
inline constexpr std::string_view kCellTooHigh = "L001";       // warning: a table row higher than a page; it is split
inline constexpr std::string_view kWordTooWide = "L002";       // warning: a word wider than the line; torn
inline constexpr std::string_view kUnsettled = "L003";         // warning: page references that do not settle
inline constexpr std::string_view kMissingTarget = "L004";     // warning: a reference to a block that has no number or is not there
inline constexpr std::string_view kLandscape = "L005";         // warning: a landscape table is set upright

// ---- W: writers ----
inline constexpr std::string_view kImageFormat = "W010";    // neither PNG nor JPEG
inline constexpr std::string_view kImageDamaged = "W011";   // a damaged picture
inline constexpr std::string_view kImageHuge = "W012";      // more than 100 megapixels
inline constexpr std::string_view kDocxReference = "W101";  // warning: a reference in a DOCX without a block or a page
inline constexpr std::string_view kDocxLeftOut = "W102";    // warning: what a DOCX does not show: a second imprint, a letter's printer; GB/T 9704-2012 10.1

// ---- A: archive, seals ----
// zip files (APPNOTE.TXT 6.3.3)
inline constexpr std::string_view kZipNoEnd = "A101";       // no end record: no zip, or cut off
inline constexpr std::string_view kZipTrailing = "A102";    // data or a comment behind the end record
inline constexpr std::string_view kZipDisks = "A103";       // several disks, or counts that differ
inline constexpr std::string_view kZipDirectory = "A104";   // the central directory is damaged or misplaced
inline constexpr std::string_view kZipMismatch = "A105";    // local header and directory differ
inline constexpr std::string_view kZipName = "A106";        // a name that is absolute, leaves the folder, or is no UTF-8
inline constexpr std::string_view kZipDuplicate = "A107";   // one name twice
inline constexpr std::string_view kZipOverlap = "A108";     // entries that overlap
inline constexpr std::string_view kZipGap = "A109";         // bytes that belong to no entry
inline constexpr std::string_view kZipEncrypted = "A110";   // encrypted entries
inline constexpr std::string_view kZipDescriptor = "A111";  // a data descriptor where none may be, or a wrong one
inline constexpr std::string_view kZipExtra = "A112";       // extra fields or comments where none may be
inline constexpr std::string_view kZipMethod = "A113";      // a compression method other than stored and deflate
inline constexpr std::string_view kZipLimit = "A114";       // too many entries, too large, a bomb
inline constexpr std::string_view kZipFlags = "A115";       // general purpose flags that are not allowed
inline constexpr std::string_view kZipCrc = "A116";         // an entry's data is damaged
inline constexpr std::string_view kBadRecordId = "A001";        // a record id that is not plain ASCII; FORMAT 2
inline constexpr std::string_view kBadFileName = "A002";        // a name that may not stand in a bundle; FORMAT 3
inline constexpr std::string_view kNameTwice = "A003";          // two files of one name, letter case not counting; FORMAT 3
inline constexpr std::string_view kRecordNotCanonical = "A004";  // record.json is no object or not in canonical form; FORMAT 3.2
inline constexpr std::string_view kNothingToSeal = "A005";      // neither documents nor attachments
inline constexpr std::string_view kNotABundle = "A006";         // not a bundle of format 1, or its version.json is damaged
inline constexpr std::string_view kNoSuchFile = "A007";         // a bundle without the file asked for
inline constexpr std::string_view kFrameChanged = "A008";       // a zip whose headers are not as format 1 writes them; FORMAT 3
inline constexpr std::string_view kKeyExists = "A010";          // a key of this role is there already
inline constexpr std::string_view kNoPassphrase = "A011";       // an empty passphrase for an encrypted key
inline constexpr std::string_view kBadSubject = "A012";         // an organisation's name that cannot stand in a certificate; RFC 5280 A.1
inline constexpr std::string_view kWrongPassphrase = "A013";    // the passphrase does not open the key
inline constexpr std::string_view kBadKeyFile = "A014";         // no key of the role in the file, or damaged
inline constexpr std::string_view kNoSignKey = "A015";          // a folder without a signing key
inline constexpr std::string_view kKeyMismatch = "A016";        // key and certificate do not belong together
inline constexpr std::string_view kNoCertificate = "A020";      // a file without a certificate
inline constexpr std::string_view kBadCertificate = "A021";     // a damaged certificate
inline constexpr std::string_view kBadNoteKey = "A030";         // not a verifier key; C2SP signed-note
inline constexpr std::string_view kBadNote = "A031";            // not a signed note; C2SP signed-note
inline constexpr std::string_view kNoteNotSigned = "A032";      // a note without a signature by the key
inline constexpr std::string_view kNoteWrong = "A033";          // a note whose signature is wrong
inline constexpr std::string_view kBadCheckpoint = "A035";      // not a checkpoint; C2SP tlog-checkpoint
inline constexpr std::string_view kForbiddenName = "A040";      // a field named _sd or ...; RFC 9901 4.1
inline constexpr std::string_view kBadOpenings = "A041";        // fields.disclosures cannot be read
inline constexpr std::string_view kBadPresentation = "A042";    // not an SD-JWT; RFC 9901 7.1
inline constexpr std::string_view kPresentationWrong = "A043";  // an SD-JWT whose signature is wrong
inline constexpr std::string_view kStrayOpening = "A044";       // an opening that belongs to no signed digest; RFC 9901 7.1
inline constexpr std::string_view kOtherAlgorithm = "A045";     // another algorithm than ES256 and sha-256
inline constexpr std::string_view kTagFileChanged = "A050";     // a tag file differs from the tag manifest; RFC 8493 3
inline constexpr std::string_view kPayloadChanged = "A051";     // a payload file differs from the manifest; RFC 8493 3
inline constexpr std::string_view kFileMissing = "A052";        // a file that is listed is not there; RFC 8493 3
inline constexpr std::string_view kFileUnlisted = "A053";       // a file that no manifest lists; RFC 8493 3
inline constexpr std::string_view kBadManifest = "A054";        // a manifest that cannot be read; RFC 8493 2.1.3
inline constexpr std::string_view kSm3Differs = "A055";         // a payload file differs from the SM3 manifest
inline constexpr std::string_view kSealBroken = "A056";         // the signature does not belong to the tag manifest
inline constexpr std::string_view kSealMissing = "A057";        // a bundle without its signature
inline constexpr std::string_view kOxumDiffers = "A058";        // Payload-Oxum says another size or number; RFC 8493 2.2.2
inline constexpr std::string_view kFieldsBroken = "A059";       // the sealed fields are damaged or say something else than record.json
inline constexpr std::string_view kFolderNotEmpty = "A060";     // an archive is begun in an empty folder
inline constexpr std::string_view kNoLogKey = "A061";           // an identity without a log key
inline constexpr std::string_view kNoArchive = "A062";          // a folder without archive.json
inline constexpr std::string_view kNewerFormat = "A063";        // an archive of a newer format
inline constexpr std::string_view kBadArchiveFile = "A064";     // archive.json is damaged or not signed by its certificate
inline constexpr std::string_view kNoCheckpoint = "A065";       // the log's checkpoint is missing, damaged or not signed by the archive's log key
inline constexpr std::string_view kArchiveInUse = "A066";       // another writer holds the lock
inline constexpr std::string_view kOtherLogKey = "A067";        // the identity's log key is not the archive's
inline constexpr std::string_view kIdsCollide = "A068";         // an id that differs from an existing one only in letter case
inline constexpr std::string_view kFaceDigest = "A069";         // a face's bytes do not have the digest they are given under
inline constexpr std::string_view kSignerUnknown = "A070";      // note: no trusted certificate was given; or the signer is none of them
inline constexpr std::string_view kNoSuchRecord = "A071";       // no such record
inline constexpr std::string_view kLogDamaged = "A072";         // the log's tiles do not give the checkpoint's root
inline constexpr std::string_view kNoSuchVersion = "A073";      // no such version
inline constexpr std::string_view kZipDiffers = "A074";         // a zip is not what its log leaf says
inline constexpr std::string_view kVersionDropped = "A075";     // a version that is logged is not there
inline constexpr std::string_view kRecordDropped = "A076";      // a record that is logged is not there
inline constexpr std::string_view kNotLogged = "A077";          // a version that no log leaf speaks of: an unfinished filing, or one slipped in
inline constexpr std::string_view kSwapped = "A078";            // a bundle that is another record's or version's
inline constexpr std::string_view kChainBroken = "A079";        // a version that names another predecessor
inline constexpr std::string_view kBadReceipt = "A080";         // a receipt that does not prove its version
inline constexpr std::string_view kNoReceipt = "A081";          // a version without its receipt
inline constexpr std::string_view kRolledBack = "A082";         // the log does not continue the checkpoint kept elsewhere
inline constexpr std::string_view kOutsideValidity = "A084";    // signed when the certificate was not valid
inline constexpr std::string_view kStrayFile = "A085";          // a file that does not belong in an archive
inline constexpr std::string_view kFaceDamaged = "A086";        // a kept face does not have its digest
inline constexpr std::string_view kFaceMissing = "A087";        // a face named by a version is not kept
inline constexpr std::string_view kBagDeclaration = "A089";     // bagit.txt or bag-info.txt is not as RFC 8493 2.1.1, 2.2.2 want it

// ---- R: requests, disclosure ----
inline constexpr std::string_view kLeak = "R001";             // a withheld value was found in what would leave
inline constexpr std::string_view kAlsoPublic = "R002";       // a withheld value also stands in a public field
inline constexpr std::string_view kAttachmentsStay = "R003";  // attachments do not leave: nobody has redacted them
inline constexpr std::string_view kOutNotEmpty = "R004";      // the folder for what leaves is not empty

}  // namespace gongwen::codes
