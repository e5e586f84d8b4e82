#include "formats/inspect/objects.h"

namespace gongwen::inspect {
namespace {

constexpr int kDeepestObject = 64;
constexpr std::size_t kMostTexts = 4'000'000;

class Collector {
 public:
  Collector(Source& source, std::vector<ObjectText>& out) : source_(source), out_(out) {}

  void object(QPDFObjectHandle object) {
    id_ = object.getObjectID();
    if (object.isStream()) {
      auto dictionary = object.getDict();
      walk(dictionary, "", 0);
      if (readable(dictionary)) add("stream", source_.stream(object));
    } else {
      walk(object, "", 0);
    }
  }

 private:
  static bool readable(QPDFObjectHandle dictionary) {
    auto subtype = dictionary.getKey("/Subtype");
    if (subtype.isNameAndEquals("/Image") || subtype.isNameAndEquals("/Form") || dictionary.hasKey("/Length1") || dictionary.hasKey("/FunctionType")) return false;
    for (const char* font : {"/Type1C", "/CIDFontType0C", "/OpenType"}) if (subtype.isNameAndEquals(font)) return false;
    auto type = dictionary.getKey("/Type");
    return !type.isNameAndEquals("/XRef") && !type.isNameAndEquals("/ObjStm");
  }

  void add(const std::string& where, std::string text) {
    if (text.empty()) return;
    if (out_.size() >= kMostTexts) throw LimitReached{"文件里的文字太多"};
    out_.push_back({id_, where, std::move(text)});
  }

  void walk(QPDFObjectHandle object, const std::string& where, int depth) {
    if (depth > kDeepestObject) return;
    if (object.isString()) return add(where, utf8_of(object));
    if (object.isArray()) {
      const int n = object.getArrayNItems();
      for (int i = 0; i < n; ++i) {
        if (auto item = object.getArrayItem(i); !item.isIndirect()) walk(item, where, depth + 1);
      }
    } else if (object.isDictionary()) {
      for (const auto& key : object.getKeys()) {
        if (auto item = object.getKey(key); !item.isIndirect()) walk(item, key, depth + 1);
      }
    }
  }

  Source& source_;
  std::vector<ObjectText>& out_;
  int id_ = 0;
};

}  // namespace

void collect_objects(Source& source, std::vector<ObjectText>& out) {
  Collector collector(source, out);
  for (auto& object : source.pdf().getAllObjects()) collector.object(object);
  auto trailer = source.pdf().getTrailer();
  collector.object(trailer);
}

}  // namespace gongwen::inspect
