#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/base/date.h"
#include "foundation/base/diagnostic.h"
#include "foundation/text/decimal.h"

namespace gongwen::data {

/// What a field holds. `name_of` gives the word templates use.
enum class Type : std::uint8_t {
  text, name, integer, decimal, money, date, period, enumeration, phone, mobile, email, id_card, uscc, image, file,
  list,    ///< items are objects; has a key field, or is addressed by position
  table,   ///< a list without a key
  object,  ///< a group of fields
};
std::string_view name_of(Type type) noexcept;                       ///< "id-card", "enum" …
std::optional<Type> parse_type(std::string_view word) noexcept;
std::string_view chinese_name_of(Type type) noexcept;               ///< "身份证号", "日期" … for messages

/// Who may see a value. The words are part of the format.
enum class Disclosure : std::uint8_t { open, personal, commercial, internal };
std::string_view name_of(Disclosure disclosure) noexcept;           ///< "public", "personal", "commercial", "internal"
std::optional<Disclosure> parse_disclosure(std::string_view word) noexcept;

/// Why a value is not given out.
struct Ground {
  Disclosure disclosure = Disclosure::open;
  std::string reason;                ///< the legal ground, as the template or the decision says it
  friend bool operator==(const Ground&, const Ground&) = default;
};

struct Period {
  Date from;
  Date to;
  friend bool operator==(const Period&, const Period&) = default;
};

/// A picture or a file that belongs to the record. `bytes` is null until data::read_files has fetched it.
struct FileRef {
  std::string name;                  ///< as written in the data, relative to the data file
  std::shared_ptr<const std::string> bytes;
};

/// One value of a record, or the result of an expression. Immutable and cheap to copy: lists and objects are shared.
///
/// A withheld value keeps its ground and nothing else: not the content, not the label of an option, not a length. So no
/// expression, message or writer can let it out.
/// Threads: const use from several threads is safe.
class Value {
 public:
  enum class Kind : std::uint8_t { absent, withheld, text, number, date, period, boolean, file, list, object };
  using Member = std::pair<std::string, Value>;
  using List = std::vector<Value>;
  using Object = std::vector<Member>;

  Value() = default;                                                ///< absent
  static Value text(std::string v, Type type = Type::text);         ///< NFC, no control characters but LF
  static Value option(std::string v, std::string label);            ///< an enumeration's value with what is shown for it
  static Value number(text::Decimal v, Type type = Type::decimal);
  static Value date(Date v);
  static Value period(Period v);
  static Value boolean(bool v);                                     ///< expressions only
  static Value file(FileRef v, Type type = Type::file);
  static Value list(List items);
  static Value object(Object members);
  static Value withheld(Ground ground);

  Kind kind() const noexcept { return kind_; }
  /// What it was declared as: decides how it is printed (a name in one face, a number unbreakable).
  Type type() const noexcept { return type_; }
  const Place& place() const noexcept { return place_; }            ///< where it was read; none for defaults and results
  Value& at(Place place) { place_ = std::move(place); return *this; }
  Value& as(Type type) { type_ = type; return *this; }

  bool is_absent() const noexcept { return kind_ == Kind::absent; }
  bool is_withheld() const noexcept { return kind_ == Kind::withheld; }
  /// Absent, or an empty text, or a list without items. A withheld value is not empty: its gap shows that it is there.
  bool is_empty() const noexcept;

  // REQUIRES for each: the kind of that name (InternalError).
  const std::string& text() const;
  const std::string& label() const;                                 ///< of an option: what is shown; of other texts: the text
  const text::Decimal& number() const;
  Date date() const;
  const Period& period() const;
  bool boolean() const;
  const FileRef& file() const;
  const List& items() const;
  const Object& members() const;
  const Ground& ground() const;

  /// A member of an object; null when there is none or this is no object.
  const Value* find(std::string_view name) const noexcept;

 private:
  struct Text { std::string value; std::string label; };
  std::variant<std::monostate, Text, text::Decimal, Date, Period, bool, FileRef, std::shared_ptr<const List>,
               std::shared_ptr<const Object>, Ground>
      content_;
  Place place_;
  Kind kind_ = Kind::absent;
  Type type_ = Type::text;
};

}  // namespace gongwen::data
