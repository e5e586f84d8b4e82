#include "trust/sign/sd_jwt.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "foundation/base/codes.h"
#include "trust/sign/chain_internal.h"
#include "trust/sign/digest.h"
#include "trust/sign/field_path.h"
#include "trust/sign/openssl_internal.h"

namespace gongwen::sign {
namespace {

using json::Kind;
using json::Node;

constexpr std::string_view kType = "gongwen-record+sd-jwt";   // part of the format
constexpr std::string_view kFields = "fields";                // the claim that holds the record

bool forbidden(std::string_view name) { return name == "_sd" || name == "..." || name == "_sd_alg"; }

Diagnostic wrong(std::string_view code, std::string message, std::string field = {}) {
  return {Severity::error, code, {}, std::move(message), {}, std::move(field), {}};
}

// ---- issuing ----

std::size_t fields_below(const Node& value) {
  std::size_t count = 0;
  if (value.is(Kind::object)) {
    for (const auto& [name, member] : value.members()) count += 1 + fields_below(member);
  } else if (value.is(Kind::array)) {
    for (const Node& item : value.items()) count += 1 + fields_below(item);
  }
  return count;
}

/// Salts of 128 bits (RFC 9901 section 9.3), drawn at once: one call for each would cost more than the hash it goes into.
class Salts {
 public:
  Salts(Env& env, std::size_t count) : bytes_(count * kSize) { env.random(bytes_); }
  std::string_view next() {
    check(at_ + kSize <= bytes_.size(), "a salt for every field");
    at_ += kSize;
    return {reinterpret_cast<const char*>(bytes_.data() + at_ - kSize), kSize};
  }

 private:
  static constexpr std::size_t kSize = 16;
  std::vector<std::uint8_t> bytes_;
  std::size_t at_ = 0;
};

/// Writes a record with every field replaced by its digest, and keeps the fields' openings. JSON is written as it goes: a tree of
/// nodes for what nobody will look into would be most of the work.
class Hider {
 public:
  Hider(Env& env, const Node& record) : salts_(env, fields_below(record)) {}

  /// Appends the value with every member and item below it replaced by digests.
  void hide(std::string& out, const Node& value, const std::string& path) {
    if (value.is(Kind::object)) hide_object(out, value, path);
    else if (value.is(Kind::array)) hide_array(out, value, path);
    else json::append_compact(out, value);
  }
  std::vector<Opening> take() { return std::move(openings_); }
  const std::optional<std::string>& refused() const noexcept { return refused_; }

 private:
  void hide_object(std::string& out, const Node& value, const std::string& path) {
    if (value.members().empty()) return json::append_compact(out, value);
    std::vector<std::string> digests;
    digests.reserve(value.members().size());
    for (const auto& [name, member] : value.members()) {
      const std::string here = member_path(path, name);
      if (forbidden(name) && !refused_) refused_ = here;
      digests.push_back(open_one(&name, member, here));
    }
    std::sort(digests.begin(), digests.end());   // the order of the record must not show (RFC 9901 4.2.4.1)
    char before = '[';
    out += "{\"_sd\":";
    for (const std::string& digest : digests) {
      out.append(1, before).append(1, '"').append(digest).append(1, '"');
      before = ',';
    }
    out += "]}";
  }
  void hide_array(std::string& out, const Node& value, const std::string& path) {
    out += '[';
    for (std::size_t i = 0; i < value.items().size(); ++i) {
      const std::string digest = open_one(nullptr, value.items()[i], item_path(path, i));
      out.append(i > 0 ? "," : "").append("{\"...\":\"").append(digest).append("\"}");
    }
    out += ']';
  }
  /// Keeps the opening of one field and returns its digest.
  std::string open_one(const std::string* name, const Node& value, const std::string& path) {
    const std::size_t index = openings_.size();
    openings_.push_back({path, {}});   // outer before inner
    std::string inner;
    hide(inner, value, path);
    std::string parts = "[\"" + base64url(salts_.next()) + "\",";
    if (name != nullptr) {
      json::append_string(parts, *name);
      parts += ',';
    }
    parts.append(inner).append(1, ']');
    openings_[index].disclosure = base64url(parts);
    return base64url(bytes_of(sha256(openings_[index].disclosure)));
  }

