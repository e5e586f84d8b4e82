#include "formats/inspect/font.h"

#include <algorithm>
#include <cctype>

#include "formats/inspect/adobe_gb1.h"
#include "foundation/text/utf8.h"

namespace gongwen::inspect {
namespace {

std::string name_text(QPDFObjectHandle object) {
  if (!object.isName()) return {};
  const std::string written = object.getName();   // qpdf resolves #xx and keeps the slash
  return written.substr(1);
}

/// "ABCDEF+Name" without the six capitals.
bool strip_tag(std::string& name) {
  if (name.size() < 8 || name[6] != '+') return false;
  if (!std::all_of(name.begin(), name.begin() + 6, [](unsigned char c) { return std::isupper(c) != 0; })) return false;
  name.erase(0, 7);
  return true;
}

bool bold_by_name(const std::string& name) {
  std::string lower;
  for (const char c : name) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower.find("bold") != std::string::npos || lower.find("heavy") != std::string::npos || lower.find("black") != std::string::npos;
}

/// Widths of the standard 14 fonts when a file leaves them out: near enough to find words and lines.
double standard_width(const std::string& name) { return name.starts_with("Courier") ? 600 : 500; }

}  // namespace

FontReader::FontReader(Source& source, QPDFObjectHandle dictionary) {
  if (!dictionary.isDictionary()) return;
  const std::string subtype = name_text(dictionary.getKey("/Subtype"));
  std::string name = name_text(dictionary.getKey("/BaseFont"));
  type3_ = subtype == "Type3";
  if (type3_ && name.empty()) name = name_text(dictionary.getKey("/Name"));
  font_.subset = strip_tag(name);
  font_.name = name_of_bytes(name);
  font_.embedded = type3_;
  if (auto map = dictionary.getKey("/ToUnicode"); map.isStream()) to_unicode_ = CMap::parse(source.stream(map));
  composite_ = subtype == "Type0";
  if (composite_) read_composite(source, dictionary);
  else read_simple(source, dictionary);
  for (const std::string_view tail : {"-Identity-H", "-Identity-V"}) {   // writers of CFF fonts put the CMap's name behind
    if (font_.name.ends_with(tail)) font_.name.resize(font_.name.size() - tail.size());
  }
  font_.kind = face_kind(font_.name);
  font_.bold = bold_by_name(font_.name);
}

void FontReader::read_descriptor(QPDFObjectHandle descriptor) {
  if (!descriptor.isDictionary()) return;
  for (const char* key : {"/FontFile", "/FontFile2", "/FontFile3"}) font_.embedded = font_.embedded || descriptor.getKey(key).isStream();
  if (font_.name.empty()) {
    std::string name = name_text(descriptor.getKey("/FontName"));
    font_.subset = strip_tag(name);
    font_.name = name_of_bytes(name);
  }
}

void FontReader::read_simple(Source&, QPDFObjectHandle dictionary) {
  auto descriptor = dictionary.getKey("/FontDescriptor");
  read_descriptor(descriptor);
  double missing = descriptor.isDictionary() ? number_of(descriptor.getKey("/MissingWidth")) : standard_width(font_.name);
  if (type3_) {
    auto matrix = dictionary.getKey("/FontMatrix");
    unit_ = matrix.isArray() && matrix.getArrayNItems() == 6 ? number_of(matrix.getArrayItem(0), 0.001) : 0.001;
    missing = 0;
  }
  widths_.assign(256, missing);
  const auto first = static_cast<int>(std::clamp(number_of(dictionary.getKey("/FirstChar")), 0.0, 255.0));
  if (auto widths = dictionary.getKey("/Widths"); widths.isArray()) {
    for (int i = 0; i < widths.getArrayNItems() && first + i < 256; ++i) {
      widths_[static_cast<std::size_t>(first + i)] = number_of(widths.getArrayItem(i), missing);
    }
  }
  auto encoding = dictionary.getKey("/Encoding");
  characters_ = base_encoding(encoding.isDictionary() ? name_text(encoding.getKey("/BaseEncoding")) : name_text(encoding));
  if (!encoding.isDictionary()) return;
  if (auto differences = encoding.getKey("/Differences"); differences.isArray()) {
    int code = 0;
    for (int i = 0; i < differences.getArrayNItems(); ++i) {
      auto item = differences.getArrayItem(i);
      if (item.isNumber()) code = static_cast<int>(std::clamp(item.getNumericValue(), 0.0, 255.0));
      else if (item.isName() && code < 256) characters_[static_cast<std::size_t>(code++)] = character_of_glyph(name_text(item));
    }
  }
}

void FontReader::read_composite(Source& source, QPDFObjectHandle dictionary) {
  auto encoding = dictionary.getKey("/Encoding");
  encoding_ = encoding.isStream() ? CMap::parse(source.stream(encoding)) : CMap::predefined(name_text(encoding));
  auto list = dictionary.getKey("/DescendantFonts");
  auto descendant = list.isArray() && list.getArrayNItems() > 0 ? list.getArrayItem(0) : list;
  if (!descendant.isDictionary()) return;
  read_descriptor(descendant.getKey("/FontDescriptor"));
  if (auto system = descendant.getKey("/CIDSystemInfo"); system.isDictionary()) gb1_ = utf8_of(system.getKey("/Ordering")) == "GB1";
  default_width_ = number_of(descendant.getKey("/DW"), 1000);
  auto widths = descendant.getKey("/W");
  if (!widths.isArray()) return;
  const auto cid = [&](int i) { return static_cast<std::uint32_t>(std::clamp(number_of(widths.getArrayItem(i)), 0.0, 1e6)); };
  const int n = widths.getArrayNItems();
  for (int i = 0; i + 1 < n;) {   // c [w1 w2 …] or first last w (9.7.4.3)
    auto second = widths.getArrayItem(i + 1);
    if (second.isArray()) {
      const auto first = cid(i);
      for (int k = 0; k < second.getArrayNItems(); ++k) cid_widths_[first + static_cast<std::uint32_t>(k)] = number_of(second.getArrayItem(k), default_width_);
      i += 2;
    } else {
      if (i + 2 < n) cid_ranges_.push_back({cid(i), cid(i + 1), number_of(widths.getArrayItem(i + 2), default_width_)});
      i += 3;
    }
  }
}

double FontReader::width_of_cid(Code code, const std::string& text) const {
  std::uint32_t cid = 0;
  if (encoding_.by_character()) {
    // Adobe-GB1 puts proportional ASCII at CID 1, half-width at 814 (its blank at 7716); of all else only the default width is known.
    if (text.size() != 1) return default_width_;
    cid = static_cast<unsigned char>(text[0]) - 31U;
    if (!cid_widths_.contains(cid)) cid = cid == 1 ? 7716 : cid + 812;
  } else {
    const auto found = encoding_.cid(code);
    if (!found) return default_width_;
    cid = *found;
  }
  if (const auto found = cid_widths_.find(cid); found != cid_widths_.end()) return found->second;
  for (const auto& range : cid_ranges_) {
    if (cid >= range.first && cid <= range.last) return range.width;
  }
  return encoding_.by_character() ? 500 : default_width_;
}

void FontReader::decode(std::string_view bytes, std::vector<Shown>& out) const {
  out.clear();
  if (composite_) {
    for (std::size_t at = 0; at < bytes.size();) {
      const Code code = encoding_.cut(bytes, at);
      const auto raw = bytes.substr(at, code.bytes);
      Shown shown;
      shown.bytes = code.bytes;
      shown.text = to_unicode_.text(code, raw);
      if (shown.text.empty() && encoding_.by_character()) shown.text = encoding_.text(code, raw);
      else if (shown.text.empty() && gb1_) shown.text = adobe_gb1(encoding_.cid(code).value_or(0));
      shown.width = vertical() ? -1 : width_of_cid(code, shown.text) * unit_;
      shown.word_space = code.bytes == 1 && code.value == 32;
      out.push_back(std::move(shown));
      at += code.bytes;
    }
    return;
  }
  for (const char c : bytes) {
    const auto code = static_cast<unsigned char>(c);
    Shown shown;
    shown.width = (widths_.empty() ? 500 : widths_[code]) * unit_;
    shown.text = to_unicode_.text({code, 1}, bytes.substr(0, 0));
    if (shown.text.empty() && characters_[code] != 0) text::append(shown.text, characters_[code]);
    shown.word_space = code == 32;
    out.push_back(std::move(shown));
  }
}

}  // namespace gongwen::inspect
