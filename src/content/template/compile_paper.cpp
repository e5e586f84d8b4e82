// <paper>: elements checked against the grammar, their words and expressions compiled.

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "content/template/compile_internal.h"
#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"

namespace gongwen::tmpl {
namespace {

using data::Type;
using Kind = StaticType::Kind;

constexpr int kDeepestElement = 48;           // elements inside one another
constexpr int kDeepestInclude = 8;
constexpr std::string_view kCommon = "if for-each as withheld";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Takes the line breaks and indents of the XML out of running text: between Western words one blank stays, in Chinese none.
/// Blanks inside a line stay as they are written.
std::string unwrapped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_blank(text[i])) {
      out += text[i++];
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && is_blank(text[end])) ++end;
    const std::string_view run = text.substr(i, end - i);
    if (run.find('\n') == std::string_view::npos) {
      for (const char c : run) out += c == '\t' ? ' ' : c;
    } else if (!out.empty() && is_word_byte(out.back()) && end < text.size() && is_word_byte(text[end])) {
      out += ' ';
    }
    i = end;
  }
  return out;
}

void trim_ends(std::vector<Element>& content) {
  const auto blank_text = [](const Element& e) {
    return e.tag == Tag::text && std::all_of(e.literal.begin(), e.literal.end(), is_blank);
  };
  while (!content.empty() && blank_text(content.front())) content.erase(content.begin());
  while (!content.empty() && blank_text(content.back())) content.pop_back();
  if (content.empty()) return;
  if (content.front().tag == Tag::text) {
    auto& s = content.front().literal;
    s.erase(0, std::min(s.find_first_not_of(" \t\r\n"), s.size()));
  }
  if (content.back().tag == Tag::text) {
    auto& s = content.back().literal;
    s.erase(s.find_last_not_of(" \t\r\n") + 1);
  }
}

class PaperCompiler {
 public:
  PaperCompiler(Program& program, Files& files, Diagnostics& out) : program_(program), files_(files), out_(out) {
    scope_.schema = &program.schema;
    scope_.constants = &program.constant_fields;
  }

  void paper(const Spot& spot) {
    source_ = &spot.source;
    const ElementRule* rule = find_element("paper");
    program_.paper = element(spot, *rule, "");
    std::map<Tag, int> seen;
    for (const auto& child : program_.paper.children) {
      if (++seen[child.tag] == 2 && child.tag != Tag::attachment) {
        out_.error(codes::kMisplaced, child.place, "<paper> 里这个部分只能有一个");
      }
    }
    if (seen[Tag::body] == 0) spot.error(codes::kMissingPart, "<paper> 缺少 <body>");
    for (const auto& ref : refs_) check_ref(ref);
  }

 private:
  struct Ref { const Source* source; std::size_t offset; std::string to; bool number; };

  Spot at(const pugi::xml_node& node) const { return {*source_, node, out_}; }

  // ---- elements ----

  Element element(const Spot& spot, const ElementRule& rule, std::string_view context) {
    const Nest nest(*this, spot);
    Element out;
    out.tag = rule.tag;
    out.place = spot.place();
    if (!nest.ok) return out;
    check_attributes(spot, allowed(rule), required(rule));
    const std::size_t bindings = scope_.bindings.size();
    const auto present = scope_.present;
    const auto before_test = scope_.present;
    if (rule.tag == Tag::chart) {
      // The caption and the condition speak of the whole chart, the category of one item.
      condition(spot, rule, out);
      attributes(spot, rule, out, [](std::string_view name) { return name != "category"; });
      repetition(spot, rule, out);
      attributes(spot, rule, out, [](std::string_view name) { return name == "category"; });
    } else if (rule.tag == Tag::series) {
      // What repeats a series and its name are said outside the chart's items; a value is one item's.
      const auto item = scope_.bindings.back();
      scope_.bindings.pop_back();
      repetition(spot, rule, out);
      condition(spot, rule, out);
      attributes(spot, rule, out, [](std::string_view name) { return name == "name"; });
      scope_.bindings.push_back(item);
      attributes(spot, rule, out, [](std::string_view name) { return name != "name"; });
    } else {
      repetition(spot, rule, out);
      condition(spot, rule, out);
      attributes(spot, rule, out, [](std::string_view) { return true; });
    }
    switch (rule.tag) {
      case Tag::choose: choose(spot, context, before_test, out); break;
      case Tag::repeat: children(spot.node, context, false, out.children); break;
      default: children(spot.node, rule.children, rule.mixed, out.children); break;
    }
    if (rule.mixed) trim_ends(out.children);
    special(spot, out);
    if (rule.tag == Tag::series) scope_.bindings.erase(scope_.bindings.begin() + static_cast<std::ptrdiff_t>(bindings) - 1, scope_.bindings.end() - 1);
    scope_.bindings.resize(bindings);
    scope_.present = present;
    anchor(spot, out);
    return out;
  }

