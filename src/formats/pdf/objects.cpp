#include "formats/pdf/objects.h"

#include <array>
#include <cstring>
#include <new>
#include <utility>

#include "foundation/base/diagnostic.h"
#include "foundation/zip/zip.h"

namespace gongwen::pdf {
namespace {

constexpr std::uint32_t kNumberMask = 0x00FFFFFF;  // the low 24 bits of obj_id
// ISO 32000-1 7.5.2: the second line tells transfer programs that the file is binary (ISO 19005-2 6.1.2: four bytes > 127).
constexpr std::string_view kHeader = "%PDF-1.7\n%\xE5\x85\xAC\xE6\x96\x87\n";

Ref ref_of(HPDF_Dict dict) noexcept { return {dict->header.obj_id & kNumberMask}; }

/// Writes bytes to libharu's stream, whose functions take unsigned char.
HPDF_STATUS write_all(HPDF_Stream out, std::string_view bytes) noexcept {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libharu's bytes are unsigned char
  return HPDF_Stream_Write(out, reinterpret_cast<const HPDF_BYTE*>(bytes.data()), static_cast<HPDF_UINT>(bytes.size()));
}

/// Two 64-bit mixes of all bytes: an identifier, not a proof; nobody is kept out by it.
std::array<std::uint64_t, 2> digest(std::string_view bytes) noexcept {
  std::uint64_t a = 0xCBF29CE484222325;
  std::uint64_t b = 0x9E3779B97F4A7C15;
  const auto mix = [&](std::uint64_t word) {
    a = (a ^ word) * 0x9FB21C651E98DF25;
    a ^= a >> 32U;
    b = (b + word) * 0xD6E8FEB86659FD93;
    b ^= b >> 29U;
  };
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    mix(word);
  }
  for (const char c : bytes) mix(static_cast<unsigned char>(c));
  return {a, b};
}

std::string id_of(std::string_view bytes) {
  std::string hex;
  for (const std::uint64_t word : digest(bytes)) {
    for (unsigned shift = 64; shift != 0;) {
      shift -= 4;
      hex += "0123456789ABCDEF"[word >> shift & 15U];
    }
  }
  return "/ID[<" + hex + "><" + hex + ">]";
}

void put_big_endian(std::string& out, std::size_t value, unsigned width) {
  while (width-- > 0) out += static_cast<char>(value >> 8 * width & 0xFFU);
}

/// PNG's "up" filter: each row as its difference from the row above (ISO 32000-1 7.4.4.4). Rows of a cross-reference differ little.
std::string filtered_up(std::string_view rows, std::size_t width) {
  std::string out;
  out.reserve(rows.size() + rows.size() / width);
  for (std::size_t at = 0; at < rows.size(); at += width) {
    out += char{2};
    for (std::size_t i = at; i < at + width; ++i) {
      out += static_cast<char>(rows[i] - (i < width ? 0 : rows[i - width]));
    }
  }
  return out;
}

constexpr int kPackLevel = 1;                    // of dictionaries, which are all alike
constexpr std::size_t kPackedTogether = 200;   // objects a stream: a reader that wants one inflates them all

}  // namespace

Objects::Objects(const Haru& haru) : haru_(haru) {}

Ref Objects::enter(void* object, const Slot& slot) {
  haru_.ok(HPDF_Xref_Add(haru_.doc()->xref, object), "HPDF_Xref_Add");
  const Ref ref{static_cast<HPDF_Obj_Header*>(object)->obj_id & kNumberMask};
  if (slots_.empty()) first_ = ref.id;
  check(ref.id == first_ + slots_.size(), "pdf: libharu numbers objects in the order they are added");
  slots_.push_back(slot);
  return ref;
}

// A packed object is text of ours only; libharu keeps its number and, in its place, a null.
Ref Objects::reserve() { return enter(haru_.ok(HPDF_Null_New(haru_.doc()->mmgr), "HPDF_Null_New"), {}); }

const Objects::Slot& Objects::slot(Ref ref) const {
  check(ref.id >= first_ && ref.id - first_ < slots_.size(), "pdf: reference to an object of this file");
  return slots_[ref.id - first_];
}

void Objects::set(Ref ref, std::string_view entries) {
  check(!slot(ref).set, "pdf: an object is set once");
  slots_[ref.id - first_] = {nullptr, packed_.size(), entries.size(), true};
  packed_ += entries;
}

