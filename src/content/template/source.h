#pragma once

// A file of the template as XML, every element and attribute with its place.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "content/template/expression.h"
#include "foundation/base/diagnostic.h"

namespace gongwen::tmpl {

/// One XML file, parsed. Nodes stay valid as long as it lives; not copied.
class Source {
 public:
  /// name  relative to the library; shown  as printed in places.
  Source(std::string name, const std::string& shown, std::string_view bytes);
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  /// False after T001 in `out`.
  bool parse(Diagnostics& out);
  pugi::xml_node root() const { return document_.document_element(); }
  const std::string& name() const noexcept { return name_; }

  Place place(std::size_t offset) const;
  void tell(Diagnostics& out, std::string_view code, std::size_t offset, std::string message, std::vector<std::string> hints = {}) const;

  /// Offsets into the file. Of an element: its `<`. Of a text node: its first byte. Of an attribute's value: after the quote.
  std::size_t offset_of(const pugi::xml_node& node) const;
  std::size_t offset_of(const pugi::xml_node& element, const pugi::xml_attribute& attribute) const;
  /// Where the byte `decoded` of a value stands in the file, when the value begins at `start`: &lt; is one byte of the value.
  std::size_t raw_offset(std::size_t start, std::size_t decoded) const;

 private:
  std::string name_;
  Place::Name shown_;
  std::string text_;                 // without BOM
  std::size_t bom_ = 0;
  std::vector<std::size_t> lines_;   // where each line begins
  pugi::xml_document document_;
};

/// An attribute or element of the file being read, and whom to tell. Lives for one load.
struct Spot {
  const Source& source;
  pugi::xml_node node;
  Diagnostics& out;

  std::size_t offset() const { return source.offset_of(node); }
  Place place() const { return source.place(offset()); }
  void error(std::string_view code, std::string message, std::vector<std::string> hints = {}) const;
  void error_at(const pugi::xml_attribute& attribute, std::string_view code, std::string message,
                std::vector<std::string> hints = {}) const;
};

}  // namespace gongwen::tmpl
