#pragma once

// Data that came from elsewhere, measured against this office's own template.

#include <map>
#include <memory>
#include <string>

#include "app/usecases/house.h"
#include "content/template/template.h"
#include "foundation/json/json.h"
#include "trust/archive/bundle.h"

namespace gongwen::usecases {

/// Checks records of bundles with the templates of the house; each template is loaded once. Not thread-safe.
class DataCheck {
 public:
  DataCheck(Env& env, const House& house) : env_(env), house_(house) {}

  /// Loads and checks a bundle's record: the data and the rules across fields. `name` is shown in places.
  /// Returns what the template declares for the archive (nothing of it when the bundle was made without a template).
  /// Errors D…, R014 the template is not known here; warning R015 the bundle was made with another state of it.
  tmpl::Filing check(const archive::BundleReader& bundle, const std::string& name, Diagnostics& out);
  /// The template of an id, or null when there is none here.
  const tmpl::Template* find(const std::string& id);

 private:
  Env& env_;
  const House& house_;
  std::map<std::string, std::shared_ptr<const tmpl::Template>> known_;
};

}  // namespace gongwen::usecases
