#pragma once

// The files of one template, each read once.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "content/template/source.h"
#include "content/template/template.h"

namespace gongwen::tmpl {

/// Reads the files a template names and remembers them for the bundle. Lives for one load.
class Files {
 public:
  Files(const ReadFile& read, std::string shown) : read_(read), shown_(std::move(shown)) {}
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  /// The bytes of a name relative to the library, or null.
  const std::string* bytes(const std::string& name);
  /// The name, relative to the library, of what `from` calls `relative`; nothing when it leads out of the library.
  static std::optional<std::string> resolve(const std::string& from, const std::string& relative);
  /// What an attribute names: resolved and read, or null after T007 in `spot`.
  const std::string* named(const Spot& spot, const pugi::xml_attribute& attribute, std::string& name);
  /// Parses an XML file; null after T001.
  const Source* xml(const std::string& name, Diagnostics& out);
  Place::Name shown(const std::string& name) const { return std::make_shared<const std::string>(shown_ + name); }

  std::vector<SourceFile> all() const;

 private:
  const ReadFile& read_;
  std::string shown_;
  std::map<std::string, std::optional<std::string>> bytes_;
  std::map<std::string, std::unique_ptr<Source>> sources_;
};

}  // namespace gongwen::tmpl
