#include "pages/style/style.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>

#include <pugixml.hpp>

#include "foundation/base/codes.h"

namespace gongwen::style {
namespace {

constexpr std::int64_t kMaxEmu = 1'000'000'000;  // 27 m: far beyond any paper, far below overflow

/// Reads one style file; every fault is reported and leaves the value as it was.
class Reader {
 public:
  Reader(std::string_view xml, const Place::Name& file, Diagnostics& out) : xml_(xml), file_(file), out_(out) {}

  Place at(pugi::xml_node node) const {
    const auto name = static_cast<std::size_t>(std::max<std::ptrdiff_t>(node.offset_debug(), 0));
    const std::size_t offset = name > 0 ? name - 1 : 0;   // the element's "<"
    const Position p = position_of(xml_, offset);
    return Place::in_text(file_, p.line, p.column, offset);
  }

  using Setter = std::function<bool(std::string_view)>;
  struct Attribute { std::string_view name; Setter set; };

  /// Every attribute must be one of `known`; `clause` goes anywhere.
  void attributes(pugi::xml_node node, const std::vector<Attribute>& known) {
    for (const pugi::xml_attribute& a : node.attributes()) {
      const std::string_view name = a.name();
      const Attribute* found = nullptr;
      for (const auto& k : known) {
        if (k.name == name) found = &k;
      }
      if (found == nullptr) {
        if (name != "clause") unknown(node, "属性“" + std::string(name) + "”");
        continue;
      }
      if (!found->set(a.value())) {
        out_.error(codes::kStyleValue, at(node),
                   "页面格式中 " + std::string(node.name()) + " 的 " + std::string(name) + " 不能是“" + a.value() + "”");
      }
    }
  }

  void unknown(pugi::xml_node node, const std::string& what) {
    out_.error(codes::kStyleUnknown, at(node), "页面格式的 " + std::string(node.name()) + " 里没有" + what);
  }

  Diagnostics& out() noexcept { return out_; }

 private:
  std::string_view xml_;
  Place::Name file_;
  Diagnostics& out_;
};

/// "37mm", "28.95pt", "579tw" → EMU, rounded to the nearest.
bool read_length(std::string_view text, Length& value) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return false;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const double scale = unit == "mm" ? 36'000 : unit == "pt" ? 12'700 : unit == "tw" ? 635 : 0;
  const double emu = std::round(number * scale);
  if (scale == 0 || !(emu >= 0 && emu < static_cast<double>(kMaxEmu))) return false;
  value = Length::emu(static_cast<std::int64_t>(emu));
  return true;
}

template <typename T>
bool read_integer(std::string_view text, T& value, std::int64_t low, std::int64_t high) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < low || number > high) return false;
  value = static_cast<T>(number);
  return true;
}

bool read_flag(std::string_view text, bool& value) {
  value = text == "yes";
  return text == "yes" || text == "no";
}

bool read_align(std::string_view text, Align& value) {
  if (text == "left") value = Align::left;
  else if (text == "centre") value = Align::centre;
  else if (text == "right") value = Align::right;
  else if (text == "justify") value = Align::justify;
  else return false;
  return true;
}

bool read_colour(std::string_view text, Colour& value) {
  std::uint32_t rgb = 0;
  if (text.size() != 7 || text.front() != '#') return false;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), rgb, 16);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  value = {static_cast<std::uint8_t>(rgb >> 16U), static_cast<std::uint8_t>((rgb >> 8U) & 0xFFU),
           static_cast<std::uint8_t>(rgb & 0xFFU)};
  return true;
}

Reader::Setter length_into(Length& value) {
  return [&value](std::string_view t) { return read_length(t, value); };
}
Reader::Setter flag_into(bool& value) {
  return [&value](std::string_view t) { return read_flag(t, value); };
}
template <typename T>
Reader::Setter integer_into(T& value, std::int64_t low, std::int64_t high) {
  return [&value, low, high](std::string_view t) { return read_integer(t, value, low, high); };
}
Reader::Setter text_into(std::string& value) {
  return [&value](std::string_view t) { value = t; return !t.empty(); };
}
Reader::Setter colour_into(Colour& value) {
  return [&value](std::string_view t) { return read_colour(t, value); };
}

