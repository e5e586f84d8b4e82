// The small texts of an archive: paths, leaves, receipts, the journal. All of them part of the format.

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "trust/archive/archive_internal.h"
#include "trust/archive/json_internal.h"
#include "trust/archive/names_internal.h"
#include "trust/sign/digest.h"

namespace gongwen::archive {
namespace {

using json::Kind;
using json::Node;

constexpr std::string_view kReceiptTitle = "c2sp.org/tlog-proof@v1\n";

/// Takes `prefix` and the rest of the line off the front of `text`.
std::optional<std::string_view> take_line(std::string_view& text, std::string_view prefix) {
  const std::size_t end = text.find('\n');
  if (!text.starts_with(prefix) || end == std::string_view::npos || end < prefix.size()) return std::nullopt;
  const std::string_view out = text.substr(prefix.size(), end - prefix.size());
  text.remove_prefix(end + 1);
  return out;
}

}  // namespace

fs::path record_folder(const std::string& record_id) {
  return fs::path(kRecords) / sign::hex(sign::sha256(record_id)).substr(0, 2) / record_id;
}
std::string version_name(std::uint32_t number) { return "v" + padded(number, 4); }
fs::path bundle_path(const std::string& id, std::uint32_t number) { return record_folder(id) / (version_name(number) + ".zip"); }
fs::path receipt_path(const std::string& id, std::uint32_t number) { return record_folder(id) / (version_name(number) + ".receipt"); }
fs::path event_path(const std::string& id, std::uint32_t number) { return record_folder(id) / "events" / (padded(number, 4) + ".json"); }
fs::path event_seal_path(const std::string& id, std::uint32_t number) { return record_folder(id) / "events" / (padded(number, 4) + ".json.p7s"); }
fs::path incoming_path(std::size_t index, const char* extension) { return fs::path(kIncoming) / (padded(index + 1, 6) + extension); }

std::vector<Placed> files_of(const Journal::Item& item, std::size_t index) {
  if (item.kind != "event") return {{incoming_path(index), bundle_path(item.record_id, item.number), item.sha256}};
  return {{incoming_path(index, ".p7s"), event_seal_path(item.record_id, item.number), item.seal},
          {incoming_path(index, ".json"), event_path(item.record_id, item.number), item.sha256}};
}

std::string write_leaf(const LogEntry& entry) {
  return json::canonical(Node::object({{"at", text_node(entry.at.iso())}, {"kind", text_node(entry.kind)},
                                       {"number", Node::number(std::int64_t{entry.number})}, {"record", text_node(entry.record_id)},
                                       {"sha256", text_node(entry.sha256)}}));
}

std::optional<LogEntry> parse_leaf(std::string_view bytes, std::uint64_t leaf) {
  const auto root = json::parse_value(bytes);
  if (!root || !root->is(Kind::object)) return std::nullopt;
  const auto number = count_at(*root, "number");
  const auto at = parse_instant(text_at(*root, "at"));
  LogEntry out{leaf, text_at(*root, "kind"), text_at(*root, "record"), 0, text_at(*root, "sha256"), {}};
  if (!number || *number > 999'999 || !at || out.kind.empty() || !valid_record_id(out.record_id) || !sign::digest_from_hex(out.sha256)) return std::nullopt;
  out.number = static_cast<std::uint32_t>(*number);
  out.at = *at;
  return out;
}

std::string write_receipt(const Receipt& receipt) {
  std::string out(kReceiptTitle);
  out += "extra " + sign::base64(receipt.leaf) + "\n";
  out += "index " + std::to_string(receipt.index) + "\n";
  for (const Hash& hash : receipt.proof) out += sign::base64(sign::bytes_of(hash)) + "\n";
  return out + "\n" + receipt.checkpoint;
}

std::optional<Receipt> parse_receipt(std::string_view text) {
  if (!text.starts_with(kReceiptTitle)) return std::nullopt;
  text.remove_prefix(kReceiptTitle.size());
  Receipt out;
  const auto extra = take_line(text, "extra ");
  const auto leaf = extra ? sign::from_base64(*extra) : std::nullopt;
  const auto index = take_line(text, "index ");
  if (!leaf || !index) return std::nullopt;
  const auto [end, error] = std::from_chars(index->data(), index->data() + index->size(), out.index);
  if (error != std::errc{} || end != index->data() + index->size()) return std::nullopt;
  out.leaf = *leaf;
  for (;;) {
    const auto line = take_line(text, "");
    if (!line) return std::nullopt;
    if (line->empty()) break;
    const auto bytes = sign::from_base64(*line);
    if (!bytes || bytes->size() != 32) return std::nullopt;
    Hash hash{};
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    out.proof.push_back(hash);
  }
  out.checkpoint = text;
  return out;
}

std::optional<Checkpoint> read_checkpoint(std::string_view note, const sign::NoteKey& key) {
  const Place::Name name = Place::in_file(kCheckpoint).file;
  auto text = sign::verify_note(note, key, name);
  auto out = text ? parse_checkpoint(*text, name) : Result<Checkpoint>(text.error());
  if (!out || out->origin != key.name) return std::nullopt;
  return *out;
}

bool ReceiptCheck::proves(std::string_view bytes, const LogEntry& version) {
  const auto receipt = parse_receipt(bytes);
  if (!receipt || receipt->leaf != write_leaf(version) || receipt->index != version.leaf) return false;
  if (receipt->checkpoint != note_) {
    note_ = receipt->checkpoint;
    at_ = read_checkpoint(note_, key_);
  }
  return at_ && verify_inclusion(leaf_hash(receipt->leaf), version.leaf, at_->size, receipt->proof, at_->root);
}

std::string write_journal(const Journal& journal) {
  Node items = Node::array();
  for (const Journal::Item& item : journal.items) {
    Node one = Node::object({{"kind", text_node(item.kind)}, {"leaf", text_node(item.leaf)}, {"number", Node::number(std::int64_t{item.number})},
                             {"record", text_node(item.record_id)}, {"sha256", text_node(item.sha256)}});
    if (item.kind == "event") one.set("seal", text_node(item.seal));
    if (!item.destroys.empty()) {
      Node versions = Node::array();
      for (const std::uint32_t number : item.destroys) versions.push(Node::number(std::int64_t{number}));
      one.set("destroys", std::move(versions));
    }
    items.push(std::move(one));
  }
  return json::canonical(Node::object({{"items", std::move(items)}, {"log_size", Node::number(static_cast<std::int64_t>(journal.log_size))}}));
}

std::optional<Journal> read_journal(Env& env, const fs::path& folder, const sign::NoteKey& key) {
  const auto text = sign::verify_note(env.read_file(folder / kJournal), key, Place::in_file(kJournal).file);
  return text ? parse_journal(text.value()) : std::nullopt;
}

std::optional<Journal> parse_journal(std::string_view bytes) {
  Diagnostics ignored;
  const auto root = json::parse(bytes, Place::in_file(kJournal).file, ignored);
  const Node* const items = root ? root->find("items") : nullptr;
  const auto size = root ? count_at(*root, "log_size") : std::nullopt;
  if (!size || items == nullptr || !items->is(Kind::array)) return std::nullopt;
  Journal out{*size, {}};
  for (const Node& one : items->items()) {
    const auto number = count_at(one, "number");
    Journal::Item item{text_at(one, "record"), 0, text_at(one, "sha256"), text_at(one, "leaf"), text_at(one, "kind"), text_at(one, "seal"), {}};
    if (item.kind.empty()) item.kind = "version";
    if (const Node* const destroys = one.find("destroys"); destroys != nullptr && destroys->is(Kind::array)) {
      for (const Node& version : destroys->items()) {
        if (version.is(Kind::number)) item.destroys.push_back(static_cast<std::uint32_t>(std::strtoul(version.text().c_str(), nullptr, 10)));
      }
    }
    if (!number || *number == 0 || *number > 999'999 || !valid_record_id(item.record_id)) return std::nullopt;
    item.number = static_cast<std::uint32_t>(*number);
    out.items.push_back(std::move(item));
  }
  return out;
}

}  // namespace gongwen::archive