  static std::string allowed(const ElementRule& rule) {
    std::string out;
    for (const auto& a : rule.attributes) out.append(a.name).append(" ");
    if (rule.common) out.append(rule.tag == Tag::chart ? "if withheld" : kCommon);
    return out;
  }

  static std::string required(const ElementRule& rule) {
    std::string out;
    for (const auto& a : rule.attributes) {
      if (a.required) out.append(a.name).append(" ");
    }
    return out;
  }

  /// for-each="…" as="…" of any element, in="…" as="…" of <for-each> and <chart>: binds the variable.
  void repetition(const Spot& spot, const ElementRule& rule, Element& out) {
    const bool own = rule.tag == Tag::repeat || rule.tag == Tag::chart;
    const auto list = spot.node.attribute(own ? "in" : "for-each");
    const auto as = spot.node.attribute("as");
    if (!own && !rule.common) return;
    if (!list) {
      if (as && !own) spot.error_at(as, codes::kMissingPart, "有 as 而没有 for-each");
      if (const auto by = spot.node.attribute("by")) spot.error_at(by, codes::kMissingPart, "有 by 而没有 for-each");
      if (own) scope_.bindings.push_back({std::string(as.value()), nullptr});  // told; its name is not unknown as well
      return;
    }
    if (!as) {
      if (own) scope_.bindings.push_back({"", nullptr});
      else spot.error(codes::kMissingPart, "有 for-each 而没有 as", {"例如 for-each=\"budget\" as=\"b\""});
      return;
    }
    out.each = compile_attribute(spot, list, scope_);
    const data::Field* item = nullptr;
    if (out.each) {
      item = out.each->type.field;
      const bool good = out.each->type.kind == Kind::any || (out.each->type.kind == Kind::list && item != nullptr);
      if (!good) spot.error_at(list, codes::kTypeMismatch, "这里要一个列表，“" + out.each->path + "”不是");
    }
    const std::string name = as.value();
    check_variable(spot, as, name);
    const bool grouped = grouping(spot, item, out);
    scope_.bindings.push_back({name, item, grouped});
    withheld(spot, out);
  }

  /// by="…": what the items of a group have in common, asked of each item. True when it is there.
  bool grouping(const Spot& spot, const data::Field* item, Element& out) {
    const auto by = spot.node.attribute("by");
    if (!by) return false;
    scope_.bindings.push_back({"", item});
    out.by = compile_attribute(spot, by, scope_);
    scope_.bindings.pop_back();
    if (out.by && !is_scalar(out.by->type)) spot.error_at(by, codes::kTypeMismatch, "by 要各项里的一个值，“" + out.by->path + "”不是");
    return true;
  }

  static bool is_scalar(const StaticType& type) { return !type.many && type.kind != Kind::list && type.kind != Kind::object; }

  void check_variable(const Spot& spot, const pugi::xml_attribute& as, const std::string& name) {
    if (!is_identifier(name)) {
      spot.error_at(as, codes::kBadAttribute, "“" + name + "”不能作变量名", {"用字母、数字、下划线或汉字，不以数字开头"});
      return;
    }
    bool taken = program_.schema.root.child(name) != nullptr;
    for (const auto& b : scope_.bindings) taken = taken || b.name == name;
    for (const auto& c : program_.constant_fields) taken = taken || c.name == name;
    if (taken) spot.error_at(as, codes::kShadowed, "变量“" + name + "”和已有的名字相同，里面就看不到那一个了", {"换一个变量名"});
  }

