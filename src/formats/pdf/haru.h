#pragma once

// With objects.cpp the only place that sees libharu's types.

#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_streams.h>

#include <memory>
#include <type_traits>

namespace gongwen::pdf {

/// Owns one libharu document and the record of its first error.
///
/// libharu reports through a callback. Ours records and returns: throwing from it would unwind C frames, which ISO C++
/// leaves undefined. libharu keeps the error, so later calls fail too; `ok()` after a step turns the first into Error.
/// Not thread-safe; one object per thread.
class Haru {
 public:
  Haru();
  HPDF_Doc doc() const noexcept { return doc_.get(); }

  /// Checks a call's status. Throws Error ("libharu 0x1017/2 in <step>").
  void ok(HPDF_STATUS status, const char* step) const;

  /// Checks a call that returns a handle owned by the document. Returns it; throws Error when it is null.
  template <typename Handle>
    requires std::is_pointer_v<Handle>
  Handle ok(Handle handle, const char* step) const {
    if (handle == nullptr) fail(step);
    return handle;
  }

 private:
  struct Record { HPDF_STATUS error = 0; HPDF_STATUS detail = 0; };
  struct Free { void operator()(HPDF_Doc doc) const noexcept { HPDF_Free(doc); } };
  static void on_error(HPDF_STATUS error, HPDF_STATUS detail, void* record) noexcept;
  [[noreturn]] void fail(const char* step) const;

  std::unique_ptr<Record> record_;  // its address is given to libharu: must not move, must outlive doc_
  std::unique_ptr<std::remove_pointer_t<HPDF_Doc>, Free> doc_;
};

}  // namespace gongwen::pdf
