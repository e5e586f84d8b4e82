#include "trust/disclosure/disclosure.h"

#include <algorithm>
#include <map>

#include "foundation/text/chinese.h"
#include "foundation/text/utf8.h"

namespace gongwen::disclosure {
namespace {

constexpr std::size_t kRecognisable = 4;   // bytes; one Hanzi or three digits alone would be found everywhere

bool is_withheld(const json::Node& node) { return node.is(json::Kind::object) && node.find("$withheld") != nullptr; }

/// How a leaf may stand in a paper: as written, and in the forms the filters give it.
std::vector<std::string> forms_of(const json::Node& value) {
  std::vector<std::string> forms;
  if (value.is(json::Kind::string) || value.is(json::Kind::number)) {
    forms.push_back(value.text());
    if (const auto date = text::parse_date(value.text())) {
      forms.push_back(date->iso());
      forms.push_back(text::chinese_date(*date));
      forms.push_back(text::chinese_date_hanzi(*date));
    }
    if (const auto number = text::Decimal::parse(value.text()); number && value.is(json::Kind::number)) {
      forms.push_back(text::thousands(*number));
      if (const auto words = text::rmb_upper(*number)) forms.push_back(*words);
    }
  } else if (value.is(json::Kind::object)) {   // a period
    for (const auto& [key, part] : value.members()) {
      for (auto& form : forms_of(part)) forms.push_back(std::move(form));
    }
  }
  std::erase_if(forms, [](const std::string& f) { return f.size() < kRecognisable; });
  std::sort(forms.begin(), forms.end());
  forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
  return forms;
}

void collect_paths(const json::Node& node, const std::string& path, std::vector<std::string>& out) {
  if (is_withheld(node)) return;
  if (node.is(json::Kind::object) && !node.members().empty()) {
    for (const auto& [key, value] : node.members()) collect_paths(value, path.empty() ? key : path + "." + key, out);
  } else if (node.is(json::Kind::array) && !node.items().empty()) {
    for (std::size_t i = 0; i < node.items().size(); ++i) collect_paths(node.items()[i], path + "[" + std::to_string(i) + "]", out);
  } else if (!path.empty()) {
    out.push_back(path);
  }
}

}  // namespace

std::optional<std::set<data::Disclosure>> parse_classes(std::string_view list) {
  std::set<data::Disclosure> classes;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const auto one = data::parse_disclosure(list.substr(0, comma));
    if (!one || *one == data::Disclosure::open) return std::nullopt;
    classes.insert(*one);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  if (classes.empty()) return std::nullopt;
  return classes;
}

std::string_view chinese_name_of(data::Disclosure disclosure) noexcept {
  switch (disclosure) {
    case data::Disclosure::open: return "公开";
    case data::Disclosure::personal: return "个人隐私";
    case data::Disclosure::commercial: return "商业秘密";
    case data::Disclosure::internal: return "内部事务信息";
  }
  return "公开";
}

std::vector<Secret> secrets(const data::Record& whole, const data::Record& redacted, const data::Schema& schema) {
  std::map<std::string, std::vector<std::string>> open;   // forms of shown values → their fields
  std::vector<std::string> shown;
  data::for_each_field(redacted, schema, [&](const std::string& path, const data::Field& field, const json::Node& value) {
    if (is_withheld(value)) return;
    shown.push_back(path);
    for (const auto& form : forms_of(value)) open[form].push_back(field.label);
  });
  std::sort(shown.begin(), shown.end());

  std::vector<Secret> all;
  data::for_each_field(whole, schema, [&](const std::string& path, const data::Field& field, const json::Node& value) {
    if (std::binary_search(shown.begin(), shown.end(), path)) return;
    Secret s;
    s.path = path;
    s.label = field.label;
    s.needles = forms_of(value);
    for (const auto& needle : s.needles) {
      if (const auto it = open.find(needle); it != open.end()) s.also_in.insert(s.also_in.end(), it->second.begin(), it->second.end());
    }
    all.push_back(std::move(s));
  });
  return all;
}

std::vector<Leak> find_leaks(std::span<const Secret> secrets, std::span<const Outgoing> outgoing) {
  std::vector<Leak> leaks;
  for (const auto& s : secrets) {
    if (!s.also_in.empty()) continue;
    for (const auto& out : outgoing) {
      const bool found = std::any_of(s.needles.begin(), s.needles.end(), [&](const std::string& needle) { return out.text.find(needle) != std::string::npos; });
      if (found) leaks.push_back({s.path, out.name});
    }
  }
  return leaks;
}

std::string text_of_xml(std::string_view xml) {
  std::string out;
  for (std::size_t i = 0; i < xml.size();) {
    if (xml[i] == '<') {
      const std::size_t end = xml.find('>', i);
      if (end == std::string_view::npos) break;
      i = end + 1;
    } else if (xml[i] == '&') {
      static constexpr std::pair<std::string_view, char> kEntities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
      const auto* entity = std::find_if(std::begin(kEntities), std::end(kEntities), [&](const auto& e) { return xml.substr(i).starts_with(e.first); });
      if (entity == std::end(kEntities)) {
        out.push_back(xml[i++]);
      } else {
        out.push_back(entity->second);
        i += entity->first.size();
      }
    } else {
      out.push_back(xml[i++]);
    }
  }
  return out;
}

std::vector<std::string> shown_paths(const json::Node& redacted) {
  std::vector<std::string> paths;
  collect_paths(redacted, "", paths);
  return paths;
}

std::string presentation(std::string_view jwt, std::span<const sign::Opening> openings, const json::Node& redacted) {
  const auto paths = shown_paths(redacted);
  const auto shown = sign::openings_for(openings, paths, true);
  return sign::present(jwt, shown);
}

json::Node withheld_list(std::string_view record_id, std::uint32_t version, std::span<const data::WithheldField> fields) {
  json::Node list = json::Node::object();
  list.set("record", json::Node::string(std::string(record_id)));
  list.set("version", json::Node::number(std::int64_t{version}));
  json::Node items = json::Node::array();
  for (const auto& f : fields) {
    json::Node item = json::Node::object();
    item.set("path", json::Node::string(f.path));
    item.set("label", json::Node::string(f.label));
    item.set("class", json::Node::string(std::string(data::name_of(f.ground.disclosure))));
    item.set("ground", json::Node::string(f.ground.reason));
    items.push(std::move(item));
  }
  list.set("withheld", std::move(items));
  return list;
}

}  // namespace gongwen::disclosure
