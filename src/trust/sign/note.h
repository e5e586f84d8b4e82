#pragma once

// Signed notes (C2SP signed-note) with Ed25519: a text, an empty line, one line per signature. A checkpoint of the log
// (C2SP tlog-checkpoint) is such a note.

#include <string>
#include <string_view>

#include "foundation/base/result.h"
#include "trust/sign/keys.h"

namespace gongwen::sign {

/// A verifier key "name+hash+base64": what somebody needs to check notes.
struct NoteKey {
  std::string name;          ///< not empty, no blanks, no '+'
  std::string public_key;    ///< 32 bytes
  std::string text() const;  ///< `<name>+<8 hexadecimal digits>+<base64(0x01 ‖ key)>`
};
/// Errors A030 not a verifier key of the Ed25519 kind, or its hash does not fit.
Result<NoteKey> parse_note_key(std::string_view text);

/// `text` must end in LF and hold no other control characters. Deterministic (Ed25519, RFC 8032).
std::string sign_note(const LogKey& key, std::string_view name, std::string_view text);

/// Returns the note's text (with its final LF) when a signature by `key` is on it and right.
/// Errors A031 malformed, A032 no signature by this key, A033 the signature is wrong.
Result<std::string> verify_note(std::string_view note, const NoteKey& key, const Place::Name& file);

}  // namespace gongwen::sign
