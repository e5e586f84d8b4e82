#include "trust/archive/events.h"

#include <algorithm>
#include <array>

#include "trust/archive/bundle.h"
#include "trust/archive/json_internal.h"
#include "trust/sign/digest.h"

namespace gongwen::archive {
namespace {

using json::Kind;
using json::Node;

struct Name { std::string_view name, chinese; };
// Part of the format: the order is that of the enumerations, the names never change.
constexpr std::array<Name, 7> kKinds{{{"submitted", "提交"}, {"received", "收件"}, {"returned", "退回"}, {"approved", "批准"}, {"withdrawn", "撤回"}, {"destroyed", "销毁"}, {"numbered", "编档号"}}};
constexpr std::array<Name, 7> kStates{{{"filed", "已归档"}, {"submitted", "待审核"}, {"received", "已收件"}, {"returned", "已退回"}, {"approved", "已批准"}, {"withdrawn", "已撤回"}, {"destroyed", "已销毁"}}};

template <typename Enum, std::size_t N>
std::optional<Enum> find(const std::array<Name, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i].name == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

// Rows: from. Columns: submitted, received, returned, approved, withdrawn, destroyed, numbered.
constexpr std::array<std::array<bool, 7>, 7> kTable{{
    {true, true, true, true, true, true, true},         // filed
    {true, true, true, true, true, false, false},       // submitted: somebody waits for an answer
    {true, true, true, true, true, true, true},         // received
    {true, true, false, false, true, true, false},      // returned: first it must come again
    {false, false, false, false, true, true, true},     // approved: settled until the approval is taken back
    {true, true, false, false, false, true, false},     // withdrawn
    {false, false, false, false, false, false, false},  // destroyed
}};

std::string padded_year(int year) { return std::to_string(year) + "年"; }

}  // namespace

std::string_view name_of(EventKind kind) noexcept { return kKinds[static_cast<std::size_t>(kind)].name; }
std::string_view chinese_name_of(EventKind kind) noexcept { return kKinds[static_cast<std::size_t>(kind)].chinese; }
std::optional<EventKind> event_kind_of(std::string_view name) noexcept { return find<EventKind>(kKinds, name); }
std::string_view name_of(State state) noexcept { return kStates[static_cast<std::size_t>(state)].name; }
std::string_view chinese_name_of(State state) noexcept { return kStates[static_cast<std::size_t>(state)].chinese; }
std::optional<State> state_of(std::string_view name) noexcept { return find<State>(kStates, name); }
State after(State from, EventKind kind) noexcept {
  return kind == EventKind::numbered ? from : static_cast<State>(static_cast<std::size_t>(kind) + 1);
}

bool may_happen(State from, EventKind what) noexcept { return kTable[static_cast<std::size_t>(from)][static_cast<std::size_t>(what)]; }

std::string instead_of(State from, EventKind what) {
  switch (from) {
    case State::destroyed: return "这一件已经销毁，不能再办理；新的材料请另用一个编号";
    case State::approved:
      return what == EventKind::approved ? "这一件已经批准过，不必再批" : "先用 gongwen archive withdraw 撤回批准，再办理";
    case State::returned: return "等学校改好后重新提交（gongwen archive receive），再办理";
    case State::withdrawn: return "这一件已经撤回；等重新提交后再办理";
    case State::submitted: return what == EventKind::numbered ? "还没有审核：批准以后再编档号" : "还没有审核：先批准、退回或撤回，再销毁";
    default: return "用 gongwen archive show 查看这一件的经过";
  }
}

std::string write_event(const Event& e) {
  return json::canonical(Node::object({{"actor", text_node(e.actor)},
                                       {"at", text_node(e.at.iso())},
                                       {"certificate", text_node(e.certificate)},
                                       {"details", e.details},
                                       {"format", Node::number(std::int64_t{1})},
                                       {"kind", text_node(name_of(e.kind))},
                                       {"number", Node::number(std::int64_t{e.number})},
                                       {"organisation", text_node(e.organisation)},
                                       {"previous", e.previous_sha256.empty() ? Node() : text_node(e.previous_sha256)},
                                       {"reason", text_node(e.reason)},
                                       {"record", text_node(e.record_id)},
                                       {"version", Node::number(std::int64_t{e.version})}}));
}

std::optional<Event> parse_event(std::string_view bytes) {
  const auto root = json::parse_value(bytes);
  if (!root || !root->is(Kind::object) || count_at(*root, "format") != 1) return std::nullopt;
  Event out;
  out.record_id = text_at(*root, "record");
  const auto number = count_at(*root, "number");
  const auto version = count_at(*root, "version");
  const auto kind = event_kind_of(text_at(*root, "kind"));
  const auto at = parse_instant(text_at(*root, "at"));
  const Node* const details = root->find("details");
  if (!valid_record_id(out.record_id) || !number || *number == 0 || *number > 999'999 || !version || *version > 999'999 || !kind || !at ||
      details == nullptr || !details->is(Kind::object)) {
    return std::nullopt;
  }
  out.number = static_cast<std::uint32_t>(*number);
  out.version = static_cast<std::uint32_t>(*version);
  out.kind = *kind;
  out.at = *at;
  out.actor = text_at(*root, "actor");
  out.reason = text_at(*root, "reason");
  out.organisation = text_at(*root, "organisation");
  out.certificate = text_at(*root, "certificate");
  out.previous_sha256 = text_at(*root, "previous");
  out.details = *details;
  return out;
}

std::vector<Tombstone> tombstones_of(const Event& event) {
  std::vector<Tombstone> out;
  const Node* const list = event.details.find("versions");
  if (event.kind != EventKind::destroyed || list == nullptr || !list->is(Kind::array)) return out;
  for (const Node& one : list->items()) {
    const auto number = count_at(one, "number");
    const auto size = count_at(one, "size");
    if (number && size) out.push_back({static_cast<std::uint32_t>(*number), text_at(one, "sha256"), *size});
  }
  return out;
}

Node index_node(const Index& index) {
  Node out = Node::object();
  for (const auto& [role, texts] : index) {
    Node list = Node::array();
    for (const std::string& text : texts) list.push(text_node(text));
    out.set(role, std::move(list));
  }
  return out;
}

Index read_index(const Node& node) {
  Index out;
  if (!node.is(Kind::object)) return out;
  for (const auto& [role, list] : node.members()) {
    if (!list.is(Kind::array)) continue;
    for (const Node& one : list.items()) {
      if (one.is(Kind::string)) out[role].push_back(one.text());
    }
  }
  return out;
}

bool valid_retention(std::string_view text) noexcept { return text == kForever || text == "30年" || text == "10年"; }

std::optional<Date> kept_until(std::string_view retention, Date made) {
  for (const int years : {10, 30}) {
    if (retention == padded_year(years)) return Date::of(made.year + years, 12, 31);
  }
  return std::nullopt;
}

Date office_day(Instant at) noexcept {
  constexpr std::int64_t kEightHours = 8 * 3600;
  constexpr std::int64_t kDay = 86'400;
  const std::int64_t seconds = at.unix_seconds + kEightHours;
  return Date::from_days(seconds >= 0 ? seconds / kDay : (seconds - kDay + 1) / kDay);
}

std::string office_minute(Instant at) {
  const std::string shifted = Instant{at.unix_seconds + 8 * 3600, 0}.iso();
  return shifted.substr(0, 10) + " " + shifted.substr(11, 5);
}

}  // namespace gongwen::archive