  Salts salts_;
  std::vector<Opening> openings_;
  std::optional<std::string> refused_;
};

std::string header(const SigningKey& key) {
  Node chain = Node::array();
  chain.push(Node::string(base64(key.certificate().der)));
  for (const Certificate& one : key.chain()) chain.push(Node::string(base64(one.der)));   // RFC 7515 4.1.6: each issued by the next
  const std::string algorithm(jws_algorithm(key.impl().x509.get()));
  return json::compact(Node::object({{"alg", Node::string(algorithm)}, {"typ", Node::string(std::string(kType))}, {"x5c", std::move(chain)}}));
}

// ---- checking ----

struct OpenedField {
  std::size_t parts;   // 3: [salt, name, value]; 2: [salt, value]
  Node name;
  Node value;          // moved from once it is used
  bool used = false;
};
/// By digest, as the JWT writes it.
using OpenedByDigest = std::unordered_map<std::string, OpenedField>;

std::optional<Node> parse_part(std::string_view encoded) {
  const auto bytes = from_base64url(encoded);
  return bytes ? json::parse_value(*bytes) : std::nullopt;
}

/// Puts the opened fields in the place of their digests. Each is used at most once, so that they are moved, not copied.
class Revealer {
 public:
  explicit Revealer(OpenedByDigest openings) : openings_(std::move(openings)) {}

  void reveal(Node& value, std::size_t depth = 0) {
    // No text of JSON that we read is deeper; openings in openings could be, as deep as the stack and deeper.
    constexpr std::size_t kMaxDepth = 128;
    if (depth > kMaxDepth) broken_ = true;
    else if (value.is(Kind::object)) reveal_object(value, depth + 1);
    else if (value.is(Kind::array)) reveal_array(value, depth + 1);
  }
  bool broken() const noexcept { return broken_; }
  bool all_used() const {
    return std::all_of(openings_.begin(), openings_.end(), [](const auto& o) { return o.second.used; });
  }
  std::size_t withheld() const noexcept { return withheld_.size(); }

 private:
  /// The opening with this digest; null when none was given, or when it is not in order.
  OpenedField* opened(const Node& digest, std::size_t parts) {
    if (!digest.is(Kind::string)) {
      broken_ = true;
      return nullptr;
    }
    const auto found = openings_.find(digest.text());
    if (found == openings_.end()) {
      if (!withheld_.insert(digest.text()).second) broken_ = true;   // a digest stands once
      return nullptr;
    }
    OpenedField& one = found->second;
    if (std::exchange(one.used, true) || one.parts != parts) {
      broken_ = true;
      return nullptr;
    }
    return &one;
  }
  void reveal_object(Node& value, std::size_t depth) {
    auto& members = value.members();
    const auto list = std::find_if(members.begin(), members.end(), [](const Node::Member& m) { return m.first == "_sd"; });
    Node digests = Node::array();
    if (list != members.end()) {
      digests = std::move(list->second);
      members.erase(list);
    }
    for (auto& [name, member] : members) reveal(member, depth);
    if (!digests.is(Kind::array)) {
      broken_ = true;
      return;
    }
    members.reserve(members.size() + digests.items().size());
    for (const Node& digest : digests.items()) {
      OpenedField* const one = opened(digest, 3);
      if (one == nullptr) continue;
      const Node& name = one->name;
      if (!name.is(Kind::string) || forbidden(name.text()) || value.find(name.text()) != nullptr) {
        broken_ = true;
        continue;
      }
      reveal(one->value, depth);
      members.emplace_back(name.text(), std::move(one->value));
    }
  }
  void reveal_array(Node& value, std::size_t depth) {
    auto& items = value.items();
    std::size_t shown = 0;
    for (Node& item : items) {
      const bool hidden = item.is(Kind::object) && item.members().size() == 1 && item.members()[0].first == "...";
      if (hidden) {
        OpenedField* const one = opened(item.members()[0].second, 2);
        if (one == nullptr) continue;
        item = std::move(one->value);
      }
      reveal(item, depth);
      if (&items[shown] != &item) items[shown] = std::move(item);
      ++shown;
    }
    items.resize(shown);
  }

