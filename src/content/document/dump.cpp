// The text form of a Document, one line per block, cell and row, indented by two blanks a level:
//   section body
//   #3 @anchor heading 1 "一、" "建设背景"
//   #4 p body "兹授权" name:"王𬭊" "同志"
//   #5 table number "表1" caption "经费预算表" columns 8:centre 30:left header 1
//     row total span 2x1 "合计" | "1.00"
// Runs are quoted; words before the quote tell what is special about a run: name, keep (unbreakable), gap (withheld), strong,
// link:URL.
#include "content/document/document.h"

#include <charconv>

namespace gongwen::document {
namespace {

std::string quoted(std::string_view s) {
  std::string out = "\"";
  for (const char c : s) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') { out += "\\n"; continue; }
    out += c;
  }
  return out + '"';
}

std::string_view name_of(Emphasis e) {
  switch (e) {
    case Emphasis::none: return "";
    case Emphasis::heading1: return "heading1 ";
    case Emphasis::heading2: return "heading2 ";
    case Emphasis::strong: return "strong ";
  }
  return "";
}

std::string run(const Inline& i) {
  switch (i.kind) {
    case Inline::Kind::line_break: return "<br>";
    case Inline::Kind::page_of: return "<page-of " + i.target + ">";
    case Inline::Kind::number_of: return "<number-of " + i.target + ">";
    case Inline::Kind::fill: return "<fill>";
    case Inline::Kind::text: break;
  }
  std::string out(name_of(i.emphasis));
  if (i.name) out += "name ";
  if (i.unbreakable) out += "keep ";
  if (i.withheld) out += "gap ";
  if (!i.target.empty()) out += "link:" + i.target + " ";
  if (!out.empty()) out.back() = ':';
  return out + quoted(i.text);
}

std::string runs(const Inlines& inlines) {
  std::string out;
  for (const auto& i : inlines) {
    if (!out.empty()) out += ' ';
    out += run(i);
  }
  return out.empty() ? "\"\"" : out;
}

std::string_view name_of(Align a) {
  switch (a) {
    case Align::left: return "left";
    case Align::centre: return "centre";
    case Align::right: return "right";
    case Align::justify: return "justify";
  }
  return "left";
}

std::string_view name_of(ChartKind k) {
  switch (k) {
    case ChartKind::bars: return "bars";
    case ChartKind::stacked_bars: return "stacked-bars";
    case ChartKind::lines: return "lines";
    case ChartKind::pie: return "pie";
    case ChartKind::targets: return "targets";
  }
  return "bars";
}

std::string_view name_of(SignatureBlock::Form f) {
  switch (f) {
    case SignatureBlock::Form::sealed: return "sealed";
    case SignatureBlock::Form::unsealed: return "unsealed";
    case SignatureBlock::Form::stamped: return "stamped";
  }
  return "sealed";
}

std::string_view name_of(Section::Kind k) {
  switch (k) {
    case Section::Kind::cover: return "cover";
    case Section::Kind::front: return "front";
    case Section::Kind::body: return "body";
    case Section::Kind::attachment: return "attachment";
  }
  return "body";
}

/// Hundredths without final zeros: 450 → "4.5".
std::string hundredths(std::int64_t v) {
  std::string out = std::to_string(v / 100);
  if (v % 100 == 0) return out;
  out += '.';
  out += static_cast<char>('0' + v / 10 % 10);
  if (v % 10 != 0) out += static_cast<char>('0' + v % 10);
  return out;
}

std::string width_of(const Column& c) {
  switch (c.width) {
    case Column::Width::share: return std::to_string(c.weight);
    case Column::Width::length: return hundredths(c.length.to_emu() * 100 / Length::mm(1).to_emu()) + "mm";
    case Column::Width::characters: return hundredths(c.characters) + "字";
    case Column::Width::content: return "auto";
  }
  return "1";
}

std::string digits(double v) {
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, v).ptr;
  return {buffer, end};
}

void field(std::string& out, std::string_view name, std::string_view value) {
  if (!value.empty()) out.append(" ").append(name).append(" ").append(quoted(value));
}

struct Writer {
  std::string out;

