#pragma once

// What making, opening and importing keys share. Private to the room.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trust/sign/keys.h"
#include "trust/sign/openssl_internal.h"

namespace gongwen::sign {

inline constexpr std::array<Role, 3> kRoles{Role::sign, Role::log, Role::sm2};

fs::path key_path(const fs::path& folder, Role role);
fs::path public_path(const fs::path& folder, Role role);
Diagnostic wrong(std::string_view code, const fs::path& file, std::string message, std::vector<std::string> hints = {});

/// True when a key is of the kind the role takes.
bool serves(const EVP_PKEY* key, Role role);
/// PKCS#8 in PEM, encrypted with scrypt and AES-256 when `encrypted`.
std::string private_pem(Env& env, EVP_PKEY* key, std::string_view passphrase, bool encrypted);
/// A010, A011: whether a new key may be written here.
std::optional<Diagnostic> check_free(Env& env, const fs::path& folder, Role role, std::string_view passphrase, const KeyOptions& options);
/// Writes private and public part, both or neither.
void write_pair(Env& env, const fs::path& folder, Role role, std::string_view secret, std::string_view open);
Result<KeyInfo> show_key(Env& env, const fs::path& folder, Role role);

/// SM2 with SM3 and the identity every certificate authority uses (GB/T 35276-2017): fills in a certificate's signature.
void sm2_sign_certificate(X509* certificate, EVP_PKEY* key);

}  // namespace gongwen::sign
