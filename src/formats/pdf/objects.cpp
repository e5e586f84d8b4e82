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
    for (std::size_t i = 0; i < 8; ++i) word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    mix(word);
  }
  for (const char c : bytes) mix(static_cast<unsigned char>(c));
  return {a, b};
}

}  // namespace

Objects::Objects(const Haru& haru) : haru_(haru) {}

Ref Objects::reserve() {
  const auto dict = haru_.ok(HPDF_Dict_New(haru_.doc()->mmgr), "HPDF_Dict_New");
  dict->attr = &bodies_.emplace_back();
  dict->write_fn = &Objects::write_entries;
  dict->after_write_fn = &Objects::write_data;
  haru_.ok(HPDF_Xref_Add(haru_.doc()->xref, dict), "HPDF_Xref_Add");
  const Ref ref = ref_of(dict);
  if (dicts_.empty()) first_ = ref.id;
  check(ref.id == first_ + dicts_.size(), "pdf: libharu numbers objects in the order they are added");
  dicts_.push_back(dict);
  return ref;
}

Objects::Body& Objects::body(Ref ref) const {
  check(ref.id >= first_ && ref.id - first_ < dicts_.size(), "pdf: reference to an object of this file");
  return *static_cast<Body*>(dicts_[ref.id - first_]->attr);
}

void Objects::set(Ref ref, std::string entries) {
  Body& b = body(ref);
  check(!b.set, "pdf: an object is set once");
  b.entries = std::move(entries);
  b.set = true;
}

Ref Objects::add(std::string entries) {
  const Ref ref = reserve();
  set(ref, std::move(entries));
  return ref;
}

Ref Objects::add_stream(std::string entries, std::string data) {
  entries += "/Length ";
  put_int(entries, static_cast<std::int64_t>(data.size()));
  const Ref ref = add(std::move(entries));
  Body& b = body(ref);
  b.data = std::move(data);
  b.stream = true;
  return ref;
}

Ref Objects::add_deflated(std::string entries, std::string_view data) {
  entries += "/Filter/FlateDecode";
  return add_stream(std::move(entries), zip::zlib_compress(data));
}

void Objects::add_page(Ref page) {
  check(body(page).set, "pdf: a page is added when its entries are known");
  const HPDF_Dict dict = dicts_[page.id - first_];
  dict->header.obj_class |= HPDF_OSUBCLASS_PAGE;  // libharu counts the leaves of its tree by class
  const auto kids = haru_.ok(
      static_cast<HPDF_Array>(HPDF_Dict_GetItem(haru_.doc()->root_pages, "Kids", HPDF_OCLASS_ARRAY)), "page tree");
  haru_.ok(HPDF_Array_Add(kids, dict), "HPDF_Array_Add");
}

Ref Objects::page_tree() const noexcept { return ref_of(haru_.doc()->root_pages); }

void Objects::extend(HPDF_Dict dict, std::string entries) {
  Body& b = bodies_.emplace_back();
  b.entries = std::move(entries);
  b.set = true;
  dict->attr = &b;
  dict->write_fn = &Objects::write_entries;
}

void Objects::set_info(std::string entries) {
  const HPDF_Dict info = haru_.doc()->info;
  if (HPDF_Dict_GetItem(info, "Producer", HPDF_OCLASS_STRING) != nullptr) {
    haru_.ok(HPDF_Dict_RemoveElement(info, "Producer"), "HPDF_Dict_RemoveElement");
  }
  extend(info, std::move(entries));
}

std::string Objects::finish() {
  const HPDF_Doc doc = haru_.doc();
  for (const HPDF_Dict dict : dicts_) check(static_cast<Body*>(dict->attr)->set, "pdf: every reserved object is set");
  extend(doc->catalog, catalog_);
  haru_.ok(HPDF_Dict_Add(doc->trailer, "Root", doc->catalog), "trailer Root");
  haru_.ok(HPDF_Dict_Add(doc->trailer, "Info", doc->info), "trailer Info");
  doc->trailer->attr = this;
  doc->trailer->write_fn = &Objects::write_id;

  std::size_t size = kHeader.size();
  for (const Body& b : bodies_) size += b.entries.size() + b.data.size() + 64;
  file_.reserve(size + 256);

  struct Close { void operator()(HPDF_Stream s) const noexcept { HPDF_Stream_Free(s); } };
  const std::unique_ptr<std::remove_pointer_t<HPDF_Stream>, Close> out(
      haru_.ok(HPDF_CallbackWriter_New(doc->mmgr, &Objects::append, this), "HPDF_CallbackWriter_New"));
  haru_.ok(write_all(out.get(), kHeader), "header");
  haru_.ok(HPDF_Xref_WriteToStream(doc->xref, out.get(), nullptr), "HPDF_Xref_WriteToStream");
  return std::move(file_);
}

HPDF_STATUS Objects::write_entries(HPDF_Dict dict, HPDF_Stream out) noexcept {
  auto& b = *static_cast<Body*>(dict->attr);
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

HPDF_STATUS Objects::write_id(HPDF_Dict trailer, HPDF_Stream out) noexcept {
  const auto words = digest(static_cast<const Objects*>(trailer->attr)->file_);
  std::array<char, 80> text{};
  std::size_t n = 0;
  const auto put = [&](std::string_view s) { n += s.copy(text.data() + n, s.size()); };
  put("/ID[");
  for (int copy = 0; copy < 2; ++copy) {
    put("<");
    for (const std::uint64_t word : words) {
      for (unsigned shift = 64; shift != 0;) {
        shift -= 4;
        text[n++] = "0123456789ABCDEF"[word >> shift & 15U];
      }
    }
    put(">");
  }
  put("]");
  return write_all(out, {text.data(), n});
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
