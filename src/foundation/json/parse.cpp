#include <simdjson.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <unordered_set>

#include "foundation/base/codes.h"
#include "foundation/json/fault_internal.h"
#include "foundation/json/json.h"

namespace gongwen::json {
namespace {

namespace od = simdjson::ondemand;

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kFew = 4;   // members or items there is room for at first

struct Malformed {};   ///< the parser refuses; where and why is the scanner's business
struct TooDeep {};     ///< told already

std::string_view trim_right(std::string_view t) noexcept {
  while (!t.empty() && (t.back() == ' ' || t.back() == '\n' || t.back() == '\r' || t.back() == '\t')) t.remove_suffix(1);
  return t;
}

/// What the library needs for a text: its own copy with room behind it, and a parser's buffers. Both cost more to make than a small text
/// costs to read, so a thread keeps one set; a large text has its own, so that its memory is given back.
struct Workshop {
  od::parser parser;
  std::string padded;
};

Workshop& workshop(std::size_t size, std::optional<Workshop>& own) {
  constexpr std::size_t kKept = std::size_t{1} << 18;
  thread_local Workshop kept;
  return size <= kKept ? kept : own.emplace();
}

/// The keys of one object so far: few are looked through, many are kept in a set.
class Keys {
 public:
  /// Whether `key` is none of those in `before`, which grows by one from call to call.
  bool fresh(const std::string& key, const std::vector<Node::Member>& before) {
    constexpr std::size_t kLookedThrough = 24;
    if (before.size() < kLookedThrough) return std::none_of(before.begin(), before.end(), [&](const Node::Member& m) { return m.first == key; });
    if (seen_.empty()) {
      for (const Node::Member& m : before) seen_.insert(m.first);
    }
    return seen_.insert(key).second;
  }

 private:
  std::unordered_set<std::string> seen_;
};

/// Walks one text by the library's on-demand parser, which knows where every token stands.
class Parser {
 public:
  Parser(std::string_view bytes, const Place::Name& file, Diagnostics& out, std::uint32_t first_line)
      : bytes_(bytes), file_(file), out_(&out), line_(first_line) {}
  /// The value alone: nothing is told, nothing gets a place.
  explicit Parser(std::string_view bytes) : bytes_(bytes) {}

  std::optional<Node> run() {
    base_ = bytes_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    cursor_ = base_;
    const std::string_view body = bytes_.substr(base_);
    if (trim_right(body).empty()) {
      if (out_ != nullptr) out_->error(codes::kJsonMalformed, place(bytes_.size()), "文件是空的", {"JSON 数据以 { 开头"});
      return std::nullopt;
    }
    if (!simdjson::validate_utf8(body)) {
      tell_encoding(body);
      return std::nullopt;
    }
    try {
      Node node = whole(body);
      return duplicates_ ? std::nullopt : std::optional(std::move(node));
    } catch (const TooDeep&) {
      return std::nullopt;
    } catch (const Malformed&) {
      tell_fault(body);
    } catch (const simdjson::simdjson_error&) {
      tell_fault(body);
    }
    return std::nullopt;
  }

 private:
  void tell_encoding(std::string_view body) {
    if (out_ == nullptr) return;
    const std::size_t at = first_malformed_utf8(body);
    // a text in another encoding fails at its first Hanzi; one that ends inside a character was good up to there
    const auto lead = static_cast<unsigned char>(body[at]);
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
    const bool cut = lead < 0xF5 && length > body.size() - at;
    out_->error(codes::kJsonEncoding, place(base_ + at), cut ? "文件到这里中断，最后一个字不完整" : "文件不是 UTF-8 编码",
               {cut ? "文件没有传完或没有写完：重新取一份" : "在记事本或编辑器里另存为 UTF-8"});
  }

  std::size_t offset_of(const char* at) const { return std::min(base_ + static_cast<std::size_t>(at - start_), bytes_.size()); }

  /// Places are asked for in rising order while parsing, so that counting goes over the text once. A fault may stand before the
  /// last place asked for; then it is counted back.
  Place place(std::size_t offset) {
    if (offset < cursor_) {
      const Position there = position_of(bytes_.substr(base_), offset - base_);
      const Position here = position_of(bytes_.substr(base_), cursor_ - base_);
      return Place::in_text(file_, line_ - (here.line - there.line), there.column, offset);
    }
    for (; cursor_ < offset; ++cursor_) {
      if (bytes_[cursor_] == '\n') ++line_, column_ = 1;
      else if ((static_cast<unsigned char>(bytes_[cursor_]) & 0xC0U) != 0x80U) ++column_;
    }
    return Place::in_text(file_, line_, column_, offset);
  }

  void tell_fault(std::string_view body) {
    if (out_ == nullptr) return;
    if (auto fault = first_fault(body)) {
      out_->error(codes::kJsonMalformed, place(base_ + fault->at), std::move(fault->message), std::move(fault->hints));
    } else {   // the library counts in 32 bits
      out_->error(codes::kJsonMalformed, place(base_), "文件太大，不能超过 4 GiB", {"拆成几个文件，或用 JSON Lines"});
    }
  }

