#pragma once

// Records leave the archive for another one: unpacked and unencrypted, as a BagIt bag (RFC 8493) or laid out for a hand-over
// (《电子档案移交与接收办法》 档发〔2012〕7号). FORMAT.md 10. Nothing in the archive changes.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trust/archive/archive.h"

namespace gongwen::archive {

enum class ExportLayout : std::uint8_t { bag, handover };

/// Which records: named, or found. A record that is destroyed, withdrawn, returned or not approved yet stays.
struct ExportSelection {
  std::vector<std::string> ids;
  std::vector<std::string> except;      ///< ids that stay for now
  Query query;                          ///< when no ids are given
  std::string year;                     ///< 年度: of the 档号, else of the paper
  std::string retention;                ///< 永久, 30年, 10年
};

struct LeftOut {
  RecordSummary record;
  std::string why;                      ///< a sentence in Chinese
};

/// What is ready to leave: chosen, and verified to the last byte.
struct Consignment {
  struct Item {
    RecordSummary record;
    NumberParts parts;                  ///< of its 档号
    std::vector<VersionSummary> versions;
    std::vector<Event> events;
  };
  std::vector<Item> items;              ///< in the order of 档号, those without one last, by id
  std::vector<LeftOut> left_out;
  VerifyReport report;                  ///< of the records in `items`
  std::optional<Numbering> numbering;
  std::string organisation;             ///< of whoever made the archive
};

/// Chooses and verifies. Records that stay are told (A177, warnings); what verification found stands in the report.
/// Errors A071, A175.
Consignment gather(Archive& archive, const ExportSelection& selection, VerifyOptions options, Diagnostics& out);
/// May all of it leave? Errors A178 for each record that fails verification, behind the findings that say why: then nothing must be written.
bool fit_to_leave(const Consignment& consignment, Diagnostics& out);

struct ExportOptions {
  ExportLayout layout = ExportLayout::bag;
  Date date;                            ///< of the hand-over
  std::string tool;                     ///< "gongwen 0.1.0"
  std::string maker;                    ///< 制作单位; empty: the archive's organisation
  bool gb18030 = false;                 ///< encoding of the lists: else UTF-8
  Progress progress;                    ///< records
};

struct ExportReport {
  std::uint64_t records = 0, versions = 0, files = 0, bytes = 0;
  bool stopped = false;                 ///< by the progress callback: nothing is left
};

/// One export under way: written beside its place under another name, and put there whole by `finish`. Whatever else ends it takes
/// everything back. The archive and the consignment must outlive it.
///
/// Names are those of the archive or made of 档号, and safe on Windows. The same archive, choice, options and date give the same bytes.
class Export {
 public:
  /// Errors A176 something is there already; Error.
  static Result<std::unique_ptr<Export>> begin(Archive& archive, const Consignment& consignment, const fs::path& out, const ExportOptions& options);
  virtual ~Export() = default;
  Export(const Export&) = delete;
  Export& operator=(const Export&) = delete;

  /// Writes the records. False when it was stopped. Errors Error: the disk is full, a zip changed since it was verified.
  virtual bool write_records() = 0;
  /// A file of the caller's beside them: 其他/ of a hand-over, data/other/ of a bag.
  virtual void add(const std::string& name, std::string_view bytes) = 0;
  /// Lists, manifests; then the folder gets its name.
  virtual ExportReport finish() = 0;
  /// What is wrong with the folder as it stands, read back: a sentence each. Empty: as it should be. REQUIRES: a hand-over, records written.
  virtual std::vector<std::string> check() = 0;

 protected:
  Export() = default;
};

}  // namespace gongwen::archive
