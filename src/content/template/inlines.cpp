#include <algorithm>
#include <map>

#include "content/template/fill_internal.h"
#include "content/template/print.h"
#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"

namespace gongwen::tmpl {

using data::Value;
using document::Emphasis;
using document::Inline;
using document::Inlines;

namespace {

bool has_ink(const Inlines& line) {
  return std::any_of(line.begin(), line.end(), [](const Inline& i) {
    return i.kind != Inline::Kind::text || !text::trim(i.text).empty();
  });
}

/// Blanks before the first ink, full-width ones too: the style indents, not the typist.
std::size_t indent_of(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size()) {
    const auto d = text::decode(line, at);
    if (d.code != ' ' && d.code != '\t' && d.code != 0x3000) break;
    at += d.length;
  }
  return at;
}

Inline marked(Inline::Kind kind, std::string target = {}) {
  Inline out;
  out.kind = kind;
  out.target = std::move(target);
  return out;
}

}  // namespace

std::vector<Inlines> paragraphs_of(Inlines inlines) {
  std::vector<Inlines> out;
  Inlines line;
  const auto end_line = [&] {
    if (has_ink(line)) out.push_back(std::move(line));
    line.clear();
  };
  for (auto& run : inlines) {
    std::string_view rest = run.text;
    for (std::size_t feed = rest.find('\n'); feed != std::string_view::npos; feed = rest.find('\n')) {
      Inline part = run;
      part.text = text::trim(rest.substr(0, feed));
      if (!part.text.empty()) line.push_back(std::move(part));
      end_line();
      rest.remove_prefix(feed + 1);
      rest.remove_prefix(indent_of(rest));
    }
    if (rest.size() != run.text.size()) run.text = std::string(rest);
    if (run.kind != Inline::Kind::text || !run.text.empty()) line.push_back(std::move(run));
  }
  end_line();
  if (out.empty()) out.emplace_back();
  return out;
}

void flatten(Inlines& inlines, bool breaks) {
  Inlines out;
  for (auto& run : inlines) {
    std::string_view rest = run.text;
    for (std::size_t feed = rest.find('\n'); feed != std::string_view::npos; feed = rest.find('\n')) {
      Inline part = run;
      part.text = rest.substr(0, feed);
      if (!part.text.empty()) out.push_back(std::move(part));
      if (breaks) out.push_back(marked(Inline::Kind::line_break));
      rest.remove_prefix(feed + 1);
    }
    Inline part = run;
    part.text = rest;
    if (part.kind != Inline::Kind::text || !part.text.empty()) out.push_back(std::move(part));
  }
  inlines = std::move(out);
}

Filler::Truth Filler::truth(const Element& e) {
  if (!e.test) return Truth::yes;
  const Value value = evaluate(*e.test, frames_);
  if (!value.is_withheld()) return value.kind() == Value::Kind::boolean && value.boolean() ? Truth::yes : Truth::no;
  switch (e.withheld) {
    case Withheld::then: return Truth::yes;
    case Withheld::otherwise: return Truth::no;
    case Withheld::gap: return Truth::gap;
    case Withheld::unsaid: break;
  }
  out_.error(codes::kWithheldCondition, e.test->place, "条件用到了不予公开的“" + e.test->path + "”，模板没有说明这时怎么办",
             {"加上 withheld=\"then\"、\"else\" 或 \"gap\""}, e.test->path);
  return Truth::no;
}

void Filler::each_item(const Value& list, const Action& body) {
  if (list.kind() != Value::Kind::list) return;
  const std::size_t slot = frames_.stack.size();
  std::size_t index = 0;
  for (const auto& item : list.items()) {
    frames_.stack.push_back({&item, ++index});
    body();
    frames_.stack.resize(slot);
  }
}

/// The items of a list in groups of equal value, in the order in which the values first come. Withheld when one of the values is.
Value Filler::grouped(const Value& list, const Expression& by) {
  std::vector<Value::List> groups;
  std::map<std::string, std::size_t> known;   // by what is printed; looked up, never walked
  Value withheld;
  each_item(list, [&] {
    const Value key = evaluate(by, frames_);
    if (key.is_withheld()) withheld = key;
    const auto [at, first] = known.emplace(key.is_absent() ? std::string() : to_text(key), groups.size());
    if (first) groups.emplace_back();
    groups[at->second].push_back(*frames_.stack.back().item);
  });
  if (withheld.is_withheld()) return withheld;
  Value::List out;
  for (auto& group : groups) out.push_back(Value::list(std::move(group)).at(list.place()));
  return Value::list(std::move(out)).at(list.place());
}

