// CSV by RFC 4180, row by row. A row is cut from the file on one thread (`next`) and made into a record on any (`load`).

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "content/data/check_internal.h"
#include "content/data/load.h"
#include "content/data/row_source.h"
#include "foundation/base/codes.h"
#include "foundation/text/encoding.h"
#include "foundation/text/utf8.h"

namespace gongwen::data {
namespace {

using json::Node;
using text::Encoding;

/// One cell of a decoded row.
struct Cell {
  std::string text;
  std::uint32_t line = 0;            // in the file
  std::uint32_t column = 0;          // in code points
};

struct Cells {
  std::vector<Cell> cells;
  std::optional<Place> bad_quote;
};

/// RFC 4180 2.5-2.7: quotes around a whole cell, doubled inside it; a quote anywhere else is a fault.
Cells cut_cells(std::string_view row, char separator, std::uint32_t first_line, const Place::Name& file) {
  Cells out;
  std::uint32_t line = first_line;
  std::uint32_t column = 1;
  std::size_t at = 0;
  const auto fault = [&] {
    if (!out.bad_quote) out.bad_quote = Place::in_text(file, line, column, 0);
  };
  const auto take = [&](std::string& into) {
    const auto d = text::decode(row, at);
    into.append(row.substr(at, d.length));
    if (d.code == '\n') {
      ++line;
      column = 1;
    } else {
      ++column;
    }
    at += d.length;
  };
  for (;;) {
    Cell cell{{}, line, column};
    std::string passed;
    if (at < row.size() && row[at] == '"') {
      take(passed);
      bool closed = false;
      while (at < row.size()) {
        if (row[at] != '"') {
          take(cell.text);
        } else if (at + 1 < row.size() && row[at + 1] == '"') {
          take(passed);
          take(cell.text);
        } else {
          take(passed);
          closed = true;
          break;
        }
      }
      if (!closed || (at < row.size() && row[at] != separator)) fault();
    }
    while (at < row.size() && row[at] != separator) {
      if (row[at] == '"') fault();
      take(cell.text);
    }
    out.cells.push_back(std::move(cell));
    if (at >= row.size()) return out;
    take(passed);  // the separator
  }
}

/// What a column of the file stands for.
struct Column {
  const Field* field = nullptr;      // null: an unnamed column at the end
  std::vector<std::string> path;     // names from the root
};

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t dot = std::min(path.find('.', at), path.size());
    out.emplace_back(path.substr(at, dot - at));
    at = dot + 1;
  }
  return out;
}

/// A list a cell can hold: of items with one simple field.
bool fits_cell(const Field& field) {
  return !field.is_list() || (field.children.size() == 1 && !field.children.front().has_children());
}

/// The fields that may be columns: leaves and lists that stand in no list.
void collect_columns(const Field& group, std::vector<const Field*>& out) {
  for (const auto& child : group.children) {
    if (child.type == Type::object) collect_columns(child, out);
    else out.push_back(&child);
  }
}

class CsvReader final : public RowReader {
 public:
  CsvReader(std::shared_ptr<const FileBytes> file, std::string_view name, const Schema& schema, const LoadOptions& options)
      : rows_(std::move(file), true), name_(std::make_shared<const std::string>(name)), schema_(schema), options_(options) {
    read_header();
  }

  const Diagnostics& problems() const noexcept override { return problems_; }
  double progress() const noexcept override { return rows_.progress(); }

  std::optional<Raw> next() override {
    if (problems_.has_errors()) return std::nullopt;
    auto raw = rows_.next(separator_);
    if (raw) --raw->number;  // the header was the first
    return raw;
  }

  Loaded load(const Raw& raw) const override {
    Loaded out;
    out.record.place = Place::in_text(name_, raw.line, 1, raw.offset);
    out.record.root = Value::object({});
    if (raw.fault == codes::kRowTooLong) {
      out.diagnostics.error(codes::kRowTooLong, out.record.place, "这一行超过 4 MiB", {"多半是引号没有成对"});
      return out;
    }
    const auto decoded = text::decode_as(raw.bytes, raw.encoding);
    if (decoded.bad_offset) {
      tell_bad_bytes(raw, decoded, out);
      return out;
    }
    const Cells row = cut_cells(decoded.utf8, separator_, raw.line, name_);
    if (row.bad_quote || raw.fault == codes::kBadQuotes) {
      out.diagnostics.error(codes::kBadQuotes, row.bad_quote.value_or(out.record.place), "引号没有成对，或写在单元格中间",
                            {"有逗号、引号或换行的单元格整个用引号括起，里面的引号写两个"});
      return out;
    }
    if (!count_fits(row.cells)) {
      out.diagnostics.error(codes::kWrongCells, out.record.place, "这一行有 " + std::to_string(row.cells.size()) + " 个单元格，表头有 " +
                                                                      std::to_string(columns_.size()) + " 个",
                            {"单元格里有逗号时，整个单元格用引号括起"});
      return out;
    }
    out.record = load_node(node_of(row.cells, out.record.place), schema_, out.diagnostics, options_);
    return out;
  }