  OpenedByDigest openings_;
  std::set<std::string> withheld_;
  bool broken_ = false;
};

void collect_leaves(const Node& value, const std::string& path, std::vector<ShownField>& out) {
  if (value.is(Kind::object) && !value.members().empty()) {
    for (const auto& [name, member] : value.members()) collect_leaves(member, member_path(path, name), out);
  } else if (value.is(Kind::array) && !value.items().empty()) {
    for (std::size_t i = 0; i < value.items().size(); ++i) collect_leaves(value.items()[i], item_path(path, i), out);
  } else {
    out.push_back({path, value});
  }
}

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> out;
  for (;;) {
    const std::size_t at = text.find(by);
    out.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at + 1);
  }
}

bool text_is(const Node* node, std::string_view expected) { return node != nullptr && node->is(Kind::string) && node->text() == expected; }

Result<OpenedByDigest> read_disclosures(std::span<const std::string_view> disclosures) {
  OpenedByDigest out;
  out.reserve(disclosures.size());
  for (std::size_t i = 0; i < disclosures.size(); ++i) {
    auto parts = parse_part(disclosures[i]);
    const std::size_t count = parts && parts->is(Kind::array) ? parts->items().size() : 0;
    if ((count != 2 && count != 3) || !parts->items()[0].is(Kind::string)) return wrong(codes::kBadPresentation, "第 " + std::to_string(i + 1) + " 个开示项不能读取");
    auto& items = parts->items();
    OpenedField field{count, count == 3 ? std::move(items[1]) : Node(), std::move(items.back()), false};
    if (!out.try_emplace(base64url(bytes_of(sha256(disclosures[i]))), std::move(field)).second) {
      return wrong(codes::kStrayOpening, "第 " + std::to_string(i + 1) + " 个开示项给了两次");
    }
  }
  return out;
}

/// The certificate a header names, once algorithm and type are those of the format.
Result<OwnedCert> signer_of(const Node& header_node, const OwnedCerts& chain_out) {
  const bool es256 = text_is(header_node.find("alg"), "ES256");
  if (!es256 && !text_is(header_node.find("alg"), "RS256")) return wrong(codes::kOtherAlgorithm, "签名算法不是 ES256 或 RS256");
  const Node* const chain = header_node.find("x5c");
  if (chain == nullptr || !chain->is(Kind::array) || chain->items().empty() || !chain->items()[0].is(Kind::string)) {
    return wrong(codes::kBadPresentation, "字段签名里没有签署人的证书");
  }
  const auto der = from_base64(chain->items()[0].text());
  OwnedCert out = der ? parse_der(*der) : nullptr;
  if (out == nullptr) return wrong(codes::kBadPresentation, "字段签名里的证书已损坏");
  if (jws_algorithm(out.get()) != (es256 ? "ES256" : "RS256")) return wrong(codes::kOtherAlgorithm, "签名算法与证书的密钥不是一种");
  for (std::size_t i = 1; i < chain->items().size(); ++i) {
    const Node& item = chain->items()[i];
    const auto bytes = item.is(Kind::string) ? from_base64(item.text()) : std::nullopt;
    OwnedCert one = bytes ? parse_der(*bytes) : nullptr;
    if (one != nullptr && sk_X509_push(chain_out.get(), one.get()) > 0) (void)one.release();
  }
  return out;
}

