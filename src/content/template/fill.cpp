#include <algorithm>
#include <map>

#include "content/template/fill_internal.h"
#include "content/template/print.h"
#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"

namespace gongwen::tmpl {

using data::Value;
using document::Inlines;
using document::Section;

namespace {

std::vector<std::string> keywords_of(std::string_view words) {
  std::vector<std::string> out;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) out.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t i = 0; i < words.size();) {
    const auto d = text::decode(words, i);
    if (d.code == ' ' || d.code == 0x3000 || d.code == U'、' || d.code == U'，' || d.code == U'；' || d.code == ',' || d.code == ';') end_word();
    else word.append(words.substr(i, d.length));
    i += d.length;
  }
  end_word();
  return out;
}

/// Every value that is a name, however deep.
void collect_names(const Value& value, std::vector<std::string>& out) {
  switch (value.kind()) {
    case Value::Kind::text:
      if (value.type() == data::Type::name) out.push_back(value.text());
      break;
    case Value::Kind::list:
      for (const Value& item : value.items()) collect_names(item, out);
      break;
    case Value::Kind::object:
      for (const auto& [key, member] : value.members()) collect_names(member, out);
      break;
    default: break;
  }
}

/// 附件 when there is one, 附件1, 附件2 … when there are several (GB/T 9704-2012 7.3.7).
void number_attachments(std::vector<Section>& sections, const std::vector<std::size_t>& labels) {
  for (std::size_t i = 0; i < labels.size(); ++i) {
    auto& label = std::get<document::Paragraph>(sections[labels[i]].blocks.front().content);
    document::Inline run;
    run.text = labels.size() == 1 ? "附件" : "附件" + std::to_string(i + 1);
    label.inlines = {std::move(run)};
  }
}

}  // namespace

Filler::Filler(const Program& program, const data::Record& record, Diagnostics& out)
    : program_(program), record_(record), out_(out) {
  frames_.record = &record_.root;
  frames_.constants = &program_.constants;
  frames_.out = &out_;
}

std::string Filler::paper_text(std::string_view attribute) { return text(program_.paper.text_of(attribute)); }

document::Document Filler::document() {
  document::Document out;
  out.style = program_.style;
  meta(out);
  for (const auto& part : program_.paper.children) {
    if (part.tag == Tag::masthead) stand(part, [&] { masthead(part, out.masthead); }, [] {});
  }
  for (const auto& part : program_.paper.children) {
    if (part.tag == Tag::cover) section(part, Section::Kind::cover, out.sections);
    if (part.tag == Tag::front) section(part, Section::Kind::front, out.sections);
  }
  for (const auto& part : program_.paper.children) {
    if (part.tag == Tag::body) section(part, Section::Kind::body, out.sections);
  }
  attachments(program_.paper.children, out.sections);
  attachment_notes(out.sections);
  for (const auto& part : program_.paper.children) {
    if (part.tag == Tag::imprint) stand(part, [&] { imprint(part, out.sections); }, [] {});
  }
  check_paper(out, masthead_places_, out_);
  std::uint32_t id = 0;
  for (auto& s : out.sections) {
    for (auto& b : s.blocks) b.id = ++id;
  }
  check_anchors(out);
  collect_names(record_.root, out.names);
  std::sort(out.names.begin(), out.names.end());
  out.names.erase(std::unique(out.names.begin(), out.names.end()), out.names.end());
  return out;
}

void Filler::meta(document::Document& into) {
  auto& meta = into.meta;
  meta.title = std::string(text::trim(paper_text("title")));
  if (meta.title.empty()) out_.error(codes::kEmptyPart, program_.paper.place, "文件的标题是空的", {"检查 <paper title=\"…\"> 用到的字段"});
  meta.author = paper_text("author");
  meta.subject = paper_text("subject");
  meta.keywords = keywords_of(paper_text("keywords"));
  meta.template_id = program_.id;
  if (const Expression* date = program_.paper.expression_of("date")) {
    const Value value = evaluate(*date, frames_);
    if (value.kind() == Value::Kind::date) meta.date = value.date();
  }
}

void Filler::masthead(const Element& e, document::Masthead& into) {
  into.form = e.word("form") == "letter" ? document::Masthead::Form::letter : document::Masthead::Form::document;
  for (const auto& part : e.children) {
    if (part.tag == Tag::secrecy) {
      stand(part, [&] { secrecy(part); }, [&] {});
      continue;
    }
    const auto add = [&](Inlines content) {
      flatten(content, part.tag == Tag::mark);
      switch (part.tag) {
        case Tag::mark: into.mark = std::move(content); break;
        case Tag::number: into.number = std::move(content); break;
        case Tag::urgency:
          into.urgency = document::plain_text(content);
          masthead_places_.urgency = place_of(content, part.place);
          break;
        case Tag::copy_number:
          into.copy_number = document::plain_text(content);
          masthead_places_.copy_number = place_of(content, part.place);
          break;
        default: into.signers.push_back(std::move(content)); break;
      }
    };
    stand(part, [&] { add(inlines(part.children)); }, [&] { add(gap()); });
  }
}

void Filler::section(const Element& e, Section::Kind kind, std::vector<Section>& into) {
  headings_ = {};
  Section out;
  out.kind = kind;
  bool stands = false;
  stand(e, [&] { blocks(e.children, out.blocks); stands = true; }, [] {});
  if (stands) into.push_back(std::move(out));
}

