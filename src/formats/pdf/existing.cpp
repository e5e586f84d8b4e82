#include "formats/pdf/existing.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "foundation/base/codes.h"
#include "foundation/zip/zip.h"

namespace gongwen::pdf {
namespace {

// A file that names more objects, or a table that inflates to more, is made to exhaust memory.
constexpr std::uint32_t kMostObjects = 8'388'607;   // ISO 32000-1 annex C
constexpr std::uint64_t kMostInflated = std::uint64_t{1} << 28;
constexpr int kDeepestTree = 64;

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0'; }
bool is_delimiter(char c) { return std::string_view("()<>[]{}/%").find(c) != std::string_view::npos; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Behind blanks and comments.
std::size_t skip_space(std::string_view s, std::size_t at) {
  while (at < s.size()) {
    if (is_space(s[at])) ++at;
    else if (s[at] == '%') at = std::min(s.find_first_of("\r\n", at), s.size());
    else break;
  }
  return at;
}

std::size_t skip_string(std::string_view s, std::size_t at) {   // at '('
  int depth = 0;
  for (; at < s.size(); ++at) {
    if (s[at] == '\\') ++at;
    else if (s[at] == '(') ++depth;
    else if (s[at] == ')' && --depth == 0) return at + 1;
  }
  return std::string_view::npos;
}

/// Behind one token: a name, number, keyword, string, or a bracket.
std::size_t skip_token(std::string_view s, std::size_t at) {
  if (at >= s.size()) return std::string_view::npos;
  if (s[at] == '(') return skip_string(s, at);
  if (s.substr(at, 2) == "<<" || s.substr(at, 2) == ">>") return at + 2;
  if (s[at] == '<') {
    const std::size_t end = s.find('>', at);
    return end == std::string_view::npos ? end : end + 1;
  }
  if (is_delimiter(s[at]) && s[at] != '/') return at + 1;
  for (++at; at < s.size() && !is_space(s[at]) && !is_delimiter(s[at]);) ++at;
  return at;
}

bool whole_number(std::string_view s) { return !s.empty() && std::all_of(s.begin(), s.end(), is_digit); }

/// Behind one value; "12 0 R" is one. npos when it is cut off.
std::size_t skip_value(std::string_view s, std::size_t at) {
  int depth = 0;
  while (true) {
    at = skip_space(s, at);
    const std::size_t end = skip_token(s, at);
    if (end == std::string_view::npos) return end;
    const std::string_view token = s.substr(at, end - at);
    if (token == "<<" || token == "[") ++depth;
    else if (token == ">>" || token == "]") --depth;
    if (depth < 0) return std::string_view::npos;
    if (depth == 0 && whole_number(token)) {
      const std::size_t second = skip_space(s, end);
      const std::size_t second_end = second < s.size() ? skip_token(s, second) : std::string_view::npos;
      if (second_end != std::string_view::npos && whole_number(s.substr(second, second_end - second))) {
        const std::size_t third = skip_space(s, second_end);
        if (third < s.size() && s[third] == 'R' && (third + 1 == s.size() || is_space(s[third + 1]) || is_delimiter(s[third + 1]))) return third + 1;
      }
    }
    at = end;
    if (depth == 0) return at;
  }
}

std::optional<std::uint64_t> digits_at(std::string_view s, std::size_t& at) {
  at = skip_space(s, at);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(s.data() + at, s.data() + s.size(), value);
  if (error != std::errc()) return std::nullopt;
  at = static_cast<std::size_t>(end - s.data());
  return value;
}

std::vector<std::int64_t> numbers_of(std::string_view array) {
  std::vector<std::int64_t> out;
  for (std::size_t at = 1; at < array.size();) {
    const auto value = digits_at(array, at);
    if (!value) break;
    out.push_back(static_cast<std::int64_t>(*value));
  }
  return out;
}

/// Undoes PNG's "up" and its like (ISO 32000-1 7.4.4.4), as cross-reference streams use them.
std::optional<std::string> unpredict(std::string data, std::size_t columns) {
  const std::size_t row = columns + 1;
  if (columns == 0 || data.size() % row != 0) return std::nullopt;
  std::string out;
  std::string above(columns, '\0');
  for (std::size_t at = 0; at < data.size(); at += row) {
    std::string line = data.substr(at + 1, columns);
    switch (data[at]) {
      case 0: break;
      case 1:
        for (std::size_t i = 1; i < columns; ++i) line[i] = static_cast<char>(line[i] + line[i - 1]);
        break;
      case 2:
        for (std::size_t i = 0; i < columns; ++i) line[i] = static_cast<char>(line[i] + above[i]);
        break;
      default: return std::nullopt;
    }
    out += line;
    above = std::move(line);
  }
  return out;
}

}  // namespace

std::optional<Entries> dictionary_entries(std::string_view s) {
  std::size_t at = skip_space(s, 0);
  if (s.substr(at, 2) != "<<") return std::nullopt;
  at += 2;
  Entries out;
  while (true) {
    at = skip_space(s, at);
    if (s.substr(at, 2) == ">>") return out;
    if (at >= s.size() || s[at] != '/') return std::nullopt;
    const std::size_t key_end = skip_token(s, at);
    const std::size_t from = skip_space(s, key_end);
    const std::size_t to = skip_value(s, from);
    if (to == std::string_view::npos) return std::nullopt;
    out.emplace_back(s.substr(at, key_end - at), s.substr(from, to - from));
    at = to;
  }
}

const std::string* find(const Entries& entries, std::string_view key) {
  for (const auto& [name, value] : entries) {
    if (name == key) return &value;
  }
  return nullptr;
}

void put(Entries& entries, std::string_view key, std::string value) {
  for (auto& [name, old] : entries) {
    if (name != key) continue;
    old = std::move(value);
    return;
  }
  entries.emplace_back(key, std::move(value));
}

std::string written(const Entries& entries) {
  std::string out = "<<";
  for (const auto& [name, value] : entries) {
    out += name;
    if (!is_delimiter(value.empty() ? ' ' : value.front())) out += ' ';
    out += value;
  }
  return out + ">>";
}

std::optional<Ref> reference(std::string_view value) {
  std::size_t at = 0;
  const auto id = digits_at(value, at);
  const auto generation = id ? digits_at(value, at) : std::nullopt;
  if (!generation || *id == 0 || *id > kMostObjects) return std::nullopt;
  at = skip_space(value, at);
  if (value.substr(at, 1) != "R") return std::nullopt;
  return Ref{static_cast<std::uint32_t>(*id)};
}

std::vector<Ref> references(std::string_view array) {
  std::vector<Ref> out;
  for (std::size_t at = array.starts_with('[') ? 1 : 0; at < array.size();) {
    const std::size_t from = skip_space(array, at);
    const std::size_t end = skip_value(array, from);
    if (end == std::string_view::npos || end <= from) break;
    if (const auto ref = reference(array.substr(from, end - from))) out.push_back(*ref);
    at = end;
  }
  return out;
}

std::optional<std::int64_t> number(std::string_view value) {
  std::size_t at = 0;
  const auto out = digits_at(value, at);
  return out ? std::optional(static_cast<std::int64_t>(*out)) : std::nullopt;
}

Result<Existing> Existing::open(std::string_view pdf, const Place::Name& file) {
  const auto wrong = [&](std::string_view code, const char* message, const char* hint) {
    return Diagnostic{Severity::error, code, Place::in_text(file, 0, 0, 0), message, {hint}, {}, {}};
  };
  Existing out(pdf);
  const bool sections = pdf.starts_with("%PDF-") && out.read_sections();
  if (sections && find(out.trailer_, "/Encrypt") != nullptr) return wrong(codes::kPdfEncrypted, "这个 PDF 是加密的，不能往里加签名", "请先去掉它的口令");
  if (!sections || !out.first_page()) return wrong(codes::kPdfUnreadable, "不是 PDF，或它的目录已损坏，不能往里加签名", "请用生成它的软件重新导出");
  return out;
}

bool Existing::read_sections() {
  const std::size_t word = pdf_.rfind("startxref");
  if (word == std::string_view::npos) return false;
  std::size_t at = word + 9;
  auto section = digits_at(pdf_, at);
  if (!section) return false;
  start_ = *section;
  std::set<std::uint64_t> seen;
  while (section && seen.insert(*section).second) {
    if (*section >= pdf_.size()) return false;
    const std::size_t from = skip_space(pdf_, static_cast<std::size_t>(*section));
    const bool stream = pdf_.substr(from, 4) != "xref";
    if (seen.size() == 1) streams_ = stream;
    Entries trailer;
    if (!(stream ? read_stream(from, trailer) : read_table(from + 4, trailer))) return false;
    section.reset();
    if (const auto* hidden = find(trailer, "/XRefStm"); hidden != nullptr && !stream) {   // 7.5.8.4: objects for newer readers
      Entries ignored;
      const auto place = number(*hidden);
      if (place && static_cast<std::uint64_t>(*place) < pdf_.size()) (void)read_stream(skip_space(pdf_, static_cast<std::size_t>(*place)), ignored);
    }
    if (const auto* previous = find(trailer, "/Prev")) {
      if (const auto place = number(*previous)) section = static_cast<std::uint64_t>(*place);
    }
    if (trailer_.empty()) trailer_ = std::move(trailer);
  }
  const auto* size = find(trailer_, "/Size");
  const auto count = size == nullptr ? std::nullopt : number(*size);
  if (!count || *count < 1 || *count > kMostObjects) return false;
  size_ = static_cast<std::uint32_t>(*count);
  if (!objects_.empty()) size_ = std::max(size_, objects_.rbegin()->first + 1);
  return true;
}

// Sections are read newest first: what is known already stays.
bool Existing::read_table(std::size_t at, Entries& trailer) {
  while (true) {
    at = skip_space(pdf_, at);
    if (pdf_.substr(at, 7) == "trailer") break;
    const auto first = digits_at(pdf_, at);
    const auto count = first ? digits_at(pdf_, at) : std::nullopt;
    if (!count || *first + *count > kMostObjects) return false;
    for (std::uint64_t i = 0; i < *count; ++i) {
      const auto offset = digits_at(pdf_, at);
      const auto generation = offset ? digits_at(pdf_, at) : std::nullopt;
      if (!generation) return false;
      at = skip_space(pdf_, at);
      const char kind = at < pdf_.size() ? pdf_[at++] : ' ';
      if (kind == 'n') objects_.try_emplace(static_cast<std::uint32_t>(*first + i), Where{*offset, 0, static_cast<std::uint32_t>(*generation), false});
      else if (kind != 'f') return false;
    }
  }
  auto read = dictionary_entries(pdf_.substr(at + 7));
  if (!read) return false;
  trailer = std::move(*read);
  return true;
}

bool Existing::read_stream(std::size_t at, Entries& trailer) {
  const auto body = body_at(at, std::nullopt);
  auto entries = body ? dictionary_entries(*body) : std::nullopt;
  const auto data = entries ? stream_data(*body) : std::nullopt;
  const auto* widths_text = data ? find(*entries, "/W") : nullptr;
  const auto* size = data ? find(*entries, "/Size") : nullptr;
  if (widths_text == nullptr || size == nullptr) return false;
  const auto widths = numbers_of(*widths_text);
  if (widths.size() != 3 || std::any_of(widths.begin(), widths.end(), [](std::int64_t w) { return w > 8; })) return false;
  std::vector<std::int64_t> index{0, number(*size).value_or(0)};
  if (const auto* given = find(*entries, "/Index")) index = numbers_of(*given);
  std::size_t from = 0;
  const auto field = [&](std::int64_t width, std::uint64_t absent) {
    std::uint64_t value = width == 0 ? absent : 0;
    for (std::int64_t i = 0; i < width; ++i) value = (value << 8U) | static_cast<unsigned char>((*data)[from++]);
    return value;
  };
  const auto row = static_cast<std::size_t>(widths[0] + widths[1] + widths[2]);
  for (std::size_t pair = 0; pair + 1 < index.size(); pair += 2) {
    if (index[pair] + index[pair + 1] > kMostObjects) return false;
    for (std::int64_t i = 0; i < index[pair + 1]; ++i) {
      if (from + row > data->size()) return false;
      const std::uint64_t kind = field(widths[0], 1);
      const std::uint64_t second = field(widths[1], 0);
      const auto third = static_cast<std::uint32_t>(field(widths[2], 0));
      const auto id = static_cast<std::uint32_t>(index[pair] + i);
      if (kind == 1) objects_.try_emplace(id, Where{second, 0, third, false});
      else if (kind == 2) objects_.try_emplace(id, Where{second, third, 0, true});
    }
  }
  trailer = std::move(*entries);
  return true;
}

/// What stands between "N G obj" at an offset and its "endobj"; a stream included.
std::optional<std::string_view> Existing::body_at(std::uint64_t offset, std::optional<std::uint32_t> number) const {
  if (offset >= pdf_.size()) return std::nullopt;
  auto at = static_cast<std::size_t>(offset);
  const auto id = digits_at(pdf_, at);
  const auto generation = id ? digits_at(pdf_, at) : std::nullopt;
  if (!generation || (number && *id != *number)) return std::nullopt;
  at = skip_space(pdf_, at);
  if (pdf_.substr(at, 3) != "obj") return std::nullopt;
  return pdf_.substr(at + 3);
}

std::optional<std::string> Existing::stream_data(std::string_view body) const {
  const auto entries = dictionary_entries(body);
  const std::size_t end = entries ? skip_value(body, 0) : std::string_view::npos;
  if (end == std::string_view::npos) return std::nullopt;
  std::size_t at = skip_space(body, end);
  if (body.substr(at, 6) != "stream") return std::nullopt;
  at += 6;
  if (body.substr(at, 2) == "\r\n") at += 2;
  else if (body.substr(at, 1) == "\n") at += 1;
  const auto* length_value = find(*entries, "/Length");
  const auto length_text = length_value == nullptr ? std::nullopt : resolve(*length_value);
  const auto length = length_text ? number(*length_text) : std::nullopt;
  if (!length || static_cast<std::uint64_t>(*length) > body.size() - at) return std::nullopt;
  const std::string_view raw = body.substr(at, static_cast<std::size_t>(*length));
  const auto* filter = find(*entries, "/Filter");
  if (filter == nullptr) return std::string(raw);
  if (*filter != "/FlateDecode" && *filter != "[/FlateDecode]" && *filter != "[ /FlateDecode ]") return std::nullopt;
  auto data = zip::zlib_decompress(raw, kMostInflated);
  const auto* parameters = find(*entries, "/DecodeParms");
  const auto chosen = data && parameters != nullptr ? dictionary_entries(*parameters) : std::nullopt;
  if (!chosen) return data;
  const auto* predictor = find(*chosen, "/Predictor");
  if (predictor == nullptr || number(*predictor).value_or(1) < 10) return data;
  const auto* columns = find(*chosen, "/Columns");
  return unpredict(std::move(*data), columns == nullptr ? 1 : static_cast<std::size_t>(number(*columns).value_or(0)));
}

std::optional<std::string> Existing::packed_object(const Where& where, std::uint32_t id) const {
  const auto holder = objects_.find(static_cast<std::uint32_t>(where.at));
  if (holder == objects_.end() || holder->second.packed) return std::nullopt;
  const auto body = body_at(holder->second.at, holder->first);
  const auto entries = body ? dictionary_entries(*body) : std::nullopt;
  const auto data = entries ? stream_data(*body) : std::nullopt;
  const auto* first = data ? find(*entries, "/First") : nullptr;
  if (first == nullptr) return std::nullopt;
  const auto begin = static_cast<std::uint64_t>(number(*first).value_or(0));
  std::size_t at = 0;
  for (std::uint32_t i = 0; i <= where.index; ++i) {
    const auto number_here = digits_at(*data, at);
    const auto offset = number_here ? digits_at(*data, at) : std::nullopt;
    if (!offset) return std::nullopt;
    if (i != where.index) continue;
    if (*number_here != id || begin + *offset >= data->size()) return std::nullopt;
    const std::string_view text = std::string_view(*data).substr(static_cast<std::size_t>(begin + *offset));
    const std::size_t end = skip_value(text, 0);
    return end == std::string_view::npos ? std::nullopt : std::optional<std::string>(text.substr(0, end));
  }
  return std::nullopt;
}

std::optional<std::string> Existing::object(Ref ref) const {
  const auto found = objects_.find(ref.id);
  if (found == objects_.end()) return std::nullopt;
  if (found->second.packed) return packed_object(found->second, ref.id);
  const auto body = body_at(found->second.at, ref.id);
  const std::size_t end = body ? skip_value(*body, 0) : std::string_view::npos;
  if (end == std::string_view::npos) return std::nullopt;
  const std::size_t from = skip_space(*body, 0);
  return std::string(body->substr(from, end - from));
}

std::optional<std::string> Existing::resolve(std::string_view value) const {
  const auto ref = reference(value);
  return ref ? object(*ref) : std::optional<std::string>(value);
}

std::uint32_t Existing::generation(Ref ref) const {
  const auto found = objects_.find(ref.id);
  return found == objects_.end() ? 0 : found->second.generation;
}

std::optional<Ref> Existing::catalog() const {
  const auto* root = find(trailer_, "/Root");
  return root == nullptr ? std::nullopt : reference(*root);
}

std::optional<Ref> Existing::first_page() const {
  const auto root = catalog();
  const auto catalog_text = root ? object(*root) : std::nullopt;
  const auto catalog_entries = catalog_text ? dictionary_entries(*catalog_text) : std::nullopt;
  const auto* pages = catalog_entries ? find(*catalog_entries, "/Pages") : nullptr;
  auto node = pages == nullptr ? std::nullopt : reference(*pages);
  for (int depth = 0; node && depth < kDeepestTree; ++depth) {
    const auto text = object(*node);
    const auto entries = text ? dictionary_entries(*text) : std::nullopt;
    if (!entries) return std::nullopt;
    const auto* kids = find(*entries, "/Kids");
    if (kids == nullptr) return node;
    const auto list = resolve(*kids);
    node = list && list->starts_with('[') ? reference(std::string_view(*list).substr(1)) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace gongwen::pdf
