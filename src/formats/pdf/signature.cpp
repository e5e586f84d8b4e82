#include "formats/pdf/signature.h"

#include <map>
#include <utility>
#include <vector>

#include "formats/pdf/existing.h"
#include "foundation/base/codes.h"
#include "foundation/base/diagnostic.h"

namespace gongwen::pdf {
namespace {

// Four numbers of ten digits: files up to 9.9 GB, more than a cross-reference table can address.
constexpr std::string_view kRangePlace = "[0000000000 0000000000 0000000000 0000000000]";

/// D:20260302010203Z (7.9.4), UTC: the same on every machine.
std::string date_of(Instant at) {
  std::string out = "(D:";
  for (const char c : at.iso()) {
    if (c >= '0' && c <= '9') out += c;
  }
  return out + "Z)";
}

std::string text_of(std::string_view text) {
  std::string out;
  put_text(out, text);
  return out;
}

std::string ref_of(Ref ref) {
  std::string out;
  put_ref(out, ref);
  return out;
}

std::string padded(std::uint64_t value, std::size_t digits) {
  std::string out = std::to_string(value);
  return std::string(digits > out.size() ? digits - out.size() : 0, '0') + out;
}

/// "[… 12 0 R]" from an array as it is written, or from none.
std::string with_reference(std::string array, Ref ref) {
  if (array.empty()) return "[" + ref_of(ref) + "]";
  array.pop_back();
  return array + " " + ref_of(ref) + "]";
}

/// New and changed objects behind a file, with the cross-reference section that makes them count.
class Update {
 public:
  Update(const Existing& file, std::string_view pdf) : file_(file), bytes_(pdf) {
    if (bytes_.back() != '\n' && bytes_.back() != '\r') bytes_ += '\n';
  }
  /// Returns where the content begins.
  std::size_t object(Ref ref, std::string_view content) {
    places_.emplace(ref.id, bytes_.size());
    bytes_ += std::to_string(ref.id) + " " + std::to_string(file_.generation(ref)) + " obj\n";
    const std::size_t at = bytes_.size();
    bytes_ += content;
    bytes_ += "\nendobj\n";
    return at;
  }
  std::string finish(std::uint32_t size) {
    const std::size_t section = bytes_.size();
    if (file_.has_streams()) stream_section(size);   // 7.5.8.1: a file keeps to one kind
    else table_section(size);
    bytes_ += "startxref\n" + std::to_string(section) + "\n%%EOF\n";
    return std::move(bytes_);
  }

 private:
  Entries trailer(std::uint32_t size) const {
    Entries out;
    put(out, "/Size", std::to_string(size));
    for (const char* key : {"/Root", "/Info", "/ID"}) {
      if (const auto* value = find(file_.trailer(), key)) put(out, key, *value);
    }
    put(out, "/Prev", std::to_string(file_.newest_section()));
    return out;
  }
  /// Runs of numbers that follow each other: first and count.
  static std::vector<std::pair<std::uint32_t, std::uint32_t>> runs(const std::map<std::uint32_t, std::size_t>& places) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
    for (const auto& [id, at] : places) {
      if (!out.empty() && out.back().first + out.back().second == id) ++out.back().second;
      else out.emplace_back(id, 1);
    }
    return out;
  }
  void table_section(std::uint32_t size) {
    bytes_ += "xref\n";
    for (const auto& [first, count] : runs(places_)) {
      bytes_ += std::to_string(first) + " " + std::to_string(count) + "\n";
      for (std::uint32_t id = first; id < first + count; ++id) {
        bytes_ += padded(places_.at(id), 10) + " " + padded(file_.generation(Ref{id}), 5) + " n\r\n";
      }
    }
    bytes_ += "trailer\n" + written(trailer(size)) + "\n";
  }
  void stream_section(std::uint32_t size) {
    const Ref own{size};
    places_.emplace(own.id, bytes_.size());
    std::string index = "[";
    std::string data;
    for (const auto& [first, count] : runs(places_)) {
      index += std::to_string(first) + " " + std::to_string(count) + " ";
      for (std::uint32_t id = first; id < first + count; ++id) {
        data += '\x01';
        const std::uint64_t at = places_.at(id);
        for (unsigned shift = 40; shift <= 40; shift -= 8) data += static_cast<char>((at >> shift) & 0xFFU);
        const std::uint32_t generation = file_.generation(Ref{id});
        data += static_cast<char>(generation >> 8U);
        data += static_cast<char>(generation & 0xFFU);
      }
    }
    index.back() = ']';
    Entries entries = trailer(size + 1);
    put(entries, "/Type", "/XRef");
    put(entries, "/W", "[1 6 2]");
    put(entries, "/Index", index);
    put(entries, "/Length", std::to_string(data.size()));
    bytes_ += std::to_string(own.id) + " 0 obj\n" + written(entries) + "\nstream\n" + data + "\nendstream\nendobj\n";
  }

