#include "content/template/compile_internal.h"
#include "content/template/fill_internal.h"
#include "content/template/print.h"
#include "foundation/base/codes.h"
#include "foundation/text/chinese.h"

namespace gongwen::tmpl {

using data::Value;
using document::Block;
using document::Inlines;
using document::Role;

namespace {

/// GB/T 9704-2012 7.3.3: 一、 （一） 1. （1）. The mark after the Arabic number is the full-width stop, as GB/T 15834-2011 has it
/// for numbers of clauses in Chinese text.
std::string heading_number(std::uint8_t level, int n) {
  switch (level) {
    case 1: return text::chinese_number(n) + "、";
    case 2: return "（" + text::chinese_number(n) + "）";
    case 3: return std::to_string(n) + "．";
    default: return "（" + std::to_string(n) + "）";
  }
}

Role role_of(Tag tag) {
  switch (tag) {
    case Tag::title: return Role::title;
    case Tag::subtitle: return Role::subtitle;
    case Tag::recipient: return Role::recipient;
    case Tag::flush: return Role::flush;
    case Tag::centred: return Role::centred;
    case Tag::note: return Role::note;
    case Tag::annotation: return Role::annotation;
    case Tag::signature_line: return Role::signature_line;
    case Tag::cover_title: return Role::cover_title;
    case Tag::cover_subtitle: return Role::cover_subtitle;
    case Tag::cover_line: return Role::cover_line;
    case Tag::cover_date: return Role::cover_date;
    default: return Role::body;
  }
}

bool may_have_lines(Role role) {
  return role == Role::body || role == Role::flush || role == Role::centred || role == Role::note;
}

document::SignatureBlock::Form signature_form(std::string_view word) {
  if (word == "unsealed") return document::SignatureBlock::Form::unsealed;
  if (word == "stamped") return document::SignatureBlock::Form::stamped;
  return document::SignatureBlock::Form::sealed;
}

}  // namespace

Block Filler::made(const Element& e, decltype(Block::content) content) const {
  Block out;
  out.anchor = e.word("id");
  out.source = e.place;
  out.content = std::move(content);
  return out;
}

void Filler::blocks(const std::vector<Element>& elements, Blocks& out) {
  for (const auto& e : elements) {
    if (e.tag == Tag::choose) {
      const Truth is = truth(e);
      if (is == Truth::gap) {
        out.push_back(made(e, document::Paragraph{Role::body, gap()}));
        continue;
      }
      for (const auto& child : e.children) {
        const bool otherwise = child.tag == Tag::otherwise;
        if (otherwise && is == Truth::no) blocks(child.children, out);
      }
      if (is == Truth::yes) blocks(e.children, out);
    } else if (e.tag != Tag::otherwise) {
      stand(e, [&] { block(e, out); }, [&] { out.push_back(made(e, document::Paragraph{Role::body, gap()})); });
    }
  }
}

void Filler::block(const Element& e, Blocks& out) {
  switch (e.tag) {
    case Tag::repeat: blocks(e.children, out); break;
    case Tag::h1: heading(e, 1, out); break;
    case Tag::h2: heading(e, 2, out); break;
    case Tag::h3: heading(e, 3, out); break;
    case Tag::h4: heading(e, 4, out); break;
    case Tag::table: table(e, out); break;
    case Tag::chart: chart(e, out); break;
    case Tag::image: image(e, out); break;
    case Tag::key_values: key_values(e, out); break;
    case Tag::signature: signature(e, out); break;
    case Tag::attachment_note: attachment_note(e, out); break;
    case Tag::page_break: out.push_back(made(e, document::PageBreak{})); break;
    case Tag::contents: {
      document::Contents contents;
      if (const auto title = text(e.text_of("title")); !title.empty()) contents.title = title;
      if (const auto levels = e.word("levels"); !levels.empty()) contents.levels = static_cast<std::uint8_t>(levels[0] - '0');
      out.push_back(made(e, std::move(contents)));
      break;
    }
    default: paragraph(e, role_of(e.tag), out); break;
  }
}

void Filler::paragraph(const Element& e, Role role, Blocks& out) {
  Inlines content = inlines(e.children);
  if (!may_have_lines(role)) {
    flatten(content, role == Role::title || role == Role::cover_title || role == Role::attachment_title);
    out.push_back(made(e, document::Paragraph{role, std::move(content)}));
    return;
  }
  bool first = true;
  for (auto& line : paragraphs_of(std::move(content))) {
    out.push_back(made(e, document::Paragraph{role, std::move(line)}));
    if (!first) out.back().anchor.clear();
    first = false;
  }
}

void Filler::heading(const Element& e, std::uint8_t level, Blocks& out) {
  document::Heading heading;
  heading.level = level;
  const std::size_t at = level - std::size_t{1};
  for (std::size_t deeper = at + 1; deeper < headings_.size(); ++deeper) headings_[deeper] = 0;
  if (e.word("number") != "no") heading.number = heading_number(level, ++headings_[at]);
  heading.inlines = inlines(e.children);
  flatten(heading.inlines, false);
  for (const auto& child : e.children) {
    if (child.tag != Tag::run_in) continue;
    stand(child, [&] { heading.run_in = inlines(child.children); }, [&] { heading.run_in = gap(); });
  }
  flatten(heading.run_in, false);
  out.push_back(made(e, std::move(heading)));
}

void Filler::image(const Element& e, Blocks& out) {
  document::Picture picture;
  picture.width = picture_width(e.word("width"));
  picture.alt = text(e.text_of("alt"));
  picture.image = e.image;
  if (const Expression* field = e.expression_of("field")) {
    const Value value = evaluate(*field, frames_);
    if (value.is_withheld()) {
      out.push_back(made(e, document::Paragraph{Role::centred, gap()}));
      return;
    }
    if (value.kind() != Value::Kind::file || !value.file().bytes) {
      out_.error(codes::kBadPicture, value.place().kind == Place::Kind::none ? e.place : value.place(), "图片“" + field->path + "”没有读到", {}, field->path);
      return;
    }
    picture.image = image::open(*value.file().bytes, value.place(), out_);
    if (!picture.image) return;  // told by image
  }
  picture.caption = text(e.text_of("caption"));
  if (!picture.caption.empty()) picture.number = "图" + std::to_string(++figures_);
  out.push_back(made(e, std::move(picture)));
}

void Filler::key_values(const Element& e, Blocks& out) {
  document::KeyValues values;
  for (const auto& line : e.children) {
    const auto add = [&](Inlines value) {
      flatten(value, false);
      values.lines.push_back({text(line.text_of("label")), std::move(value)});
    };
    stand(line, [&] { add(inlines(line.children)); }, [&] { add(gap()); });
  }
  out.push_back(made(e, std::move(values)));
}

void Filler::signature(const Element& e, Blocks& out) {
  document::SignatureBlock block;
  block.form = signature_form(e.word("form"));
  for (const auto& part : e.children) {
    const auto add = [&](Inlines content) {
      flatten(content, false);
      if (part.tag == Tag::organ) block.organs.push_back(std::move(content));
      else if (part.tag == Tag::line) block.lines.push_back(std::move(content));
      else block.date = std::move(content);
    };
    stand(part, [&] { add(inlines(part.children)); }, [&] { add(gap()); });
  }
  out.push_back(made(e, std::move(block)));
}

void Filler::attachment_note(const Element& e, Blocks& out) {
  document::AttachmentNote note;
  for (const auto& name : e.children) {
    const auto add = [&](Inlines content) {
      flatten(content, false);
      note.names.push_back(std::move(content));
    };
    stand(name, [&] { add(inlines(name.children)); }, [&] { add(gap()); });
  }
  if (!note.names.empty()) out.push_back(made(e, std::move(note)));
}

}  // namespace gongwen::tmpl