/// `advance="grid"` stands for the width of one of the page's characters.
void read_text(Reader& reader, pugi::xml_node node, const PageStyle& page, TextStyle& text) {
  if (node.attribute("clause")) text.clause = node.attribute("clause").value();
  std::string role;
  reader.attributes(node, {
      {"role", text_into(role)},
      {"font", text_into(text.font)},
      {"size", length_into(text.size)},
      {"advance", [&](std::string_view t) {
         if (t == "grid") { text.advance = page.advance; return true; }
         return read_length(t, text.advance);
       }},
      {"line-pitch", length_into(text.line_pitch)},
      {"align", [&](std::string_view t) { return read_align(t, text.align); }},
      {"first-indent", integer_into(text.first_indent, -2'800, 2'800)},
      {"left-indent", integer_into(text.left_indent, 0, 2'800)},
      {"right-indent", integer_into(text.right_indent, 0, 2'800)},
      {"latin-cell", integer_into(text.latin_cell, 0, 100)},
      {"lines-before", integer_into(text.lines_before, 0, 40)},
      {"lines-after", integer_into(text.lines_after, 0, 40)},
      {"keep-with-next", flag_into(text.keep_with_next)},
      {"balanced", flag_into(text.balanced)},
      {"colour", colour_into(text.colour)},
  });
  if (text.size <= Length()) {
    reader.out().error(codes::kStyleValue, reader.at(node), "字号应大于 0");
    text.size = Length::pt(16);
  }
}

void read_page(Reader& reader, pugi::xml_node node, PageStyle& page) {
  reader.attributes(node, {
      {"width", length_into(page.width)}, {"height", length_into(page.height)},
      {"top", length_into(page.top)}, {"left", length_into(page.left)},
      {"text-width", length_into(page.text_width)}, {"text-height", length_into(page.text_height)},
      {"lines", integer_into(page.lines, 1, 200)}, {"characters", integer_into(page.characters, 1, 200)},
      {"line-pitch", length_into(page.line_pitch)},
  });
  page.advance = page.text_width / page.characters;
}

using Part = std::pair<std::string_view, TextStyle*>;

void read_parts(Reader& reader, pugi::xml_node node, const PageStyle& page, const std::vector<Part>& parts) {
  for (const pugi::xml_node child : node.children()) {
    if (child.type() != pugi::node_element) continue;
    TextStyle* found = nullptr;
    for (const auto& [name, text] : parts) {
      if (name == child.name()) found = text;
    }
    if (found != nullptr) read_text(reader, child, page, *found);
    else reader.unknown(node, "元素“" + std::string(child.name()) + "”");
  }
}

void read_page_numbers(Reader& reader, pugi::xml_node node, PageStyle& page) {
  PageNumbers& n = page.page_numbers;
  reader.attributes(node, {
      {"shown", flag_into(n.shown)}, {"on-first-page", flag_into(n.on_first_page)},
      {"count-cover", flag_into(n.count_cover)}, {"below-text", length_into(n.below_text)},
      {"outer-indent", integer_into(n.outer_indent, 0, 2'800)},
  });
  read_parts(reader, node, page, {{"text", &n.text}});
}

void read_masthead(Reader& reader, pugi::xml_node node, PageStyle& page) {
  MastheadStyle& m = page.masthead;
  reader.attributes(node, {
      {"mark-top", length_into(m.mark_top)}, {"rule-gap", length_into(m.rule_gap)},
      {"rule-width", length_into(m.rule_width)}, {"rule-thick", length_into(m.rule_thick)},
      {"rule-thin", length_into(m.rule_thin)}, {"rule-between", length_into(m.rule_between)},
      {"foot-rule", length_into(m.foot_rule)}, {"red", colour_into(m.red)},
  });
  read_parts(reader, node, page,
             {{"mark", &m.mark}, {"number", &m.number}, {"urgency", &m.urgency}, {"signer", &m.signer}});
}

void read_table(Reader& reader, pugi::xml_node node, PageStyle& page) {
  TableStyle& t = page.table;
  reader.attributes(node, {
      {"rule", length_into(t.rule)}, {"frame", length_into(t.frame)},
      {"padding-x", length_into(t.padding_x)}, {"padding-y", length_into(t.padding_y)}, {"continued-mark", text_into(t.continued_mark)},
  });
  read_parts(reader, node, page,
             {{"text", &t.text}, {"header", &t.header}, {"caption", &t.caption}, {"continued", &t.continued}, {"note", &t.note}});
}

void read_role(Reader& reader, pugi::xml_node node, PageStyle& page) {
  const std::string role = node.attribute("role").value();
  if (role.empty()) {
    reader.out().error(codes::kStyleMissing, reader.at(node), "文字样式没有写明用途（role）");
    return;
  }
  // A role not yet listed begins as body text, so that a style writes down only what differs.
  const auto known = page.texts.find(role);
  TextStyle text = known != page.texts.end() ? known->second : page.text("body");
  if (known == page.texts.end()) text.clause.clear();
  read_text(reader, node, page, text);
  page.texts.insert_or_assign(role, std::move(text));
}

void check_page(Reader& reader, pugi::xml_node root, const PageStyle& page) {
  const auto fault = [&](const std::string& what) { reader.out().error(codes::kStyleMissing, reader.at(root), what); };
  if (page.id.empty()) fault("页面格式没有写明标识（id）");
  if (page.texts.count("body") == 0) fault("页面格式没有正文的文字样式（body）");
  if (page.left + page.text_width > page.width || page.top + page.text_height > page.height) {
    fault("版心超出了纸张");
  }
  if (page.line_pitch <= Length() || page.line_pitch > page.text_height || page.advance <= Length()) {
    fault("版心容不下一行");
  }
}

}  // namespace

const TextStyle& PageStyle::text(std::string_view role) const {
  static const TextStyle plain;
  if (const auto it = texts.find(role); it != texts.end()) return it->second;
  const auto body = texts.find("body");
  return body != texts.end() ? body->second : plain;
}

std::optional<PageStyle> load(std::string_view xml, const Place::Name& file, Diagnostics& out, const PageStyle* base) {
  pugi::xml_document document;
  const auto parsed = document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!parsed) {
    const auto offset = static_cast<std::size_t>(parsed.offset);
    const Position p = position_of(xml, offset);
    out.error(codes::kStyleMalformed, Place::in_text(file, p.line, p.column, offset),
              "页面格式不是合格的 XML", {"错处在这里或稍前"});
    return std::nullopt;
  }
  const pugi::xml_node root = document.document_element();
  Diagnostics found;
  Reader checked(xml, file, found);
  PageStyle page = base != nullptr ? *base : PageStyle{};
  page.id.clear();
  if (std::string_view(root.name()) != "page-style") checked.unknown(root, "页面格式（应为 page-style）");
  std::string base_id;
  checked.attributes(root, {{"id", text_into(page.id)}, {"name", text_into(page.name)}, {"base", text_into(base_id)}});
  if (root.attribute("clause")) page.clause = root.attribute("clause").value();
  // The page first, whatever the order: the character grid is what "grid" refers to.
  if (const auto node = root.child("page")) read_page(checked, node, page);
  for (const pugi::xml_node node : root.children()) {
    if (node.type() != pugi::node_element) continue;
    const std::string_view name = node.name();
    if (name == "page") continue;
    if (name == "page-numbers") read_page_numbers(checked, node, page);
    else if (name == "masthead") read_masthead(checked, node, page);
    else if (name == "table") read_table(checked, node, page);
    else if (name == "text") read_role(checked, node, page);
    else checked.unknown(root, "元素“" + std::string(name) + "”");
  }
  check_page(checked, root, page);
  out.append(found);
  if (found.has_errors()) return std::nullopt;
  return page;
}

std::string base_of(std::string_view xml) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8)) return {};
  return document.document_element().attribute("base").value();
}

}  // namespace gongwen::style