  const Existing& file_;
  std::string bytes_;
  std::map<std::uint32_t, std::size_t> places_;
};

/// A field's name that none of the form's fields has.
std::string free_name(const Existing& old, std::string_view fields) {
  std::string names;
  for (const Ref ref : references(fields)) {
    const auto text = old.object(ref);
    const auto entries = text ? dictionary_entries(*text) : std::nullopt;
    if (const auto* name = entries ? find(*entries, "/T") : nullptr) names += *name;
  }
  for (int n = 1;; ++n) {
    std::string name = "(Signature" + std::to_string(n) + ")";
    if (names.find(name) == std::string::npos) return name;
  }
}

}  // namespace

std::string Signable::signed_bytes() const {
  const std::string_view all = bytes;
  std::string out(all.substr(0, static_cast<std::size_t>(contents_at)));
  return out.append(all.substr(static_cast<std::size_t>(contents_end)));
}

bool Signable::fill(std::string_view cms) {
  constexpr std::string_view kHex = "0123456789abcdef";
  if (cms.size() * 2 + 2 > contents_end - contents_at) return false;
  auto at = static_cast<std::size_t>(contents_at) + 1;
  for (const char c : cms) {
    bytes[at++] = kHex[static_cast<unsigned char>(c) >> 4U];
    bytes[at++] = kHex[static_cast<unsigned char>(c) & 15U];
  }
  return true;
}

Result<Signable> add_signature_field(std::string_view pdf, const Place::Name& file, const SignatureField& field) {
  check(field.room > 0, "pdf: a signature needs room");
  auto opened = Existing::open(pdf, file);
  if (!opened) return opened.error();
  const Existing& old = *opened;
  const auto damaged = [&] {
    return Diagnostic{Severity::error, codes::kPdfUnreadable, Place::in_text(file, 0, 0, 0), "PDF 的首页或目录已损坏，不能往里加签名", {"请用生成它的软件重新导出"}, {}, {}};
  };
  const auto entries_of = [&](Ref ref) {
    const auto text = old.object(ref);
    return text ? dictionary_entries(*text) : std::nullopt;
  };
  const Ref catalog = *old.catalog();
  const Ref page = *old.first_page();
  auto catalog_entries = entries_of(catalog);
  auto page_entries = entries_of(page);
  if (!catalog_entries || !page_entries) return damaged();
  const Ref value{old.next_number()};
  const Ref widget{value.id + 1};

  Update update(old, pdf);
  // the form: in the catalog, or an object of its own
  const auto* form_value = find(*catalog_entries, "/AcroForm");
  const auto form_ref = form_value == nullptr ? std::nullopt : reference(*form_value);
  const auto form_text = form_value == nullptr ? std::optional<std::string>("<<>>") : old.resolve(*form_value);
  auto form = form_text ? dictionary_entries(*form_text) : std::nullopt;
  if (!form) return damaged();
  const auto* fields = find(*form, "/Fields");
  const auto fields_text = fields == nullptr ? std::optional<std::string>("[]") : old.resolve(*fields);
  if (!fields_text || !fields_text->ends_with(']')) return damaged();
  put(*form, "/Fields", with_reference(*fields_text, widget));
  put(*form, "/SigFlags", "3");                      // 12.7.2: there are signatures; only ever append
  if (form_ref) {
    update.object(*form_ref, written(*form));
  } else {
    put(*catalog_entries, "/AcroForm", written(*form));
    update.object(catalog, written(*catalog_entries));
  }
  const auto* annotations = find(*page_entries, "/Annots");
  const auto annotations_text = annotations == nullptr ? std::optional<std::string>("[]") : old.resolve(*annotations);
  if (!annotations_text || !annotations_text->ends_with(']')) return damaged();
  put(*page_entries, "/Annots", with_reference(*annotations_text, widget));
  update.object(page, written(*page_entries));

  std::string text = "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M" + date_of(field.when);
  if (!field.signer.empty()) text += "/Name" + text_of(field.signer);
  if (!field.reason.empty()) text += "/Reason" + text_of(field.reason);
  if (!field.location.empty()) text += "/Location" + text_of(field.location);
  text += "/ByteRange";
  const std::size_t range_at = text.size();
  text += kRangePlace;
  text += "/Contents";
  const std::size_t contents_at = text.size();
  text += '<' + std::string(std::size_t{field.room} * 2, '0') + ">>>";
  const std::size_t value_at = update.object(value, text);
  // 12.5.3: print and locked; no area, so nothing to see and nothing to describe (ISO 14289-1 7.18.1).
  update.object(widget, "<</Type/Annot/Subtype/Widget/FT/Sig/T" + free_name(old, *fields_text) + "/F 132/Rect[0 0 0 0]/P " + ref_of(page) + "/V " + ref_of(value) + ">>");

  Signable out;
  out.bytes = update.finish(widget.id + 1);
  out.contents_at = value_at + contents_at;
  out.contents_end = out.contents_at + std::size_t{field.room} * 2 + 2;
  std::string range = "[0 " + std::to_string(out.contents_at) + " " + std::to_string(out.contents_end) + " " + std::to_string(out.bytes.size() - out.contents_end) + "]";
  check(range.size() <= kRangePlace.size(), "pdf: the byte range fits its place");
  range.resize(kRangePlace.size(), ' ');
  out.bytes.replace(value_at + range_at, range.size(), range);
  return out;
}

}  // namespace gongwen::pdf
