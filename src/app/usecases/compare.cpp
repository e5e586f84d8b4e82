// PDF and DOCX compared by what they hold, because two versions of a compressor write the same page in other bytes.

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "app/usecases/reproduce.h"
#include "foundation/zip/zip.h"

namespace gongwen::usecases {
namespace {

constexpr std::uint64_t kMostInflated = std::uint64_t{1} << 28U;

/// Takes out "/Key value" where the value says where or how long something is.
void drop_entry(std::string& dictionary, std::string_view key) {
  for (std::size_t at = dictionary.find(key); at != std::string::npos; at = dictionary.find(key, at)) {
    std::size_t end = at + key.size();
    if (end < dictionary.size() && dictionary[end] != ' ' && dictionary[end] != '[' && dictionary[end] != '\n') {   // a longer name
      at = end;
      continue;
    }
    const char closing = dictionary.find('[', end) == dictionary.find_first_not_of(" \n\r", end) ? ']' : '\0';
    if (closing != '\0') end = dictionary.find(closing, end) + 1;
    else end = std::min(dictionary.find_first_of("/>", end + 1), dictionary.size());
    dictionary.erase(at, end - at);
  }
}

bool only_number(std::string_view text) { return text.find_first_not_of("0123456789 \r\n") == std::string_view::npos; }

/// Object number → what it says, inflated. A plain number is the length of some stream and says nothing.
std::map<std::uint32_t, std::string> objects_of(std::string_view pdf) {
  std::map<std::uint32_t, std::string> out;
  for (std::size_t at = pdf.find(" 0 obj"); at != std::string_view::npos; at = pdf.find(" 0 obj", at + 1)) {
    std::size_t first = at;
    while (first > 0 && pdf[first - 1] >= '0' && pdf[first - 1] <= '9') --first;
    std::uint32_t number = 0;
    std::from_chars(pdf.data() + first, pdf.data() + at, number);
    const std::size_t begin = at + std::string_view(" 0 obj").size();
    const std::size_t stream = pdf.find("stream", begin);
    std::size_t end = pdf.find("endobj", begin);
    if (first == at || end == std::string_view::npos) continue;
    std::string body;
    if (stream < end) {
      const std::size_t data = pdf.find('\n', stream) + 1;
      const std::size_t stop = pdf.find("endstream", data);
      if (stop == std::string_view::npos) continue;
      end = pdf.find("endobj", stop);
      body = pdf.substr(begin, stream - begin);
      const bool packed = body.find("/FlateDecode") != std::string::npos;
      const auto plain = packed ? zip::zlib_decompress(pdf.substr(data, stop - data), kMostInflated) : std::nullopt;
      drop_entry(body, "/Length");
      body += plain ? *plain : std::string(pdf.substr(data, stop - data));
      at = stop;
    } else {
      body = pdf.substr(begin, end - begin);
    }
    if (!only_number(body)) out[number] = std::move(body);
  }
  return out;
}

template <typename Key, typename Name>
std::vector<std::string> differing(const std::map<Key, std::string>& a, const std::map<Key, std::string>& b, Name&& name) {
  std::vector<std::string> out;
  std::set<Key> keys;
  for (const auto* one : {&a, &b}) {
    for (const auto& [key, value] : *one) keys.insert(key);
  }
  for (const Key& key : keys) {
    const auto x = a.find(key), y = b.find(key);
    if (x == a.end() || y == b.end() || x->second != y->second) out.push_back(name(key));
  }
  return out;
}

std::map<std::string, std::string> parts_of(std::string_view docx) {
  Diagnostics faults;
  std::map<std::string, std::string> out;
  const auto zip = zip::Reader::open(docx, zip::Profile::office, Place::in_file("document.docx").file, faults);
  if (!zip) return out;
  for (const auto& entry : zip->entries()) out.emplace(entry.name, zip->read(entry, faults).value_or(std::string{}));
  return out;
}

}  // namespace

std::vector<std::string> compare_pdf(std::string_view a, std::string_view b) {
  const auto x = objects_of(a), y = objects_of(b);
  if (x.empty() || y.empty()) return {"整个文件"};
  return differing(x, y, [](std::uint32_t number) { return "对象 " + std::to_string(number); });
}

std::vector<std::string> compare_docx(std::string_view a, std::string_view b) {
  const auto x = parts_of(a), y = parts_of(b);
  if (x.empty() || y.empty()) return {"整个文件"};
  return differing(x, y, [](const std::string& name) { return "部件 " + name; });
}

}  // namespace gongwen::usecases
