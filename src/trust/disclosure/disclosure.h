#pragma once

// What may leave: which values stay back, that none of them is found in what goes out, and the proof that what is shown is what
// was sealed. Making the paper again is the use case's business.

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "content/data/record.h"
#include "content/data/schema.h"
#include "foundation/json/json.h"
#include "trust/sign/sd_jwt.h"

namespace gongwen::disclosure {

/// "personal,commercial" → classes. Nothing when a word is none of personal, commercial, internal.
std::optional<std::set<data::Disclosure>> parse_classes(std::string_view list);
/// 个人隐私, 商业秘密, 内部事务
std::string_view chinese_name_of(data::Disclosure disclosure) noexcept;

/// One value that stays back, and the texts by which it could be recognised.
struct Secret {
  std::string path;
  std::string label;
  std::vector<std::string> needles;   ///< UTF-8, each at least 4 bytes: the value as written, and as dates and amounts print
  std::vector<std::string> also_in;   ///< public fields that hold the very same value: it is then no secret of this field alone
};

/// The values of `whole` that are withheld in `redacted`. Values too short to be recognised (under 4 bytes) have no needles.
std::vector<Secret> secrets(const data::Record& whole, const data::Record& redacted, const data::Schema& schema);

/// Something that leaves, as text: a file's name, a document's text, a part of a DOCX without its tags.
struct Outgoing { std::string name; std::string text; };
struct Leak { std::string path; std::string where; };
/// Searches everything that leaves for every needle. A secret that also stands in a public field is not searched for.
std::vector<Leak> find_leaks(std::span<const Secret> secrets, std::span<const Outgoing> outgoing);
/// An XML part's text: tags out, entities resolved, runs joined.
std::string text_of_xml(std::string_view xml);

/// Paths of all values that `redacted` still shows, in the grammar of the sealed fields (`a.b`, `list[0].c`).
std::vector<std::string> shown_paths(const json::Node& redacted);
/// The sealed fields with the openings of just these values.
std::string presentation(std::string_view jwt, std::span<const sign::Opening> openings, const json::Node& redacted);

/// The list of what was withheld, for the applicant: path, label, class, ground (政府信息公开条例 第三十七条: 区分处理并说明理由).
json::Node withheld_list(std::string_view record_id, std::uint32_t version, std::span<const data::WithheldField> fields);

}  // namespace gongwen::disclosure