void Filler::stand(const Element& e, const Action& body, const Action& gap) {
  const auto once = [&] {
    switch (truth(e)) {
      case Truth::yes: body(); break;
      case Truth::gap: gap(); break;
      case Truth::no: break;
    }
  };
  if (!e.each || e.tag == Tag::chart) {
    once();
    return;
  }
  Value list = evaluate(*e.each, frames_);
  if (e.by && !list.is_withheld()) list = grouped(list, *e.by);
  if (!list.is_withheld()) {
    each_item(list, once);
  } else if (e.withheld == Withheld::gap) {
    gap();
  } else if (e.withheld == Withheld::unsaid) {
    out_.error(codes::kWithheldCondition, e.each->place, "列表“" + e.each->path + "”不予公开，模板没有说明这时怎么办",
               {"加上 withheld=\"gap\" 或 \"else\""}, e.each->path);
  }
}

Inlines Filler::gap() {
  Inline out;
  out.text = kGap;
  out.withheld = true;
  return {out};
}

document::OriginPtr Filler::origin(const Expression& expression, const Value& value) const {
  return std::make_shared<const document::Origin>(document::Origin{expression.path, value.place(), expression.place});
}

Value Filler::printed(const Expression& expression) {
  const std::size_t before = out_.size();
  Value value = evaluate(expression, frames_);
  if (value.is_absent() && out_.size() == before) {
    out_.error(codes::kAbsentValue, expression.place, "“" + expression.path + "”这里没有值可印",
               {"方括号没有选中任何一项，或列表是空的；写上 | default:'…'"}, expression.path);
  }
  return value;
}

void Filler::inlines(const Element& piece, Emphasis emphasis, Inlines& out) {
  const std::size_t first = out.size();
  switch (piece.tag) {
    case Tag::text: {
      Inline run;
      run.text = piece.literal;
      run.origin = piece.origin;
      out.push_back(std::move(run));
      break;
    }
    case Tag::print: {
      const Value value = printed(*piece.printed);
      append(out, value, origin(*piece.printed, value));
      break;
    }
    case Tag::br: out.push_back(marked(Inline::Kind::line_break)); break;
    case Tag::fill: out.push_back(marked(Inline::Kind::fill)); break;
    case Tag::ref:
      out.push_back(marked(piece.word("what") == "page" ? Inline::Kind::page_of : Inline::Kind::number_of, anchor_of(piece, "to")));
      if (piece.text_of("to") != nullptr) {
        if (out.back().target.empty()) {   // made of a withheld value
          out.pop_back();
          for (auto& i : gap()) out.push_back(std::move(i));
          break;
        }
        asked_.push_back({out.back().target, out.back().kind == Inline::Kind::number_of, piece.place});
      }
      out.back().origin = std::make_shared<const document::Origin>(document::Origin{{}, {}, piece.place});
      break;
    case Tag::strong:
      for (const auto& child : piece.children) inlines(child, Emphasis::strong, out);
      break;
    case Tag::link: {
      for (const auto& child : piece.children) inlines(child, emphasis, out);
      const std::string url = text(piece.text_of("url"));
      for (std::size_t i = first; i < out.size(); ++i) {
        // What is withheld is no link: its address could tell what it hides.
        if (out[i].kind == Inline::Kind::text && !out[i].withheld && url.find(kGap) == std::string::npos) out[i].target = url;
      }
      break;
    }
    default: break;  // <p> in a cell, <run-in>: their owners take them
  }
  for (std::size_t i = first; i < out.size(); ++i) {
    if (emphasis != Emphasis::none) out[i].emphasis = emphasis;
  }
}

Inlines Filler::inlines(const std::vector<Element>& content, Emphasis emphasis) {
  Inlines out;
  for (const auto& piece : content) inlines(piece, emphasis, out);
  return out;
}

Inlines Filler::text_inlines(const Text& text, const Place& place) {
  Inlines out;
  for (const auto& part : text) {
    if (part.expression) {
      const Value value = printed(*part.expression);
      append(out, value, origin(*part.expression, value));
    } else {
      Inline run;
      run.text = part.literal;
      run.origin = std::make_shared<const document::Origin>(document::Origin{{}, {}, place});
      out.push_back(std::move(run));
    }
  }
  return out;
}

std::string Filler::text(const Text* text) {
  std::string out;
  if (text == nullptr) return out;
  for (const auto& part : *text) out += part.expression ? to_text(printed(*part.expression)) : part.literal;
  // One line: captions, labels, titles in the metadata.
  std::replace(out.begin(), out.end(), '\n', ' ');
  return out;
}

}  // namespace gongwen::tmpl
