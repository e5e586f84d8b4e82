#include "formats/inspect/source.h"

#include <qpdf/Pipeline.hh>
#include <qpdf/Pl_Flate.hh>
#include <qpdf/QPDFExc.hh>

#include <set>
#include <stdexcept>

#include "foundation/text/encoding.h"
#include "foundation/text/utf8.h"

namespace gongwen::inspect {
namespace {

/// Keeps (or only counts) what flows in, and stops the flow at a limit.
class Bounded : public Pipeline {
 public:
  Bounded(std::uint64_t limit, bool keep) : Pipeline("bounded", nullptr), limit_(limit), keep_(keep) {}
  void write(const unsigned char* data, std::size_t size) override {
    count += size;
    if (count > limit_) over = true;
    if (over) throw std::runtime_error("limit");   // caught by qpdf, which stops inflating
    if (keep_) bytes.append(reinterpret_cast<const char*>(data), size);
  }
  void finish() override {}
  std::string bytes;
  std::uint64_t count = 0;
  bool over = false;

 private:
  std::uint64_t limit_;
  bool keep_;
};

void pipe(QPDFObjectHandle& stream, Bounded& into) {
  bool attempted = false;
  try {
    stream.pipeStreamData(&into, &attempted, 0, qpdf_dl_specialized, true, false);
  } catch (const std::exception&) {   // a damaged filter: what came through counts
  }
}

std::string megabytes(std::uint64_t bytes) { return std::to_string(bytes >> 20U) + " MB"; }

}  // namespace

std::string Source::stream(QPDFObjectHandle stream) {
  if (!stream.isStream()) return {};
  Bounded into(limits_.stream, true);
  pipe(stream, into);
  if (into.over) throw LimitReached{"一个数据流解开后超过 " + megabytes(limits_.stream)};
  inflated_ += into.count;
  if (inflated_ > limits_.streams) throw LimitReached{"数据流解开后合计超过 " + megabytes(limits_.streams)};
  return std::move(into.bytes);
}

void Source::measure_object_streams() {
  std::set<int> seen;
  std::uint64_t together = 0;
  for (const auto& [id, entry] : pdf_.getXRefTable()) {
    if (entry.getType() != 2 || !seen.insert(entry.getObjStreamNumber()).second) continue;
    auto stream = pdf_.getObjectByID(entry.getObjStreamNumber(), 0);
    if (!stream.isStream()) continue;
    Bounded into(limits_.stream, false);
    pipe(stream, into);
    together += into.count;
    if (into.over || together > limits_.streams) throw LimitReached{"对象流解开后超过 " + megabytes(limits_.stream)};
  }
}

bool has_cross_reference_bomb(std::string_view bytes, std::uint64_t limit) {
  // Only a stream of more than a thousandth of the limit can inflate beyond it.
  for (std::size_t at = bytes.find("/W"); at != std::string_view::npos; at = bytes.find("/W", at + 2)) {
    const std::size_t begin = bytes.find("stream", at);
    if (begin == std::string_view::npos || begin - at > 2048) continue;
    const std::size_t end = std::min(bytes.find("endstream", begin + 6), bytes.size());
    if (end - begin < limit / 1100) continue;
    std::size_t data = begin + 6;
    while (data < end && (bytes[data] == '\r' || bytes[data] == '\n')) ++data;
    Bounded into(limit, false);
    Pl_Flate inflate("cross-reference", &into, Pl_Flate::a_inflate);
    try {
      inflate.write(reinterpret_cast<const unsigned char*>(bytes.data() + data), end - data);
    } catch (const std::exception&) {   // damaged, or stopped at the limit
    }
    if (into.over) return true;
  }
  return false;
}

std::string utf8_of(QPDFObjectHandle object) { return object.isString() ? text::to_utf8(text::to_utf32(object.getUTF8Value())) : std::string(); }

std::string name_of_bytes(const std::string& bytes) {
  if (!text::first_malformed(bytes)) return bytes;
  return text::decode_as(bytes, text::Encoding::gb18030).utf8;
}

double number_of(QPDFObjectHandle object, double otherwise) { return object.isNumber() ? object.getNumericValue() : otherwise; }

}  // namespace gongwen::inspect