/// RFC 9901 section 7.1, but for the list of what is shown.
Result<Presentation> check_presentation(std::string_view jwt, std::span<const std::string_view> given, std::span<const Certificate> trusted) {
  const std::vector<std::string_view> parts = split(jwt, '.');
  if (parts.size() != 3) return wrong(codes::kBadPresentation, "字段签名不是由三段组成");
  const auto head = parse_part(parts[0]);
  auto payload = parse_part(parts[1]);
  const auto signature = from_base64url(parts[2]);
  if (!head || !payload || !payload->is(Kind::object) || !signature) return wrong(codes::kBadPresentation, "字段签名已损坏，不能读取");
  const OwnedCerts chain(sk_X509_new_null());
  auto signer = signer_of(*head, chain);
  if (!signer) return signer.error();
  const std::string_view signed_part = jwt.substr(0, parts[0].size() + 1 + parts[1].size());
  if (!jws_verify(signer->get(), signed_part, *signature)) return wrong(codes::kPresentationWrong, "字段签名不对：内容被改动过");
  if (!text_is(payload->find("_sd_alg"), "sha-256")) return wrong(codes::kOtherAlgorithm, "摘要算法不是 sha-256");

  auto disclosures = read_disclosures(given);
  if (!disclosures) return disclosures.error();
  Revealer revealer(std::move(*disclosures));
  revealer.reveal(*payload);
  if (revealer.broken()) return wrong(codes::kBadPresentation, "字段签名的结构不符合 RFC 9901");
  if (!revealer.all_used()) return wrong(codes::kStrayOpening, "有开示项不属于签过名的任何字段");

  Presentation out;
  out.open = Node::object();
  out.record = Node::object();
  for (auto& [name, value] : payload->members()) {
    if (name == kFields) out.record = std::move(value);
    else if (name != "_sd_alg") out.open.set(name, std::move(value));
  }
  if (!out.record.is(Kind::object)) return wrong(codes::kBadPresentation, "字段签名里没有字段");
  out.withheld = revealer.withheld();
  out.signer = describe(signer->get());
  out.trust = stand(signer->get(), chain.get(), {}, trusted, {}).trust;
  return out;
}

Diagnostic bad_openings(const Place::Name& file) {
  return {Severity::error, codes::kBadOpenings, Place::in_text(file, 0, 0, 0), "字段开示文件已损坏，不能读取", {}, {}, {}};
}

/// The openings of a text that is written just as write_openings writes it, and has nothing escaped: views, no tree. Nothing for any other
/// text, which may still be good JSON.
std::optional<std::vector<std::string_view>> plain_openings(std::string_view text) {
  const auto take = [&](std::string_view expected) {
    if (!text.starts_with(expected)) return false;
    text.remove_prefix(expected.size());
    return true;
  };
  const auto take_string = [&](std::string_view before) -> std::optional<std::string_view> {
    const std::size_t end = take(before) ? text.find('"') : std::string_view::npos;
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view out = text.substr(0, end);
    text.remove_prefix(end + 1);
    return out;
  };
  if (!text.ends_with('\n') || !json::is_plain(text.substr(0, text.size() - 1)) || !take("{\"format\":1,\"openings\":[")) return std::nullopt;
  std::vector<std::string_view> out;
  while (out.empty() || take(",")) {
    const auto opening = take_string("{\"opening\":\"");
    if (!opening || !take_string(",\"path\":\"") || !take("}")) return std::nullopt;
    out.push_back(*opening);
  }
  return text == "]}\n" ? std::optional(std::move(out)) : std::nullopt;
}

/// The list of fields.disclosures, when each of it has a path and an opening.
std::optional<Node> parse_openings(std::string_view bytes) {
  auto root = json::parse_value(bytes);
  if (!root || !root->is(Kind::object)) return std::nullopt;
  const auto list = std::find_if(root->members().begin(), root->members().end(), [](const Node::Member& m) { return m.first == "openings"; });
  if (list == root->members().end() || !list->second.is(Kind::array)) return std::nullopt;
  const auto whole = [](const Node& item) {
    const Node* const path = item.find("path");
    const Node* const opening = item.find("opening");
    return path != nullptr && opening != nullptr && path->is(Kind::string) && opening->is(Kind::string);
  };
  if (!std::all_of(list->second.items().begin(), list->second.items().end(), whole)) return std::nullopt;
  return std::move(list->second);
}

}  // namespace