Ref Objects::add(std::string_view entries) {
  const Ref ref = reserve();
  set(ref, entries);
  return ref;
}

Ref Objects::add_unpacked(std::string entries) {
  Body& body = bodies_.emplace_back();
  body.entries = std::move(entries);
  const auto dict = haru_.ok(HPDF_Dict_New(haru_.doc()->mmgr), "HPDF_Dict_New");
  dict->attr = &body;
  dict->write_fn = &Objects::write_entries;
  dict->after_write_fn = &Objects::write_data;
  return enter(dict, {&body, 0, 0, true});
}

Ref Objects::add_stream(std::string entries, std::string data) {
  entries += "/Length ";
  put_int(entries, static_cast<std::int64_t>(data.size()));
  const Ref ref = add_unpacked(std::move(entries));
  Body& body = bodies_.back();
  body.data = std::move(data);
  body.stream = true;
  return ref;
}

Ref Objects::add_deflated(std::string entries, std::string_view data, int level) {
  entries += "/Filter/FlateDecode";
  return add_stream(std::move(entries), zip::zlib_compress(data, level));
}

Ref Objects::page_tree() const noexcept { return ref_of(haru_.doc()->root_pages); }

void Objects::set_pages(const std::vector<Ref>& pages) {
  std::string entries = "/Type/Pages/Count ";
  put_int(entries, static_cast<std::int64_t>(pages.size()));
  entries += "/Kids[";
  for (const Ref page : pages) {
    put_ref(entries, page);
    entries += ' ';
  }
  entries += ']';
  const HPDF_Dict tree = haru_.doc()->root_pages;
  for (const char* begun : {"Type", "Kids", "Count"}) {
    haru_.ok(HPDF_Dict_RemoveElement(tree, begun), "HPDF_Dict_RemoveElement");
  }
  tree->before_write_fn = nullptr;   // would count Kids
  extend(tree, std::move(entries));
}

/// Gives a dictionary that libharu began more entries.
void Objects::extend(HPDF_Dict dict, std::string entries) {
  Body& body = bodies_.emplace_back();
  body.entries = std::move(entries);
  dict->attr = &body;
  dict->write_fn = &Objects::write_entries;
}

void Objects::set_info(std::string entries) {
  const HPDF_Dict info = haru_.doc()->info;
  if (HPDF_Dict_GetItem(info, "Producer", HPDF_OCLASS_STRING) != nullptr) {
    haru_.ok(HPDF_Dict_RemoveElement(info, "Producer"), "HPDF_Dict_RemoveElement");
  }
  extend(info, std::move(entries));
}

/// Puts the packed objects into object streams, in the order of their numbers.
void Objects::pack() {
  const std::size_t count = slots_.size();
  positions_.assign(first_ + count, {});
  for (std::size_t i = 0; i < count;) {
    std::string numbers;
    std::string texts;
    std::vector<std::size_t> members;
    for (; i < count && members.size() < kPackedTogether; ++i) {
      const Slot& s = slots_[i];
      if (s.body != nullptr) continue;
      put_int(numbers, static_cast<std::int64_t>(first_ + i));
      numbers += ' ';
      put_int(numbers, static_cast<std::int64_t>(texts.size()));
      numbers += ' ';
      texts += "<<";
      texts.append(packed_, s.begin, s.size);
      texts += ">>";
      members.push_back(first_ + i);
    }
    if (members.empty()) continue;
    std::string entries = "/Type/ObjStm/N ";
    put_int(entries, static_cast<std::int64_t>(members.size()));
    entries += "/First ";
    put_int(entries, static_cast<std::int64_t>(numbers.size()));
    const Ref stream = add_deflated(std::move(entries), numbers + texts, kPackLevel);
    for (std::size_t n = 0; n < members.size(); ++n) positions_[members[n]] = {0, stream.id, static_cast<std::uint32_t>(n)};
  }
}

void Objects::write_object(HPDF_Stream out, std::size_t number) {
  const auto entry = haru_.ok(HPDF_Xref_GetEntry(haru_.doc()->xref, static_cast<HPDF_UINT>(number)), "HPDF_Xref_GetEntry");
  positions_[number].offset = out->size;
  std::string head;
  put_int(head, static_cast<std::int64_t>(number));
  haru_.ok(write_all(out, head += " 0 obj\n"), "object");
  haru_.ok(HPDF_Obj_WriteValue(entry->obj, out, nullptr), "HPDF_Obj_WriteValue");
  haru_.ok(write_all(out, "\nendobj\n"), "object");
}