  /// if="…" of any element, test="…" of <if>. What it shows to be there counts inside.
  void condition(const Spot& spot, const ElementRule& rule, Element& out) {
    const auto test = rule.tag == Tag::choose ? spot.node.attribute("test") : rule.common ? spot.node.attribute("if") : pugi::xml_attribute();
    if (!test || std::string_view(test.value()).empty()) return;
    out.test = compile_attribute(spot, test, scope_);
    withheld(spot, out);
    if (!out.test) return;
    const auto kind = out.test->type.kind;
    if ((kind != Kind::boolean && kind != Kind::any) || out.test->type.many) {
      spot.error_at(test, codes::kTypeMismatch, "这里要一个条件，例如 not empty(" + (out.test->path.empty() ? "…" : out.test->path) + ")");
    }
    scope_.present.merge(present_when(*out.test, true));
  }

  void withheld(const Spot& spot, Element& out) {
    const auto attribute = spot.node.attribute("withheld");
    if (!attribute) return;
    const std::string_view word = attribute.value();
    if (word == "then") out.withheld = Withheld::then;
    else if (word == "else") out.withheld = Withheld::otherwise;
    else if (word == "gap") out.withheld = Withheld::gap;
    else spot.error_at(attribute, codes::kBadAttribute, "withheld 只能是 then、else 或 gap");
  }

  template <typename Wanted>
  void attributes(const Spot& spot, const ElementRule& rule, Element& out, const Wanted& wanted) {
    for (const auto& a : rule.attributes) {
      if (!wanted(a.name)) continue;
      const auto attribute = spot.node.attribute(std::string(a.name).c_str());
      if (!attribute || a.name == "withheld" || a.name == "test" || a.name == "in" || a.name == "as" || a.name == "by") continue;
      const std::string_view value = attribute.value();
      switch (a.kind) {
        case AttributeRule::Kind::text:
          out.texts.emplace_back(a.name, compile_text(spot, spot.source.offset_of(spot.node, attribute), value, scope_));
          if (std::string_view(a.name) == "due") keep_out(spot, attribute, out.texts.back().second, [](const data::Field& f) { return f.disclosure != data::Disclosure::open; }, "不是公开的，不能写进档案库的目录");
          break;
        case AttributeRule::Kind::expression: expression(spot, attribute, a.name, out); break;
        case AttributeRule::Kind::words:
          if (!contains_word(a.allowed, value, '|')) {
            spot.error_at(attribute, codes::kBadAttribute, "属性“" + std::string(a.name) + "”没有取值“" + std::string(value) + "”",
                          {data::did_you_mean(value, words_of(a.allowed, '|'), "取值")});
          }
          out.words.emplace_back(a.name, value);
          break;
        case AttributeRule::Kind::number:
          if (value.empty() || value.size() > 2 || value.find_first_not_of("0123456789") != std::string_view::npos || value[0] == '0') {
            spot.error_at(attribute, codes::kBadAttribute, "属性“" + std::string(a.name) + "”应是 1 到 99 的整数");
          } else {
            out.words.emplace_back(a.name, value);
          }
          break;
        case AttributeRule::Kind::name:
          if (value.find("{{") != std::string_view::npos) {
            out.texts.emplace_back(a.name, compile_text(spot, spot.source.offset_of(spot.node, attribute), value, scope_));
            keep_out(spot, attribute, out.texts.back().second, [](const data::Field& f) { return f.personal(); }, "不是公开的，不能用在 id 和 to 里：出错时的提示会印出它");
          } else {
            out.words.emplace_back(a.name, value);
          }
          break;
        case AttributeRule::Kind::raw: out.words.emplace_back(a.name, value); break;
      }
    }
  }