  void operator()(const Paragraph& p) {
    out.append("p ").append(name_of(p.role)).append(" ").append(runs(p.inlines)).append("\n");
  }
  void operator()(const Heading& h) {
    out.append("heading ").append(std::to_string(h.level)).append(" ").append(quoted(h.number)).append(" ");
    out += runs(h.inlines);
    if (!h.run_in.empty()) out.append(" run-in ").append(runs(h.run_in));
    out += '\n';
  }
  void operator()(const Table& t) {
    out += "table";
    field(out, "number", t.number);
    field(out, "caption", t.caption);
    out += " columns";
    for (const auto& c : t.columns) out.append(" ").append(width_of(c)).append(":").append(name_of(c.align));
    if (t.header_rows > 0) out.append(" header ").append(std::to_string(t.header_rows));
    if (t.landscape) out += " landscape";
    field(out, "note", t.note);
    field(out, "summary", t.summary);
    out += '\n';
    for (const auto& row : t.rows) line(row);
  }
  void operator()(const Chart& c) {
    out.append("chart ").append(name_of(c.kind));
    field(out, "number", c.number);
    field(out, "caption", c.caption);
    field(out, "unit", c.unit);
    field(out, "alt", c.alt);
    if (c.withheld) out += " withheld";
    out += '\n';
    for (const auto& s : c.series) {
      out.append(s.target ? "    target " : "    series ").append(quoted(s.name));
      for (std::size_t i = 0; i < s.values.size(); ++i) {
        out.append(" ").append(i < c.categories.size() ? c.categories[i] : "?").append("=").append(digits(s.values[i]));
      }
      out += '\n';
    }
  }
  void operator()(const Contents& c) {
    out.append("contents ").append(quoted(c.title)).append(" levels ").append(std::to_string(c.levels)).append("\n");
  }
  void operator()(const Picture& p) {
    if (p.full_page) out += "picture full-page";
    else out.append("picture width ").append(std::to_string(p.width.to_emu()));
    field(out, "number", p.number);
    field(out, "caption", p.caption);
    field(out, "alt", p.alt);
    out += '\n';
  }
  void operator()(const SignatureBlock& s) {
    out.append("signature ").append(name_of(s.form)).append("\n");
    for (const auto& organ : s.organs) out.append("    organ ").append(runs(organ)).append("\n");
    for (const auto& l : s.lines) out.append("    line ").append(runs(l)).append("\n");
    if (!s.date.empty()) out.append("    date ").append(runs(s.date)).append("\n");
    if (s.stamp) {
      out.append("    stamp ").append(digits(static_cast<double>(s.stamp->width.to_emu()) / 36'000)).append("mm");
      field(out, "alt", s.stamp->alt);
      out += '\n';
    }
  }
  void operator()(const AttachmentNote& n) {
    out += "attachment-note\n";
    for (const auto& name : n.names) out.append("    name ").append(runs(name)).append("\n");
  }
  void operator()(const Imprint& i) {
    out += "imprint\n";
    if (!i.main_to.empty()) out.append("    main-to ").append(runs(i.main_to)).append("\n");
    if (!i.copy_to.empty()) out.append("    copy-to ").append(runs(i.copy_to)).append("\n");
    if (!i.printer.empty()) out.append("    printer ").append(runs(i.printer)).append("\n");
    if (!i.print_date.empty()) out.append("    print-date ").append(runs(i.print_date)).append("\n");
  }
  void operator()(const KeyValues& k) {
    out += "key-values\n";
    for (const auto& l : k.lines) out.append("    ").append(quoted(l.label)).append(" ").append(runs(l.value)).append("\n");
  }
  void operator()(const PageBreak&) { out += "page-break\n"; }

  void line(const Row& row) {
    out += "    row";
    if (row.kind == RowKind::subtotal) out += " subtotal";
    if (row.kind == RowKind::total) out += " total";
    if (row.split) out += " split";
    const char* between = " ";
    for (const auto& cell : row.cells) {
      out += between;
      between = " | ";
      if (cell.header) out += "head ";
      if (cell.column_span > 1 || cell.row_span > 1) {
        out.append("span ").append(std::to_string(cell.column_span)).append("x").append(std::to_string(cell.row_span)).append(" ");
      }
      if (cell.align) out.append(name_of(*cell.align)).append(" ");
      for (std::size_t i = 0; i < cell.paragraphs.size(); ++i) {
        if (i > 0) out += " / ";
        out += runs(cell.paragraphs[i]);
      }
    }
    out += '\n';
  }
};

std::string heads(const Document& d) {
  std::string out = "document";
  field(out, "title", d.meta.title);
  field(out, "author", d.meta.author);
  field(out, "subject", d.meta.subject);
  for (const auto& k : d.meta.keywords) field(out, "keyword", k);
  if (d.meta.date) field(out, "date", d.meta.date->iso());
  field(out, "language", d.meta.language);
  field(out, "template", d.meta.template_id);
  field(out, "style", d.style);
  out += '\n';
  const auto& m = d.masthead;
  if (m.form == Masthead::Form::none) return out;
  out += m.form == Masthead::Form::letter ? "masthead letter" : "masthead document";
  if (!m.mark.empty()) out.append(" mark ").append(runs(m.mark));
  if (!m.number.empty()) out.append(" number ").append(runs(m.number));
  field(out, "urgency", m.urgency);
  field(out, "copy-number", m.copy_number);
  for (const auto& s : m.signers) out.append(" signer ").append(runs(s));
  return out + '\n';
}

}  // namespace

std::string dump(const Document& document) {
  Writer writer{heads(document)};
  for (const auto& section : document.sections) {
    writer.out.append("section ").append(name_of(section.kind)).append("\n");
    for (const auto& block : section.blocks) {
      writer.out.append("  #").append(std::to_string(block.id)).append(" ");
      if (!block.anchor.empty()) writer.out.append("@").append(block.anchor).append(" ");
      std::visit(writer, block.content);
    }
  }
  return std::move(writer.out);
}

}  // namespace gongwen::document
