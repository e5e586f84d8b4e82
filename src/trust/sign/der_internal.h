#pragma once

// The few words of DER (X.690) that signatures are put together from. Private to the room.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gongwen::sign::der {

inline constexpr unsigned char kInteger = 0x02, kOctets = 0x04, kNull = 0x05, kSequence = 0x30, kSet = 0x31;
/// [n] around constructed content, or in place of a SET's or SEQUENCE's own tag.
constexpr unsigned char context(unsigned n) { return static_cast<unsigned char>(0xA0 + n); }

std::string element(unsigned char tag, std::string_view content);
/// A SEQUENCE of elements written one after the other.
inline std::string sequence(std::string_view content) { return element(kSequence, content); }
/// The content of a SET OF: elements in the order of their bytes (11.6).
std::string sorted(std::vector<std::string> elements);
std::string object(int nid);                            ///< OBJECT IDENTIFIER by OpenSSL's number
std::string small_integer(unsigned char value);         ///< 0 … 127
/// SEQUENCE { algorithm } or, `with_null`, SEQUENCE { algorithm, NULL }
std::string algorithm(int nid, bool with_null);

/// The length in bytes of the element `bytes` begins with, header included; nothing when it is cut off or not DER.
std::optional<std::size_t> length_of(std::string_view bytes);


struct Part {
  unsigned char tag = 0;
  std::string_view whole, content;
};
/// Takes the element `bytes` begins with off their front; nothing, and `bytes` as they were, when it is cut off or not DER, or when its tag has
/// more than one byte.
std::optional<Part> take(std::string_view& bytes);

}  // namespace gongwen::sign::der