  /// Refuses values of fields that are not for the place the text goes to.
  template <typename Bad>
  static void keep_out(const Spot& spot, const pugi::xml_attribute& attribute, const Text& text, const Bad& bad, const char* why) {
    for (const TextPart& part : text) {
      const data::Field* const field = part.expression ? part.expression->type.field : nullptr;
      if (field != nullptr && bad(*field)) spot.error_at(attribute, codes::kBadField, "“" + field->label + "”" + why);
    }
  }

  static bool stands_in(pugi::xml_node node, std::string_view element) {
    while (node && node.name() != element) node = node.parent();
    return !node.empty();
  }

  void expression(const Spot& spot, const pugi::xml_attribute& attribute, std::string_view name, Element& out) {
    auto compiled = compile_attribute(spot, attribute, scope_);
    if (!compiled) return;
    const auto& type = compiled->type;
    if (name == "merge") {
      if (!is_scalar(type)) spot.error_at(attribute, codes::kTypeMismatch, "merge 要一个值，“" + compiled->path + "”不是");
      if (stands_in(spot.node, "header")) {
        spot.error_at(attribute, codes::kMisplaced, "merge 并的是表身的格，表头不能用", {"表头的格写 columns=\"2\" 或 rows=\"2\""});
      }
      out.expressions.emplace_back(name, std::move(compiled));
      return;
    }
    const Kind wanted = name == "date" ? Kind::date : name == "field" ? Kind::file : Kind::number;
    if (type.many || (type.kind != wanted && type.kind != Kind::any)) {
      const std::string what = wanted == Kind::date ? "日期" : wanted == Kind::file ? "图片字段" : "数字";
      spot.error_at(attribute, codes::kTypeMismatch, "属性“" + std::string(name) + "”要" + what);
    } else if (name == "field" && type.field != nullptr && type.field->type != Type::image) {
      spot.error_at(attribute, codes::kTypeMismatch, "“" + compiled->path + "”不是图片");
    } else if (type.optional && name != "date") {
      spot.error_at(attribute, codes::kMaybeAbsent, "字段“" + compiled->path + "”不是必填，没有值时怎么办没有说明",
                    {"放进 <if test=\"not empty(" + compiled->path + ")\">，或用 if(empty(…), …, …)"});
    }
    out.expressions.emplace_back(name, std::move(compiled));
  }

  // ---- children ----