void Filler::attachments(const std::vector<Element>& parts, std::vector<Section>& into) {
  std::vector<std::size_t> labels;
  for (const auto& part : parts) {
    if (part.tag != Tag::attachment) continue;
    stand(part, [&] { attachment(part, into, labels); }, [&, depth = frames_.stack.size()] {
      Section out;
      out.kind = Section::Kind::attachment;
      out.blocks.push_back(gap_block(part, depth));
      into.push_back(std::move(out));
    });
  }
  number_attachments(into, labels);
}

void Filler::attachment(const Element& e, std::vector<Section>& into, std::vector<std::size_t>& labels) {
  headings_ = {};
  Section out;
  out.kind = Section::Kind::attachment;
  const bool numbered = e.word("number") != "no";
  if (numbered) out.blocks.push_back(made(e, document::Paragraph{document::Role::attachment_label, {}}));
  Inlines title = text_inlines(*e.text_of("title"), e.place);
  flatten(title, true);
  if (text::trim(document::plain_text(title)).empty()) out_.error(codes::kEmptyPart, e.place, "附件的标题是空的");
  out.blocks.push_back(made(e, document::Paragraph{document::Role::attachment_title, std::move(title)}));
  if (numbered) out.blocks.back().anchor.clear();  // the label has it
  blocks(e.children, out.blocks);
  if (numbered) labels.push_back(into.size());
  into.push_back(std::move(out));
}

/// 7.3.7: number and title of an attachment are those of the 附件说明. A note without names takes them over; one of a paper without
/// attachments goes. (Names written by hand are compared elsewhere: D045.)
void Filler::attachment_notes(std::vector<Section>& sections) {
  std::vector<Inlines> titles;
  for (const auto& s : sections) {
    if (s.kind != Section::Kind::attachment || s.blocks.size() < 2) continue;
    const auto* label = std::get_if<document::Paragraph>(&s.blocks[0].content);
    const auto* title = std::get_if<document::Paragraph>(&s.blocks[1].content);
    if (label == nullptr || title == nullptr || label->role != document::Role::attachment_label) continue;
    titles.push_back(title->inlines);
    std::erase_if(titles.back(), [](const auto& i) { return i.kind == document::Inline::Kind::line_break; });
  }
  for (auto& s : sections) {
    for (auto& b : s.blocks) {
      auto* note = std::get_if<document::AttachmentNote>(&b.content);
      if (note == nullptr) continue;
      if (note->names.empty()) note->names = titles;
    }
    std::erase_if(s.blocks, [](const document::Block& b) {
      const auto* note = std::get_if<document::AttachmentNote>(&b.content);
      return note != nullptr && note->names.empty();
    });
  }
}

/// Anchors made of values are checked here, those of the template itself when it was read. Errors T050, T051.
void Filler::check_anchors(const document::Document& document) {
  std::map<std::string_view, const document::Block*> known;   // looked up, never walked
  for (const auto& s : document.sections) {
    for (const auto& b : s.blocks) {
      if (b.anchor.empty() || known.emplace(b.anchor, &b).second) continue;
      out_.error(codes::kAnchorTwice, b.source, "id“" + b.anchor + "”出现了两次", {"用每一项都不同的值，例如列表的 key 字段"});
    }
  }
  for (const auto& ask : asked_) {
    const auto it = known.find(ask.target);
    if (it == known.end()) {
      out_.error(codes::kAnchorMissing, ask.place, "没有 id 为“" + ask.target + "”的部分");
    } else if (ask.number && document::number_of(*it->second).empty()) {
      out_.error(codes::kAnchorMissing, ask.place, "“" + ask.target + "”没有编号，不能引用它的编号", {"只引用页码用 what=\"page\""});
    }
  }
}

void Filler::imprint(const Element& e, std::vector<Section>& into) {
  document::Imprint imprint;
  for (const auto& part : e.children) {
    const auto add = [&](Inlines content) {
      flatten(content, false);
      if (part.tag == Tag::main_to) imprint.main_to = std::move(content);
      else if (part.tag == Tag::copy_to) imprint.copy_to = std::move(content);
      else if (part.tag == Tag::printer) imprint.printer = std::move(content);
      else imprint.print_date = std::move(content);
    };
    stand(part, [&] { add(inlines(part.children)); }, [&] { add(gap()); });
  }
  into.back().blocks.push_back(made(e, std::move(imprint)));
}

document::Document fill(const Template& tmpl, const data::Record& record, Diagnostics& out) {
  check_rules(tmpl, record, out);
  return Filler(tmpl.program(), record, out).document();
}

std::string file_name(const Template& tmpl, const data::Record& record) {
  constexpr std::size_t kLongest = 80;
  Diagnostics ignored;  // fill tells the same
  const std::string wanted = Filler(tmpl.program(), record, ignored).paper_text("file-name");
  std::string out;
  std::size_t length = 0;
  for (std::size_t i = 0; i < wanted.size() && length < kLongest; ++length) {
    const auto d = text::decode(wanted, i);
    const bool forbidden = d.code < 0x20 || d.code == 0x7F || (d.code < 0x80 && std::string_view("/\\:*?\"<>|").find(static_cast<char>(d.code)) != std::string_view::npos);
    if (forbidden) out += '_';
    else out.append(wanted, i, d.length);
    i += d.length;
  }
  // No system likes names that begin or end with blanks or stops.
  while (!out.empty() && (out.front() == '.' || out.front() == ' ')) out.erase(0, 1);
  while (!out.empty() && (out.back() == '.' || out.back() == ' ')) out.pop_back();
  return out.empty() ? tmpl.name() : out;
}

}  // namespace gongwen::tmpl