Result<IssuedFields> issue_fields(Env& env, const SigningKey& key, const Node& record, const Node& open) {
  check(open.is(Kind::object) && open.find("_sd") == nullptr && open.find("_sd_alg") == nullptr && open.find(kFields) == nullptr,
        "open claims of an SD-JWT");
  if (!record.is(Kind::object)) return wrong(codes::kForbiddenName, "记录不是 JSON 对象，不能逐字段签名");
  Hider hider(env, record);
  Node claims = open;
  claims.set("_sd_alg", Node::string("sha-256"));
  std::string payload = json::compact(claims);
  payload.back() = ',';   // the fields come last
  json::append_string(payload, kFields);
  payload += ':';
  hider.hide(payload, record, "");
  payload += '}';
  if (hider.refused()) {
    return wrong(codes::kForbiddenName, "字段名 " + *hider.refused() + " 是保留的，不能使用", *hider.refused());
  }
  const std::string signing = base64url(header(key)) + "." + base64url(payload);
  return IssuedFields{signing + "." + base64url(jws_sign(key, signing)), hider.take()};
}

std::vector<Opening> openings_for(std::span<const Opening> all, std::span<const std::string> paths, bool below) {
  std::vector<Opening> out;
  for (const Opening& one : all) {
    const bool wanted = std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
      return path_is_within(path, one.path) || (below && path_is_within(one.path, path));
    });
    if (wanted) out.push_back(one);
  }
  return out;
}

std::string present(std::string_view jwt, std::span<const Opening> openings) {
  std::string out(jwt);
  out += '~';
  for (const Opening& one : openings) out += one.disclosure + "~";
  return out;
}

// Canonical JSON as json::canonical would write it, without the tree.
std::string write_openings(std::span<const Opening> openings) {
  std::string out = "{\"format\":1,\"openings\":[";
  for (const Opening& one : openings) {
    out += &one == openings.data() ? "{\"opening\":" : ",{\"opening\":";
    json::append_string(out, one.disclosure);
    out += ",\"path\":";
    json::append_string(out, one.path);
    out += '}';
  }
  return out + "]}\n";
}

Result<std::vector<Opening>> read_openings(std::string_view bytes, const Place::Name& file) {
  const auto kept = parse_openings(bytes);
  if (!kept) return bad_openings(file);
  std::vector<Opening> out;
  out.reserve(kept->items().size());
  for (const Node& item : kept->items()) out.push_back({item.find("path")->text(), item.find("opening")->text()});
  return out;
}

Result<Presentation> verify_presentation(std::string_view presentation, std::span<const Certificate> trusted) {
  const std::vector<std::string_view> pieces = split(presentation, '~');
  // The last piece would be a key-binding JWT; ours have none.
  if (pieces.size() < 2 || !pieces.back().empty()) return wrong(codes::kBadPresentation, "这不是以 ~ 结尾的 SD-JWT");
  auto out = check_presentation(pieces.front(), std::span(pieces).subspan(1, pieces.size() - 2), trusted);
  if (out && !out->record.members().empty()) collect_leaves(out->record, "", out->shown);
  return out;
}

Result<Presentation> verify_issued(std::string_view jwt, std::string_view openings, const Place::Name& file, std::span<const Certificate> trusted) {
  if (const auto plain = plain_openings(openings)) return check_presentation(jwt, *plain, trusted);
  const auto kept = parse_openings(openings);
  if (!kept) return bad_openings(file);
  std::vector<std::string_view> disclosures;
  disclosures.reserve(kept->items().size());
  for (const Node& item : kept->items()) disclosures.push_back(item.find("opening")->text());
  return check_presentation(jwt, disclosures, trusted);
}

}  // namespace gongwen::sign