  void children(const pugi::xml_node& parent, std::string_view allowed_children, bool mixed, std::vector<Element>& out) {
    const bool has_paragraphs = mixed && contains_word(allowed_children, "p") && parent.child("p");
    for (const auto& node : parent.children()) {
      if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) words(node, mixed && !has_paragraphs, out);
      else if (node.type() == pugi::node_element) child(node, allowed_children, out);
    }
  }

  void words(const pugi::xml_node& node, bool may_stand, std::vector<Element>& out) {
    const std::string_view value = node.value();
    const Spot spot = at(node);
    if (!may_stand) {
      const std::string_view stray = text::trim(value);
      if (stray.empty()) return;
      const auto lead = static_cast<std::size_t>(stray.data() - value.data());
      source_->tell(out_, codes::kStrayText, source_->raw_offset(spot.offset(), lead), "这里不能直接写文字", {"正文写在 <p> 里"});
      return;
    }
    for (auto& part : compile_text(spot, spot.offset(), value, scope_)) {
      Element piece;
      piece.place = spot.place();
      if (part.expression) {
        piece.tag = Tag::print;
        piece.place = part.expression->place;
        piece.printed = std::move(part.expression);
      } else {
        piece.tag = Tag::text;
        piece.literal = unwrapped(part.literal);
        if (piece.literal.empty()) continue;
        piece.origin = std::make_shared<const document::Origin>(document::Origin{{}, {}, piece.place});
      }
      out.push_back(std::move(piece));
    }
  }

  void child(const pugi::xml_node& node, std::string_view allowed_children, std::vector<Element>& out) {
    const Spot spot = at(node);
    const std::string name = node.name();
    const ElementRule* rule = find_element(name);
    const std::string parent = node.parent().name();
    if (rule == nullptr) {
      spot.error(codes::kUnknownElement, "没有元素 <" + name + ">", {data::did_you_mean(name, words_of(allowed_children), "元素")});
    } else if (!contains_word(allowed_children, name)) {
      const auto known = words_of(allowed_children);
      spot.error(codes::kMisplaced, "<" + name + "> 不能写在 <" + parent + "> 里", {known.empty() ? "<" + parent + "> 里不能有元素" : data::did_you_mean(name, known, "元素")});
    } else if (rule->tag == Tag::include) {
      include(spot, allowed_children, out);
    } else {
      out.push_back(element(spot, *rule, allowed_children));
    }
  }

  /// <if test> … <else> … </else></if>: the children are those of `then`, an `otherwise` element holds the others.
  void choose(const Spot& spot, std::string_view context, const std::set<std::string>& outside, Element& out) {
    const pugi::xml_node other = spot.node.child("else");
    for (const auto& node : spot.node.children()) {
      if (node == other) continue;
      if (node.type() == pugi::node_element) child(node, context, out.children);
      else if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) words(node, false, out.children);
    }
    if (!other) return;
    const Spot else_spot = at(other);
    check_attributes(else_spot, "", "");
    const auto inside = scope_.present;
    scope_.present = outside;
    if (out.test) scope_.present.merge(present_when(*out.test, false));
    Element otherwise;
    otherwise.tag = Tag::otherwise;
    otherwise.place = else_spot.place();
    children(other, context, false, otherwise.children);
    out.children.push_back(std::move(otherwise));
    scope_.present = inside;
  }

  void include(const Spot& spot, std::string_view context, std::vector<Element>& out) {
    check_attributes(spot, "file", "file");
    const auto attribute = spot.node.attribute("file");
    if (attribute.empty()) return;
    std::string name;
    if (files_.named(spot, attribute, name) == nullptr) return;
    if (includes_.size() >= kDeepestInclude || std::find(includes_.begin(), includes_.end(), name) != includes_.end()) {
      spot.error_at(attribute, codes::kIncludeDepth, "片段“" + name + "”互相包含，或套得太深（最多 8 层）");
      return;
    }
    const Source* fragment = files_.xml(name, out_);
    if (fragment == nullptr) return;
    const Source* outer = source_;
    source_ = fragment;
    includes_.push_back(name);
    const Spot root = at(fragment->root());
    if (std::string_view(root.node.name()) != "fragment") {
      root.error(codes::kMisplaced, "片段文件的根元素应是 <fragment>");
    } else {
      check_attributes(root, "", "");
      children(root.node, context, false, out);
    }
    includes_.pop_back();
    source_ = outer;
  }

  // ---- what single elements ask for ----

  void special(const Spot& spot, Element& out) {
    switch (out.tag) {
      case Tag::table: table(spot, out); break;
      case Tag::chart: chart(spot, out); break;
      case Tag::image:
      case Tag::scan:
      case Tag::seal:
      case Tag::stamp: image(spot, out); break;
      case Tag::signature: signature(out); break;
      case Tag::ref: ref(spot, out); break;
      case Tag::line:
        if (std::string_view(spot.node.parent().name()) == "key-values" && out.text_of("label") == nullptr) {
          spot.error(codes::kMissingPart, "<line> 缺少属性“label”");
        }
        break;
      case Tag::attachment_note:
        if (out.word("auto") == "yes" && !out.children.empty()) spot.error(codes::kMisplaced, "附件说明由附件得出时，里面不写 <name>");
        break;
      case Tag::contents:
        if (const auto levels = out.word("levels"); levels.size() == 1 && levels > "4") {
          spot.error_at(spot.node.attribute("levels"), codes::kBadAttribute, "levels 是 1 到 4");
        }
        break;
      default: break;
    }
  }

  void table(const Spot& spot, Element& out) {
    const auto widths = words_of(out.word("widths"));
    const auto aligns = words_of(out.word("align"));
    for (std::size_t i = 0; i < widths.size(); ++i) {
      std::string_view w = widths[i];
      if (i + 1 == widths.size() && w.ends_with('*')) w.remove_suffix(1);
      if (!column_width(w)) {
        spot.error_at(spot.node.attribute("widths"), codes::kBadAttribute, "widths 里没有“" + widths[i] + "”这种宽度",
                      {"各列用空格隔开：份额写 1 到 1000 的整数，固定宽度写 18mm 或 4字，随内容写 auto", "列数不定时在最后一个后面加 *，表示其余各列都是这个宽度"});
        break;
      }
    }
    for (const auto& a : aligns) {
      if (!contains_word("left centre right justify", a)) {
        spot.error_at(spot.node.attribute("align"), codes::kBadAttribute, "align 里没有“" + a + "”", {"每列写 left、centre、right 或 justify"});
      }
    }
    if (!widths.empty() && !aligns.empty() && widths.size() != aligns.size()) {
      spot.error_at(spot.node.attribute("align"), codes::kBadAttribute, "align 有 " + std::to_string(aligns.size()) + " 列，widths 有 " +
                                                                            std::to_string(widths.size()) + " 列");
    }
    const bool rows = std::any_of(out.children.begin(), out.children.end(), [](const Element& e) { return e.tag != Tag::header; });
    if (!rows && out.children.empty()) spot.error(codes::kMissingPart, "<table> 里没有行");
  }

  void chart(const Spot& spot, Element& out) {
    if (out.children.empty()) spot.error(codes::kMissingPart, "<chart> 里没有 <series>");
    const bool repeated = std::any_of(out.children.begin(), out.children.end(), [](const Element& s) { return s.each != nullptr; });
    if (out.word("kind") == "pie" && (out.children.size() > 1 || repeated)) spot.error(codes::kMisplaced, "饼图只能有一个 <series>");
    int aims = 0;
    for (const Element& s : out.children) aims += s.word("role") != "target" ? 0 : s.each == nullptr ? 1 : 2;
    if (out.word("kind") == "targets" ? aims != 1 || out.children.size() < 2 : aims > 0) {
      spot.error(codes::kTargetSeries, out.word("kind") == "targets" ? "目标与实际的图要有一个 role=\"target\" 的 <series> 和至少一个别的" : "只有 kind=\"targets\" 的图有 role=\"target\" 的 <series>");
    }
  }

  void image(const Spot& spot, Element& out) {
    const bool from_field = out.expression_of("field") != nullptr || spot.node.attribute("field");
    const auto file = spot.node.attribute("file");
    const std::string name_of_element = spot.node.name();
    if (from_field == static_cast<bool>(file)) spot.error(codes::kMissingPart, "<" + name_of_element + "> 要有 field 或 file 中的一个");
    for (const char* length : {"width", "diameter"}) {
      const auto attribute = spot.node.attribute(length);
      if (attribute && picture_width(attribute.value()).to_emu() == 0) {
        spot.error_at(attribute, codes::kBadAttribute, std::string(length) + " 写成毫米，例如 42mm，1 到 400");
      }
    }
    if (!file) return;
    std::string name;
    const std::string* bytes = files_.named(spot, file, name);
    if (bytes == nullptr) return;
    out.image = image::open_whole(*bytes, spot.source.place(spot.source.offset_of(spot.node, file)), out_);
  }

  /// One seal or one 签名章, each with its own form (GB/T 9704-2012 7.3.5).
  void signature(const Element& out) {
    const std::string_view form = out.word("form").empty() ? "sealed" : out.word("form");
    for (const auto& part : out.children) {
      const bool seal = part.tag == Tag::seal;
      if (!seal && part.tag != Tag::stamp) continue;
      if (form != (seal ? "sealed" : "stamped")) {
        out_.error(codes::kMisplaced, part.place, seal ? "加盖印章的署名（form=\"sealed\"）里才有 <seal>" : "加盖签名章的署名（form=\"stamped\"）里才有 <stamp>");
      }
    }
  }

  void ref(const Spot& spot, const Element& out) {
    const auto to = spot.node.attribute("to");
    if (!to.empty() && out.text_of("to") == nullptr) refs_.push_back({source_, source_->offset_of(spot.node, to), to.value(), out.word("what") != "page"});
  }

  // ---- anchors ----

  void anchor(const Spot& spot, const Element& out) {
    const std::string id(out.word("id"));
    if (id.empty()) return;
    const auto attribute = spot.node.attribute("id");
    if (!std::all_of(id.begin(), id.end(), [](char c) { return is_word_byte(c) || c == '-' || c == '_'; })) {
      spot.error_at(attribute, codes::kBadAttribute, "id 由字母、数字和 - 组成");
    }
    if (!scope_.bindings.empty() || (out.each && out.tag != Tag::chart)) {
      spot.error_at(attribute, codes::kDuplicateAnchor, "重复的部分里，id 会出现多次", {"让每一项各有一个，例如 id=\"" + id + "-{{" + repeated_key() + "}}\""});
    } else if (!anchors_.emplace(id, has_number(out)).second) {
      spot.error_at(attribute, codes::kDuplicateAnchor, "id“" + id + "”用了两次");
    }
  }

  /// For the hint: the innermost item's key, as an expression.
  std::string repeated_key() const {
    if (scope_.bindings.empty()) return "…";
    const auto& b = scope_.bindings.back();
    return b.item != nullptr && !b.group && !b.item->key.empty() ? b.name + "." + b.item->key : "…";
  }

  static bool has_number(const Element& e) {
    switch (e.tag) {
      case Tag::h1:
      case Tag::h2:
      case Tag::h3:
      case Tag::h4:
      case Tag::attachment: return e.word("number") != "no";
      case Tag::table:
      case Tag::chart:
      case Tag::image: return e.text_of("caption") != nullptr;
      default: return false;
    }
  }

  void check_ref(const Ref& ref) {
    const auto it = anchors_.find(ref.to);
    if (it == anchors_.end()) {
      std::vector<std::string> known;
      for (const auto& [id, number] : anchors_) known.push_back(id);
      ref.source->tell(out_, codes::kUnknownAnchor, ref.offset, "没有 id 为“" + ref.to + "”的部分", {data::did_you_mean(ref.to, known, " id")});
    } else if (ref.number && !it->second) {
      ref.source->tell(out_, codes::kUnknownAnchor, ref.offset, "“" + ref.to + "”没有编号，不能引用它的编号",
                       {"表格和图有 caption 才有编号；只引用页码用 what=\"page\""});
    }
  }

  struct Nest {
    Nest(PaperCompiler& c, const Spot& spot) : compiler(c) {
      ok = ++compiler.depth_ <= kDeepestElement;
      if (!ok) spot.error(codes::kTooDeep, "元素套得太深，最多 48 层");
    }
    Nest(const Nest&) = delete;
    Nest& operator=(const Nest&) = delete;
    ~Nest() { --compiler.depth_; }
    PaperCompiler& compiler;
    bool ok = true;
  };

  Program& program_;
  Files& files_;
  Diagnostics& out_;
  const Source* source_ = nullptr;
  Scope scope_;
  std::map<std::string, bool> anchors_;    // id → has a number
  std::vector<Ref> refs_;
  std::vector<std::string> includes_;
  int depth_ = 0;
};

}  // namespace

void compile_paper(const Spot& paper, Program& program, Files& files) { PaperCompiler(program, files, paper.out).paper(paper); }

Length picture_width(std::string_view written) {
  if (!written.ends_with("mm")) return {};
  const auto mm = text::Decimal::parse(written.substr(0, written.size() - 2));
  if (!mm || *mm < text::Decimal::of(1) || *mm > text::Decimal::of(400)) return {};
  const auto emu = text::Decimal::multiply(*mm, text::Decimal::of(Length::mm(1).to_emu()));
  return emu ? Length::emu(static_cast<std::int64_t>(emu->rounded(0).to_double())) : Length{};
}

}  // namespace gongwen::tmpl
