#include "foundation/base/diagnostic.h"

#include <algorithm>

namespace gongwen {
namespace {

bool is_continuation(char c) noexcept { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::string_view view(const Place::Name& name) noexcept { return name ? std::string_view(*name) : std::string_view(); }

/// 1 → A, 27 → AA: the column letters of a spreadsheet.
std::string column_letters(std::uint32_t column) {
  std::string out;
  for (; column > 0; column = (column - 1) / 26) out.insert(out.begin(), static_cast<char>('A' + (column - 1) % 26));
  return out;
}

}  // namespace

Place Place::in_file(std::string_view file) {
  Place p;
  p.kind = Kind::text;
  p.file = std::make_shared<const std::string>(file);
  return p;
}

Place Place::in_text(Name file, std::uint32_t line, std::uint32_t column, std::uint64_t offset) {
  Place p;
  p.kind = Kind::text;
  p.file = std::move(file);
  p.line = line;
  p.column = column;
  p.offset = offset;
  return p;
}

Place Place::in_cell(Name file, Name sheet, std::uint32_t row, std::uint32_t column) {
  Place p;
  p.kind = Kind::cell;
  p.file = std::move(file);
  p.sheet = std::move(sheet);
  p.line = row;
  p.column = column;
  return p;
}

std::string Place::to_string() const {
  if (kind == Kind::none) return {};
  std::string out(view(file));
  if (kind == Kind::cell) {
    out.append(":").append(view(sheet)).append("!").append(column_letters(column)).append(std::to_string(line));
  } else if (line > 0) {
    out.append(":").append(std::to_string(line)).append(":").append(std::to_string(column));
  }
  return out;
}

std::weak_ordering compare(const Place& a, const Place& b) {
  if (const auto c = view(a.file) <=> view(b.file); c != 0) return c;
  if (const auto c = view(a.sheet) <=> view(b.sheet); c != 0) return c;
  if (const auto c = a.line <=> b.line; c != 0) return c;
  if (const auto c = a.column <=> b.column; c != 0) return c;
  return a.offset <=> b.offset;
}

std::string_view name_of(Severity s) noexcept {
  switch (s) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "error";
}

void Diagnostics::error(std::string_view code, Place place, std::string message, std::vector<std::string> hints,
                        std::string field) {
  add({Severity::error, code, std::move(place), std::move(message), std::move(hints), std::move(field), {}});
}

void Diagnostics::warning(std::string_view code, Place place, std::string message, std::vector<std::string> hints,
                          std::string field) {
  add({Severity::warning, code, std::move(place), std::move(message), std::move(hints), std::move(field), {}});
}

void Diagnostics::append(const Diagnostics& other) { all_.insert(all_.end(), other.all_.begin(), other.all_.end()); }

bool Diagnostics::has_errors() const noexcept {
  return std::any_of(all_.begin(), all_.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::vector<Diagnostic> out = all_;
  std::stable_sort(out.begin(), out.end(), [](const Diagnostic& a, const Diagnostic& b) {
    if (const auto c = compare(a.place, b.place); c != 0) return c < 0;
    return a.code < b.code;
  });
  return out;
}

Position position_of(std::string_view utf8, std::size_t offset) noexcept {
  offset = std::min(offset, utf8.size());
  Position p;
  for (std::size_t i = utf8.starts_with("\xEF\xBB\xBF") ? 3 : 0; i < offset; ++i) {
    if (utf8[i] == '\n') {
      ++p.line;
      p.column = 1;
    } else if (!is_continuation(utf8[i])) {
      ++p.column;
    }
  }
  return p;
}

std::string_view line_of(std::string_view utf8, std::size_t offset) noexcept {
  offset = std::min(offset, utf8.size());
  const std::size_t before = offset == 0 ? std::string_view::npos : utf8.rfind('\n', offset - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  std::size_t end = std::min(utf8.find('\n', offset), utf8.size());
  if (end > begin && utf8[end - 1] == '\r') --end;
  return utf8.substr(begin, end - begin);
}

std::string render(const Diagnostic& d) {
  std::string out = d.place.to_string();
  if (!out.empty()) out.append(": ");
  out.append(name_of(d.severity)).append("[").append(d.code).append("]: ").append(d.message).append("\n");
  if (!d.excerpt.empty()) {
    const std::size_t ink = std::min(d.excerpt.find_first_not_of(" \t"), d.excerpt.size());
    out.append("    ").append(d.excerpt.substr(ink)).append("\n");
  }
  for (const auto& hint : d.hints) out.append("  = hint: ").append(hint).append("\n");
  return out;
}

std::string render(const Diagnostics& all) {
  std::string out;
  for (const auto& d : all.sorted()) out += render(d);
  return out;
}

void check(bool condition, const char* what) {
  if (condition) return;
  throw InternalError(std::string(what) + "\nThis is a bug in the program. Please report it with the command line.");
}

}  // namespace gongwen