/// The last object (ISO 32000-1 7.5.8), which is the trailer as well. `at`: its own offset.
std::string Objects::cross_reference(std::size_t at) const {
  constexpr std::size_t kWidth = 1 + 4 + 2;
  std::string rows;
  const auto row = [&](unsigned type, std::size_t second, std::size_t third) {
    put_big_endian(rows, type, 1);
    put_big_endian(rows, second, 4);
    put_big_endian(rows, third, 2);
  };
  row(0, 0, 0xFFFF);
  for (std::size_t number = 1; number < positions_.size(); ++number) {
    const Position& p = positions_[number];
    if (p.stream != 0) row(2, p.stream, p.index);
    else row(1, p.offset, 0);
  }
  row(1, at, 0);
  const std::string data = zip::zlib_compress(filtered_up(rows, kWidth));

  std::string out;
  put_int(out, static_cast<std::int64_t>(positions_.size()));
  out += " 0 obj\n<</Type/XRef/Size ";
  put_int(out, static_cast<std::int64_t>(positions_.size() + 1));
  out += "/W[1 4 2]/Root ";
  put_ref(out, ref_of(haru_.doc()->catalog));
  out += "/Info ";
  put_ref(out, ref_of(haru_.doc()->info));
  out += id_of(file_);
  out += "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 7>>/Length ";
  put_int(out, static_cast<std::int64_t>(data.size()));
  out += ">>\nstream\n" + data + "\nendstream\nendobj\nstartxref\n";
  put_int(out, static_cast<std::int64_t>(at));
  return out += "\n%%EOF\n";
}

std::string Objects::finish() {
  const HPDF_Doc doc = haru_.doc();
  for (const Slot& s : slots_) check(s.set, "pdf: every reserved object is set");
  extend(doc->catalog, catalog_);
  pack();
  positions_.resize(first_ + slots_.size());

  std::size_t size = 4096 + 2 * positions_.size();
  for (const Body& b : bodies_) size += b.entries.size() + b.data.size() + 64;
  file_.reserve(size);

  struct Close { void operator()(HPDF_Stream s) const noexcept { HPDF_Stream_Free(s); } };
  const std::unique_ptr<std::remove_pointer_t<HPDF_Stream>, Close> out(
      haru_.ok(HPDF_CallbackWriter_New(doc->mmgr, &Objects::append, this), "HPDF_CallbackWriter_New"));
  haru_.ok(write_all(out.get(), kHeader), "header");
  for (std::size_t number = 1; number < positions_.size(); ++number) {
    if (positions_[number].stream == 0) write_object(out.get(), number);
  }
  file_ += cross_reference(file_.size());
  return std::move(file_);
}

std::size_t Objects::offset_of(Ref ref) const {
  check(slot(ref).body != nullptr, "pdf: a packed object has no offset");
  return slot(ref).body->offset;
}

HPDF_STATUS Objects::write_entries(HPDF_Dict dict, HPDF_Stream out) noexcept {
  auto& b = *static_cast<Body*>(dict->attr);
  b.offset = out->size;
  b.out = out;
  return write_all(out, b.entries);
}

// libharu's own stream writing wants /Length as an object of its own; called behind ">>", this needs none.
HPDF_STATUS Objects::write_data(HPDF_Dict dict) noexcept {
  const auto& b = *static_cast<Body*>(dict->attr);
  if (!b.stream) return HPDF_OK;
  for (const std::string_view part : {std::string_view("\nstream\n"), std::string_view(b.data), std::string_view("\nendstream")}) {
    if (const auto status = write_all(b.out, part); status != HPDF_OK) return status;
  }
  return HPDF_OK;
}

HPDF_STATUS Objects::append(HPDF_Stream out, const HPDF_BYTE* bytes, HPDF_UINT size) noexcept {
  try {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libharu's bytes are unsigned char
    static_cast<Objects*>(out->attr)->file_.append(reinterpret_cast<const char*>(bytes), size);
    return HPDF_OK;
  } catch (const std::bad_alloc&) {
    return HPDF_FAILD_TO_ALLOC_MEM;
  }
}

}  // namespace gongwen::pdf
