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

constexpr Length kSealDiameter = Length::mm(42);   // schools and other institutions: 45 mm at most (国发〔1999〕25号)
constexpr Length kStampWidth = Length::mm(40);

bool may_have_lines(Role role) {
  return role == Role::body || role == Role::flush || role == Role::centred || role == Role::note;
}

document::SignatureBlock::Form signature_form(std::string_view word) {
  if (word == "unsealed") return document::SignatureBlock::Form::unsealed;
  if (word == "stamped") return document::SignatureBlock::Form::stamped;
  return document::SignatureBlock::Form::sealed;
}

}  // namespace

std::string Filler::anchor_of(const Element& e, std::string_view attribute) {
  if (e.text_of(attribute) == nullptr) return std::string(e.word(attribute));
  std::string made = text(e.text_of(attribute));
  return made.find(kGap) == std::string::npos ? made : std::string();
}

Block Filler::made(const Element& e, decltype(Block::content) content) {
  Block out;
  out.anchor = anchor_of(e, "id");
  out.source = e.place;
  out.content = std::move(content);
  return out;
}

/// A gap in the place of a block. Where a whole list stays back there is no item that a templated id could be made of; `depth` is how
/// many variables there were before the list.
Block Filler::gap_block(const Element& e, std::size_t depth) {
  Block out;
  const bool item = !e.each || e.tag == Tag::chart || frames_.stack.size() > depth;
  if (item || e.text_of("id") == nullptr) out.anchor = anchor_of(e, "id");
  out.source = e.place;
  out.content = document::Paragraph{Role::body, gap()};
  return out;
}

void Filler::blocks(const std::vector<Element>& elements, Blocks& out) {
  for (const auto& e : elements) {
    if (e.tag == Tag::choose) {
      const Truth is = truth(e);
      if (is == Truth::gap) {
        out.push_back(gap_block(e, frames_.stack.size()));
        continue;
      }
      for (const auto& child : e.children) {
        const bool otherwise = child.tag == Tag::otherwise;
        if (otherwise && is == Truth::no) blocks(child.children, out);
      }
      if (is == Truth::yes) blocks(e.children, out);
    } else if (e.tag != Tag::otherwise) {
      stand(e, [&] { block(e, out); }, [&, depth = frames_.stack.size()] { out.push_back(gap_block(e, depth)); });
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
    case Tag::image:
    case Tag::scan: image(e, out); break;
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

Filler::Pictured Filler::picture_of(const Element& e, std::shared_ptr<const image::Image>& into) {
  into = e.image;
  const Expression* field = e.expression_of("field");
  if (field == nullptr) return into != nullptr ? Pictured::yes : Pictured::no;
  const Value value = evaluate(*field, frames_);
  if (value.is_withheld()) return Pictured::gap;
  if (value.kind() != Value::Kind::file || !value.file().bytes) {
    out_.error(codes::kBadPicture, value.place().kind == Place::Kind::none ? e.place : value.place(), "图片“" + field->path + "”没有读到", {}, field->path);
    return Pictured::no;
  }
  into = image::open_whole(*value.file().bytes, value.place(), out_);
  return into != nullptr ? Pictured::yes : Pictured::no;  // told by image
}

void Filler::image(const Element& e, Blocks& out) {
  document::Picture picture;
  picture.full_page = e.tag == Tag::scan;
  if (!picture.full_page) picture.width = picture_width(e.word("width"));
  picture.alt = text(e.text_of("alt"));
  const Pictured is = picture_of(e, picture.image);
  if (is == Pictured::gap) out.push_back(made(e, document::Paragraph{Role::centred, gap()}));
  if (is != Pictured::yes) return;
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
    if (part.tag == Tag::seal || part.tag == Tag::stamp) {
      stand(part, [&] { stamp(part, block); }, [&] { block.organs.push_back(gap()); });
      continue;
    }
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

/// 印章 or 签名章. A seal that is not red is most likely a photograph or a copy of one.
void Filler::stamp(const Element& e, document::SignatureBlock& into) {
  const bool seal = e.tag == Tag::seal;
  document::Stamp stamp;
  const Pictured is = picture_of(e, stamp.image);
  if (is == Pictured::gap) into.organs.push_back(gap());
  if (is != Pictured::yes) return;
  const std::string_view width = e.word(seal ? "diameter" : "width");
  stamp.width = width.empty() ? (seal ? kSealDiameter : kStampWidth) : picture_width(width);
  stamp.alt = text(e.text_of("alt"));
  if (stamp.alt.empty()) {
    const std::string organ = into.organs.empty() ? std::string() : document::plain_text(into.organs.back());
    stamp.alt = seal ? "印章：" + organ : "签名章";
    if (seal && organ.empty()) stamp.alt = "印章";
  }
  if (image::redness(*stamp.image) < 0.5) {
    out_.warning(codes::kSealNotRed, e.place, seal ? "印章的图片不是红色的" : "签名章的图片不是红色的",
                 {"印章、签名章用红色（GB/T 9704-2012 7.3.5）；黑白复印件请换成红色的原件"});
  }
  into.stamp = std::move(stamp);
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
  // Without names: those of the attachments, once they are known.
  if (!note.names.empty() || e.word("auto") == "yes") out.push_back(made(e, std::move(note)));
}

}  // namespace gongwen::tmpl
