#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/usecases/render.h"
#include "trust/archive/archive.h"

namespace gongwen::usecases {

/// Steps that share the log's append and the fsyncs; few enough that a stop comes soon.
inline constexpr std::size_t kGroup = 64;

/// A column's text in one row of a table; empty when it is not filled in.
std::string text_of(const data::Record& row, const char* column);
inline json::Node text(std::string t) { return json::Node::string(std::move(t)); }

/// `scan=FILE` of the command line.
struct AttachFile { archive::AttachmentRole role; fs::path file; };

struct FilingRequest {
  RenderRequest render;
  std::string record_id;
  std::vector<AttachFile> attachments;
  std::string actor;                ///< who files it; may be empty
  std::string note;                 ///< why there is this version
  std::string retention;            ///< 永久, 30年, 10年; empty: as the template declares
  std::string draft;                ///< 稿本: 定稿, 正本 …; empty: not said
  bool sign_pdf = false;            ///< the PDF is signed inside as well (PAdES): for when it goes its way without the bundle
};

/// Prints a paper and files it as the next version of its record.
/// Returns what was filed, or nothing and all problems in `out`. Nothing is written when anything is wrong.
std::optional<archive::Added> file_paper(Env& env, const House& house, archive::Archive& archive, const sign::Identity& identity,
                                         const FilingRequest& request, Diagnostics& out);

/// What the template declares for finding the paper again.
archive::Index index_of(const tmpl::Filing& filing);

/// What the archive needs to know of a printed paper; the seal, number and time are the archive's business.
archive::Submission make_submission(Env& env, const House& house, const Rendered& rendered, const FilingRequest& request);

}  // namespace gongwen::usecases
