#include <simdjson.h>

#include <algorithm>
#include <set>

#include "foundation/base/codes.h"
#include "foundation/json/json.h"

namespace gongwen::json {
namespace {

namespace od = simdjson::ondemand;

constexpr std::size_t kMaxDepth = 64;

/// The first fault ends the reading: what follows a malformed place cannot be trusted.
struct Stop {};

/// RFC 8259 section 6. The library checks a number only when it is made a double or an int64; we keep the digits.
bool is_number(std::string_view t) noexcept {
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t from = i;
    while (i < t.size() && t[i] >= '0' && t[i] <= '9') ++i;
    return i > from;
  };
  if (i < t.size() && t[i] == '-') ++i;
  if (i < t.size() && t[i] == '0') ++i;
  else if (!digits()) return false;
  if (i < t.size() && t[i] == '.') {
    ++i;
    if (!digits()) return false;
  }
  if (i < t.size() && (t[i] == 'e' || t[i] == 'E')) {
    ++i;
    if (i < t.size() && (t[i] == '+' || t[i] == '-')) ++i;
    if (!digits()) return false;
  }
  return i == t.size();
}

std::string_view trim_right(std::string_view t) noexcept {
  while (!t.empty() && (t.back() == ' ' || t.back() == '\n' || t.back() == '\r' || t.back() == '\t')) t.remove_suffix(1);
  return t;
}

/// What a clerk most often types where JSON wants something else.
std::vector<std::string> hints_at(std::string_view bytes, std::size_t at) {
  struct Habit { std::string_view typed, hint; };
  static constexpr Habit kHabits[] = {
      {"，", "这里是全角逗号“，”，应为半角 ,"},  {"：", "这里是全角冒号“：”，应为半角 :"},   {"“", "这里是中文引号“，应为半角 \""},
      {"”", "这里是中文引号”，应为半角 \""},    {"'", "字符串要用双引号 \"，不用单引号"},      {"//", "JSON 里不能写注释"},
      {"/*", "JSON 里不能写注释"},               {"［", "这里是全角方括号，应为半角 ["},        {"｛", "这里是全角花括号，应为半角 {"},
  };
  std::size_t ink = at;
  while (ink < bytes.size() && (bytes[ink] == ' ' || bytes[ink] == '\n' || bytes[ink] == '\r' || bytes[ink] == '\t')) ++ink;
  const std::string_view rest = bytes.substr(ink);
  for (const auto& h : kHabits) {
    if (rest.starts_with(h.typed)) return {std::string(h.hint)};
  }
  std::size_t before = at;
  while (before > 0 && (bytes[before - 1] == ' ' || bytes[before - 1] == '\n' || bytes[before - 1] == '\r' || bytes[before - 1] == '\t')) --before;
  const char last = before > 0 ? bytes[before - 1] : '\0';
  if (rest.empty()) return {"文件到这里就完了：查一查是否少了 } 或 ]，或文件没有传完"};
  if (last == ',' && (rest.front() == '}' || rest.front() == ']')) return {"最后一项后面多了一个逗号"};
  if (rest.front() == '"' && last != ',' && last != '{' && last != '[' && last != ':') return {"前一项后面少了一个逗号 ,"};
  if (rest.front() == ',' || last == ',') return {"多了一个逗号，或两项之间少了内容"};
  return {"查一查这里前后的引号、逗号、冒号和括号是否成对"};
}

class Parser {
 public:
  Parser(std::string_view bytes, const Place::Name& file, Diagnostics& out, std::uint32_t first_line)
      : bytes_(bytes), file_(file), out_(out), line_(first_line) {}

  std::optional<Node> run() {
    const std::size_t bom = bytes_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    cursor_ = bom;
    base_ = bom;
    const std::string_view body = bytes_.substr(bom);
    if (trim_right(body).empty()) {
      malformed(bytes_.size(), "文件是空的", {"JSON 数据以 { 开头"});
      return std::nullopt;
    }
    if (!simdjson::validate_utf8(body)) {
      std::size_t at = 0;   // the longest valid prefix, by halving: the check is very fast
      for (std::size_t step = body.size(); step > 0; step /= 2) {
        while (at + step <= body.size() && valid_prefix(body, at + step)) at += step;
      }
      out_.error(codes::kJsonEncoding, place(bom + at), "文件不是 UTF-8 编码", {"在记事本或编辑器里另存为 UTF-8"});
      return std::nullopt;
    }
    const simdjson::padded_string padded(body);
    start_ = padded.data();
    od::parser parser(std::max<std::size_t>(body.size(), 1));
    try {
      od::document document;
      if (const auto error = parser.iterate(padded).get(document); error != simdjson::SUCCESS) {
        fail_whole(body, error);
        return std::nullopt;
      }
      Node node = root(document);
      const char* rest = nullptr;
      if (document.current_location().get(rest) == simdjson::SUCCESS && offset_of(rest) < bytes_.size()) {
        const std::string_view tail = bytes_.substr(offset_of(rest));
        if (!trim_right(tail).empty()) malformed(offset_of(rest), "数据已经结束，后面还有内容", {"一个文件只能有一个 { … }"});
      }
      if (failed_) return std::nullopt;
      return node;
    } catch (const Stop&) {
      return std::nullopt;
    } catch (const simdjson::simdjson_error&) {
      malformed(after_last(), "不是合法的 JSON", hints_at(bytes_, after_last()));
      return std::nullopt;
    }
  }