  Node whole(std::string_view body) {
    std::optional<Workshop> own;
    Workshop& at_work = workshop(body.size(), own);
    at_work.padded.assign(body).append(simdjson::SIMDJSON_PADDING, '\0');
    start_ = at_work.padded.data();
    od::document document;
    if (at_work.parser.iterate(start_, body.size(), at_work.padded.size()).get(document) != simdjson::SUCCESS) throw Malformed{};
    const std::string_view token = simdjson::simdjson_result<std::string_view>(document.raw_json_token()).value();
    const std::size_t begin = offset_of(token.data());
    const Place at = out_ == nullptr ? Place{} : place(begin);
    std::size_t end = offset_of(token.data() + token.size());
    Node node;
    switch (token.empty() ? '\0' : token.front()) {
      case '{': node = object(document.get_object(), 1); break;
      case '[': node = array(document.get_array(), 1); break;
      case '"': node = Node::string(std::string(std::string_view(document.get_string()))); break;
      default: node = scalar(trim_right(token));
    }
    if (node.is(Kind::object) || node.is(Kind::array)) {
      const char* rest = nullptr;
      end = document.current_location().get(rest) == simdjson::SUCCESS ? offset_of(rest) : bytes_.size();
    }
    if (!trim_right(bytes_.substr(end)).empty()) throw Malformed{};
    if (out_ != nullptr) node.set_place(at);
    return node;
  }

  static Node scalar(std::string_view token) {
    if (token == "true" || token == "false") return Node::boolean(token == "true");
    if (token == "null") return {};
    // the library checks a number only when it is made a double or an int64; we keep the digits
    if (!is_number(token)) throw Malformed{};
    return Node::number(std::string(token));
  }

  Node value(od::value v, std::size_t depth) {
    const std::string_view token = v.raw_json_token();
    if (token.empty()) throw Malformed{};
    if (out_ == nullptr) return content(v, token, depth);
    Place at = place(offset_of(token.data()));
    Node node = content(v, token, depth);
    node.set_place(std::move(at));
    return node;
  }

  Node content(od::value& v, std::string_view token, std::size_t depth) {
    switch (token.front()) {
      case '{': return object(v.get_object(), depth + 1);
      case '[': return array(v.get_array(), depth + 1);
      case '"': return Node::string(std::string(std::string_view(v.get_string())));
      default: return scalar(trim_right(token));
    }
  }

  void limit(std::size_t depth) {
    if (depth <= kMaxDepth) return;
    if (out_ != nullptr) out_->error(codes::kJsonDepth, place(cursor_), "嵌套超过 64 层");
    throw TooDeep{};
  }

  Node object(simdjson::simdjson_result<od::object> result, std::size_t depth) {
    limit(depth);
    Node node = Node::object();
    node.members().reserve(kFew);
    od::object members = std::move(result).value();
    Keys keys;
    for (auto field : members) {
      od::field f;
      if (std::move(field).get(f) != simdjson::SUCCESS) throw Malformed{};
      const Place key_place = out_ == nullptr ? Place{} : place(offset_of(f.key().raw()) - 1);
      std::string name{std::string_view(f.unescaped_key())};
      if (!keys.fresh(name, node.members())) {
        if (out_ != nullptr) out_->error(codes::kJsonDuplicate, key_place, "键“" + name + "”写了两次", {"留下一个，删去另一个"});
        duplicates_ = true;
      }
      node.members().emplace_back(std::move(name), value(f.value(), depth));
    }
    return node;
  }

  Node array(simdjson::simdjson_result<od::array> result, std::size_t depth) {
    limit(depth);
    Node node = Node::array();
    node.items().reserve(kFew);
    od::array items = std::move(result).value();
    for (auto item : items) node.items().push_back(value(std::move(item).value(), depth));
    return node;
  }

  std::string_view bytes_;
  Place::Name file_;
  Diagnostics* out_ = nullptr;    ///< null: only the value is wanted
  const char* start_ = nullptr;   ///< of the library's copy of the body
  std::size_t base_ = 0;          ///< bytes of the BOM
  std::size_t cursor_ = 0;        ///< `line_` and `column_` are those of this offset
  std::uint32_t line_ = 1;
  std::uint32_t column_ = 1;
  bool duplicates_ = false;
};

}  // namespace

std::optional<Node> parse(std::string_view bytes, const Place::Name& file, Diagnostics& out, std::uint32_t first_line) {
  return Parser(bytes, file, out, first_line).run();
}

std::optional<Node> parse_value(std::string_view bytes) { return Parser(bytes).run(); }

bool is_plain(std::string_view text) noexcept {
  // Eight bytes at a time: a byte below n is one whose top bit comes up when n is taken away from it, and was not up before.
  constexpr std::uint64_t kOnes = 0x0101010101010101, kTops = 0x8080808080808080;
  const auto any_below = [](std::uint64_t bytes, std::uint64_t n) { return ((bytes - kOnes * n) & ~bytes & kTops) != 0; };
  const char* at = text.data();
  const char* const end = at + text.size();
  for (; end - at >= 8; at += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, 8);
    if (any_below(bytes, 0x20) || any_below(bytes ^ kOnes * '\\', 1)) return false;
  }
  const auto special = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\\'; };
  return std::none_of(at, end, special) && simdjson::validate_utf8(text);
}

}  // namespace gongwen::json