 private:
  void read_header() {
    const auto raw = rows_.next(',');
    if (!raw) {
      problems_.error(codes::kNoHeader, Place::in_file(*name_), "文件是空的，没有表头", {"第一行写字段的名称，例如 管理员姓名"});
      return;
    }
    const auto decoded = text::decode_as(raw->bytes, raw->encoding);
    separator_ = separator_of(decoded.utf8);
    Cells header = cut_cells(decoded.utf8, separator_, raw->line, name_);
    if (decoded.bad_offset || header.bad_quote || !raw->fault.empty()) {
      problems_.error(decoded.bad_offset ? codes::kBadEncoding : codes::kBadQuotes, header.bad_quote.value_or(Place::in_text(name_, raw->line, 1, raw->offset)),
                      decoded.bad_offset ? "表头里有读不出的字节" : "表头的引号没有成对");
      return;
    }
    while (header.cells.size() > 1 && text::trim(header.cells.back().text).empty()) header.cells.pop_back();
    std::vector<const Field*> known;
    collect_columns(schema_.root, known);
    std::map<const Field*, std::uint32_t> seen;
    for (const auto& cell : header.cells) {
      Column column;
      column.field = find_column(cell, known);
      if (column.field != nullptr) {
        column.path = split_path(column.field->path);
        const auto [it, fresh] = seen.emplace(column.field, cell.column);
        if (!fresh) problems_.error(codes::kDuplicateColumn, place_of(cell), "“" + column.field->label + "”有两列", {}, column.field->path);
      }
      columns_.push_back(std::move(column));
    }
    for (const Field* field : known) {
      const bool must = field->is_list() ? field->bounds.min_items.value_or(0) > 0 : field->required;
      if (!must || seen.count(field) > 0) continue;
      std::vector<std::string> hints{"加一列，列名写“" + field->label + "”或 " + field->path};
      if (!fits_cell(*field)) hints = {"CSV 的单元格放不下这个列表，请用 JSON Lines"};
      problems_.error(codes::kMissingColumn, Place::in_text(name_, raw->line, 1, raw->offset), "没有必填的列“" + field->label + "”",
                      std::move(hints), field->path);
    }
  }

  static char separator_of(std::string_view header) {
    if (header.find(',') != std::string_view::npos) return ',';
    if (header.find('\t') != std::string_view::npos) return '\t';
    return header.find(';') != std::string_view::npos ? ';' : ',';
  }

  const Field* find_column(const Cell& cell, const std::vector<const Field*>& known) {
    const std::string name = text::nfc(text::trim(cell.text));
    const Field* found = nullptr;
    std::vector<std::string> names;
    std::vector<std::string> same;
    for (const Field* f : known) {
      // A list of one field answers to the names of its field too.
      const bool one = f->is_list() && fits_cell(*f);
      if (f->path == name || (one && f->children.front().path == name)) return checked(f, cell);
      if (f->label == name || (one && f->children.front().label == name)) {
        found = f;
        same.push_back(f->path);
      }
      names.push_back(f->label);
    }
    if (same.size() == 1) return checked(found, cell);
    if (same.size() > 1) {
      problems_.error(codes::kUnknownColumn, place_of(cell), "列名“" + name + "”对应几个字段", {"请写字段的路径：" + joined(same)});
      return nullptr;
    }
    for (const Field* f : known) names.push_back(f->path);
    problems_.error(codes::kUnknownColumn, place_of(cell), name.empty() ? "这一列没有列名" : "没有字段“" + name + "”", {did_you_mean(name, names, "列")});
    return nullptr;
  }

  const Field* checked(const Field* field, const Cell& cell) {
    if (fits_cell(*field)) return field;
    problems_.error(codes::kNotInCsv, place_of(cell), "“" + field->label + "”是一个列表，CSV 的单元格放不下", {"请用 JSON Lines"}, field->path);
    return field;
  }

