#pragma once

// PDFs put together by hand, object by object, as small as the thing they show.

#include <string>
#include <string_view>
#include <vector>

namespace gongwen::test {

/// A PDF of the given objects (the first is number 1), with a cross-reference table. Object 1 must be the catalog.
inline std::string pdf_of(const std::vector<std::string>& objects, const std::string& trailer = "") {
  std::string out = "%PDF-1.7\n";
  std::vector<std::size_t> at;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    at.push_back(out.size());
    out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::size_t start = out.size();
  out += "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
  for (const auto offset : at) {
    const std::string digits = std::to_string(offset);
    out += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
  }
  return out + "trailer\n<</Size " + std::to_string(objects.size() + 1) + "/Root 1 0 R" + trailer + ">>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
}

inline std::string stream_of(std::string_view content, const std::string& entries = "") {
  return "<</Length " + std::to_string(content.size()) + entries + ">>\nstream\n" + std::string(content) + "\nendstream";
}

/// One page of 720 × 720 pt (254 mm square) with this content; resources as given; further objects from number 5.
inline std::string page_of(std::string_view content, const std::string& resources = "/Font<</F 5 0 R>>",
                           const std::vector<std::string>& more = {"<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>"},
                           const std::string& page = "/MediaBox[0 0 720 720]") {
  std::vector<std::string> objects = {"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                                      "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<" + resources + ">>" + page + ">>", stream_of(content)};
  objects.insert(objects.end(), more.begin(), more.end());
  return pdf_of(objects);
}

}  // namespace gongwen::test
