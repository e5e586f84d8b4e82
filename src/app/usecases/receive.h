#pragma once

// Papers that come in: packages that schools sealed, and papers made elsewhere. And what makes a package: `submit`.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/usecases/filing.h"

namespace gongwen::usecases {

/// What is said about a paper and stands, as somebody typed it, on receipts, in lists and in events: no title at all, one beyond 500
/// characters, characters that no paper prints and a terminal obeys. Errors R018.
void check_words(const archive::Metadata& metadata, const std::string& actor, const std::string& note, const Place& place, Diagnostics& out);

// ---- the school's side ----

/// A package of papers that were made elsewhere: no template, no data, typed metadata.
struct PaperRequest {
  std::string record_id;
  archive::Metadata metadata;
  archive::Index index;
  std::vector<AttachFile> files;
  std::string actor;
  std::string note;
};

/// Seals a school's package: a bundle of format 1, number 1, signed by the school. Nothing is written.
std::optional<archive::SealedBundle> make_package(Env& env, const House& house, const sign::Identity& identity, const FilingRequest& request, Diagnostics& out);
std::optional<archive::SealedBundle> make_package(Env& env, const sign::Identity& identity, const PaperRequest& request, Diagnostics& out);

// ---- the province's side ----

struct ReceiveRequest {
  std::vector<fs::path> packages;
  std::vector<sign::Certificate> trusted;  ///< empty: whoever sealed is taken at his word, with a warning (R010)
  std::vector<sign::Crl> crls;             ///< revoked certificates
  std::string actor;
  std::string retention;                   ///< empty: as this office's template declares
  fs::path out;                            ///< where receipts and refusals are written
  bool new_signer = false;                 ///< let another certificate go on with a record
  bool printed = true;                     ///< a PDF of each receipt
  bool dry_run = false;                    ///< check all, file nothing, write nothing
  unsigned jobs = 1;
  Looks looks;
};

/// What became of one package. Refused: the problems say why.
struct Reception {
  fs::path package;
  bool accepted = false;
  std::string record_id, title, school;
  std::uint32_t version = 0;               ///< it was filed as
  std::vector<fs::path> files;             ///< the receipt, or the refusal
  Diagnostics problems;
};

/// some  what became of the packages of one group, in their order: settled, whatever happens to the next ones; the callee may take them.
/// done  packages so far. False = stop.
using ReceiveProgress = std::function<bool(std::span<Reception> some, std::uint64_t done, std::uint64_t total)>;

/// Receives packages: each is verified, its data checked with this office's own template, compared with what is filed, and filed
/// unchanged as the next version of its record, with an event `submitted`; or refused. One bad package never stops the others.
/// The receipt: `<id>-v<n>.receipt.json` (FORMAT.md 9), its signature `.p7s`, and a PDF. A package that was received before is refused
/// (R011) and gets its receipt again: whoever took it in may have been stopped before it was written.
/// A filing that was stopped is completed first (A181, in `out`).
/// Errors per package those of verify_bundle (A…), of the data (D…), R010 … R015, R018, and of Archive::act; of the receipt's template in
///        `out` (then nothing is done); Error.
void receive(Env& env, const House& house, archive::Archive& archive, const sign::Identity& identity, const ReceiveRequest& request,
             Diagnostics& out, const ReceiveProgress& progress);

/// Files a paper made elsewhere, unrendered, with an event `received`. When the newest version holds the very same files with the same
/// words about them, nothing is filed: a note R012, and that version with `done` false. (What was returned or withdrawn may come again as it was.)
/// Errors R017 a file is not what its name says, R018, also a date that has not come; those of Archive::act.
std::optional<archive::Acted> receive_paper(Env& env, archive::Archive& archive, const sign::Identity& identity, const PaperRequest& request, Diagnostics& out);

}  // namespace gongwen::usecases