  static std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& w : words) out.append(out.empty() ? "" : "、").append(w);
    return out;
  }

  Place place_of(const Cell& cell) const { return Place::in_text(name_, cell.line, cell.column, 0); }

  /// Empty cells beyond the header are Excel's way; anything else there is a fault.
  bool count_fits(const std::vector<Cell>& cells) const {
    for (std::size_t i = columns_.size(); i < cells.size(); ++i) {
      if (!text::trim(cells[i].text).empty()) return false;
    }
    return cells.size() >= columns_.size();
  }

  Node node_of(const std::vector<Cell>& cells, const Place& place) const {
    Node root = Node::object();
    root.set_place(place);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const auto& column = columns_[i];
      Node* at = &root;
      for (std::size_t p = 0; p + 1 < column.path.size(); ++p) {
        if (at->find(column.path[p]) == nullptr) at->set(column.path[p], Node::object()).set_place(place);
        const auto member = std::find_if(at->members().begin(), at->members().end(), [&](const auto& m) { return m.first == column.path[p]; });
        at = &member->second;
      }
      Node value = column.field->is_list() ? list_of(*column.field, cells[i]) : Node::string(cells[i].text);
      value.set_place(place_of(cells[i]));
      at->set(column.path.back(), std::move(value));
    }
    return root;
  }

  Node list_of(const Field& list, const Cell& cell) const {
    Node out = Node::array();
    for (const auto& item : split_items(cell.text)) {
      Node value = Node::string(item);
      value.set_place(place_of(cell));
      Node object = Node::object({{list.children.front().name, std::move(value)}});
      object.set_place(place_of(cell));
      out.push(std::move(object));
    }
    return out;
  }

  void tell_bad_bytes(const Raw& raw, const text::DecodedFile& decoded, Loaded& out) const {
    const std::size_t at = decoded.utf8.find("\xEF\xBF\xBD");
    const auto position = position_of(decoded.utf8, std::min(at, decoded.utf8.size()));
    out.diagnostics.error(codes::kBadEncoding, Place::in_text(name_, raw.line + position.line - 1, position.column, raw.offset + *decoded.bad_offset),
                          "这里的字节不是合格的 " + std::string(text::name_of(raw.encoding)) + " 文字",
                          {"文件像是混了两种编码；请另存为“CSV UTF-8”"});
  }

  RowSource rows_;
  Place::Name name_;
  const Schema& schema_;
  LoadOptions options_;
  Diagnostics problems_;
  std::vector<Column> columns_;
  char separator_ = ',';
};

class JsonLinesReader final : public RowReader {
 public:
  JsonLinesReader(std::shared_ptr<const FileBytes> file, std::string_view name, const Schema& schema, const LoadOptions& options)
      : rows_(std::move(file), false), name_(std::make_shared<const std::string>(name)), schema_(schema), options_(options) {}

  const Diagnostics& problems() const noexcept override { return problems_; }
  double progress() const noexcept override { return rows_.progress(); }
  std::optional<Raw> next() override { return rows_.next('\0'); }

  Loaded load(const Raw& raw) const override {
    Loaded out;
    out.record.place = Place::in_text(name_, raw.line, 1, raw.offset);
    out.record.root = Value::object({});
    if (!raw.fault.empty()) {
      out.diagnostics.error(codes::kRowTooLong, out.record.place, "这一行超过 4 MiB", {"每份数据占一行"});
      return out;
    }
    const auto node = json::parse(raw.bytes, name_, out.diagnostics, raw.line);
    if (node) out.record = load_node(*node, schema_, out.diagnostics, options_);
    return out;
  }

 private:
  RowSource rows_;
  Place::Name name_;
  const Schema& schema_;
  LoadOptions options_;
  Diagnostics problems_;
};

class MemoryBytes final : public FileBytes {
 public:
  explicit MemoryBytes(std::string bytes) : bytes_(std::move(bytes)) {}
  std::string_view view() const noexcept override { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace

std::unique_ptr<RowReader> open_csv(std::shared_ptr<const FileBytes> file, std::string_view name, const Schema& schema,
                                    const LoadOptions& options) {
  return std::make_unique<CsvReader>(std::move(file), name, schema, options);
}

std::unique_ptr<RowReader> open_json_lines(std::shared_ptr<const FileBytes> file, std::string_view name, const Schema& schema,
                                           const LoadOptions& options) {
  return std::make_unique<JsonLinesReader>(std::move(file), name, schema, options);
}

std::shared_ptr<const FileBytes> in_memory(std::string bytes) { return std::make_shared<MemoryBytes>(std::move(bytes)); }

}  // namespace gongwen::data