 private:
  static bool valid_prefix(std::string_view t, std::size_t n) {
    if (simdjson::validate_utf8(t.substr(0, n))) return true;
    for (std::size_t back = 1; back < 4 && back <= n; ++back) {   // cut inside a character
      if (simdjson::validate_utf8(t.substr(0, n - back))) {
        std::size_t whole = n - back;
        const auto lead = static_cast<unsigned char>(t[whole]);
        const std::size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
        if (want <= back || whole + want > t.size()) return false;
        return simdjson::validate_utf8(t.substr(whole, want));
      }
    }
    return false;
  }

  std::size_t offset_of(const char* at) const { return std::min(base_ + static_cast<std::size_t>(at - start_), bytes_.size()); }

  /// Places are asked for in rising order, so that counting goes over the text once.
  Place place(std::size_t offset) {
    if (offset < cursor_) {
      const Position p = position_of(bytes_, offset);
      const Position here = position_of(bytes_, cursor_);
      return Place::in_text(file_, line_ - (here.line - p.line), p.column, offset);
    }
    for (; cursor_ < offset; ++cursor_) {
      if (bytes_[cursor_] == '\n') ++line_, column_ = 1;
      else if ((static_cast<unsigned char>(bytes_[cursor_]) & 0xC0U) != 0x80U) ++column_;
    }
    return Place::in_text(file_, line_, column_, offset);
  }

  void malformed(std::size_t offset, std::string message, std::vector<std::string> hints) {
    if (failed_) return;
    failed_ = true;
    out_.error(codes::kJsonMalformed, place(offset), std::move(message), std::move(hints));
  }
  [[noreturn]] void stop(std::size_t offset, std::string message) {
    malformed(offset, std::move(message), hints_at(bytes_, offset));
    throw Stop{};
  }

  /// The first pass (brackets, quotes) failed as a whole: find the place by hand.
  void fail_whole(std::string_view body, simdjson::error_code error) {
    if (error == simdjson::UNCLOSED_STRING) {
      // the string that was never closed begins at the last quote that opens one
      bool inside = false;
      std::size_t opened = 0;
      for (std::size_t i = 0; i < body.size(); ++i) {
        if (inside && body[i] == '\\') ++i;
        else if (inside && body[i] == '\n') break;
        else if (body[i] == '"') inside = !inside, opened = inside ? i : opened;
      }
      malformed(base_ + opened, "引号没有成对", {"字符串开头有 \"，结尾也要有；字符串里的引号写成 \\\""});
      return;
    }
    malformed(base_, "不是合法的 JSON", hints_at(bytes_, base_));
  }

  Node root(od::document& document) {
    const std::string_view token = simdjson::simdjson_result<std::string_view>(document.raw_json_token()).value();
    enter(offset_of(token.data()));
    od::json_type type{};
    if (document.type().get(type) != simdjson::SUCCESS) stop(last_, "不是合法的 JSON");
    switch (type) {
      case od::json_type::object: return object(document.get_object(), last_, 1);
      case od::json_type::array: return array(document.get_array(), last_, 1);
      default: break;
    }
    // A lone scalar is JSON, but never a record: the caller says so. Here it only has to be read rightly.
    Node node = type == od::json_type::string ? Node::string(std::string(std::string_view(document.get_string())))
                                              : scalar(trim_right(token), last_);
    node.set_place(place(last_));
    return node;
  }

  void enter(std::size_t offset) { last_ = offset; }

  Node scalar(std::string_view token, std::size_t offset) {
    if (token == "true" || token == "false") return Node::boolean(token == "true");
    if (token == "null") return {};
    if (is_number(token)) return Node::number(std::string(token));
    // 1，: the value is right, what follows it is not
    const auto odd = std::find_if(token.begin(), token.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    const auto at = odd == token.end() ? 0 : static_cast<std::size_t>(odd - token.begin());
    stop(offset + at, "这里不是合法的值");
  }

  Node value(od::value v, std::size_t depth) {
    const std::string_view token = v.raw_json_token();
    const std::size_t offset = offset_of(token.data());
    enter(offset);
    if (token.empty()) stop(offset, "这里少了一个值");
    const Place at = place(offset);
    Node node;
    switch (token.front()) {
      case '{': node = object(v.get_object(), offset, depth + 1); break;
      case '[': node = array(v.get_array(), offset, depth + 1); break;
      case '"': {
        std::string_view text;
        if (v.get_string().get(text) != simdjson::SUCCESS) stop(offset, "字符串里有不合法的转义或控制字符");
        node = Node::string(std::string(text));
        break;
      }
      default: node = scalar(trim_right(token), offset);
    }
    node.set_place(at);
    return node;
  }

  void limit(std::size_t offset, std::size_t depth) {
    if (depth <= kMaxDepth) return;
    failed_ = true;
    out_.error(codes::kJsonDepth, place(offset), "嵌套超过 64 层");
    throw Stop{};
  }

  Node object(simdjson::simdjson_result<od::object> result, std::size_t offset, std::size_t depth) {
    limit(offset, depth);
    Node node = Node::object();
    node.set_place(place(offset));
    od::object members;
    if (std::move(result).get(members) != simdjson::SUCCESS) stop(offset, "这里的 { 没有写完整，或最后的 } 后面还有内容");
    std::set<std::string, std::less<>> seen;
    for (auto field : members) {
      od::field f;
      if (const auto e = std::move(field).get(f); e != simdjson::SUCCESS) stop(after_last(), "这里缺少逗号、冒号或右括号");
      const char* raw = f.key().raw();
      const std::size_t key_offset = offset_of(raw) - 1;
      enter(key_offset);
      const Place key_place = place(key_offset);
      std::string_view key;
      if (f.unescaped_key().get(key) != simdjson::SUCCESS) stop(key_offset, "键名里有不合法的转义");
      std::string name(key);
      if (!seen.insert(name).second) {
        out_.error(codes::kJsonDuplicate, key_place, "键“" + name + "”写了两次", {"留下一个，删去另一个"});
        failed_ = true;
      }
      node.members().emplace_back(std::move(name), value(f.value(), depth));
    }
    return node;
  }

  Node array(simdjson::simdjson_result<od::array> result, std::size_t offset, std::size_t depth) {
    limit(offset, depth);
    Node node = Node::array();
    node.set_place(place(offset));
    od::array items;
    if (std::move(result).get(items) != simdjson::SUCCESS) stop(offset, "这里的 [ 没有写完整，或最后的 ] 后面还有内容");
    for (auto item : items) {
      od::value v;
      if (std::move(item).get(v) != simdjson::SUCCESS) stop(after_last(), "这里缺少逗号或右括号");
      node.push(value(v, depth));
    }
    return node;
  }

  /// Just behind the last value read: where the missing comma or bracket belongs.
  std::size_t after_last() const {
    std::size_t i = last_;
    const auto skip_blank = [&] { while (i < bytes_.size() && std::string_view(" \t\r\n").find(bytes_[i]) != std::string_view::npos) ++i; };
    if (i < bytes_.size() && (bytes_[i] == '{' || bytes_[i] == '[')) {   // not even the first key was read
      ++i;
      skip_blank();
    }
    if (i < bytes_.size() && bytes_[i] == '"') {
      for (++i; i < bytes_.size() && bytes_[i] != '"'; ++i) {
        if (bytes_[i] == '\\') ++i;
      }
      ++i;
    } else {
      const std::size_t from = i;
      while (i < bytes_.size() && std::string_view(",:}] \t\r\n").find(bytes_[i]) == std::string_view::npos) ++i;
      if (from < bytes_.size() && bytes_[from] == '\'') return from;
    }
    while (i < bytes_.size() && std::string_view(" \t\r\n,").find(bytes_[i]) != std::string_view::npos) ++i;
    return std::min(i, bytes_.size());
  }

  std::string_view bytes_;
  const Place::Name& file_;
  Diagnostics& out_;
  const char* start_ = nullptr;
  std::size_t base_ = 0;
  std::size_t cursor_ = 0;
  std::size_t last_ = 0;      ///< offset of the value or key under way
  std::uint32_t line_;
  std::uint32_t column_ = 1;
  bool failed_ = false;
};

}  // namespace

std::optional<Node> parse(std::string_view bytes, const Place::Name& file, Diagnostics& out, std::uint32_t first_line) {
  return Parser(bytes, file, out, first_line).run();
}

}  // namespace gongwen::json
