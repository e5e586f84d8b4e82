#pragma once

// Keys by role, in one folder of the user's:
//   sign.key.pem   ECDSA P-256 or RSA, encrypted PKCS#8     sign.cert.pem   its certificate, then the chain that issued it
//   log.key.pem    Ed25519, encrypted PKCS#8                log.pub.pem     its public key
//   sm2.key.pem    SM2, encrypted PKCS#8                    sm2.cert.pem    its certificate, then its chain
// A later role (encrypt) takes its own names beside them. Nothing here asks for a passphrase: it is given.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/date.h"
#include "foundation/base/diagnostic.h"
#include "foundation/base/env.h"
#include "foundation/base/result.h"

namespace gongwen::sign {

enum class Role : std::uint8_t { sign, log, sm2 };
std::string_view name_of(Role role) noexcept;
std::optional<Role> role_of(std::string_view name) noexcept;

/// An X.509 certificate as read: who it speaks of, and its own bytes.
struct Certificate {
  std::string der;
  std::string organisation;   ///< O; CN where there is no O
  std::string name;           ///< CN
  std::string issuer;         ///< the issuer's O and CN in one line
  std::string serial;         ///< hexadecimal
  std::string fingerprint;    ///< SHA-256 of `der`, lower-case hexadecimal
  Instant not_before;
  Instant not_after;
  bool self_signed = false;

  std::string pem() const;
  /// The fingerprint for people: `AB:CD:…`.
  std::string printed_fingerprint() const;
};

/// Every certificate of a PEM text, or the one of a DER file.
/// Errors A020 no certificate in it, A021 one of them is damaged.
Result<std::vector<Certificate>> read_certificates(std::string_view bytes, const Place::Name& file);

/// The key that signs bundles and fields. Const and shareable between threads.
class SigningKey {
 public:
  struct Impl;                                   ///< private to the room
  explicit SigningKey(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  const Certificate& certificate() const noexcept;
  /// Who issued it, upwards; empty for a self-signed certificate.
  std::span<const Certificate> chain() const noexcept;
  std::string algorithm() const;                 ///< "ECDSA P-256", "RSA 3072"; for people
  const Impl& impl() const noexcept { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

/// The key that signs checkpoints of the log. Const and shareable between threads.
class LogKey {
 public:
  struct Impl;                                   ///< private to the room
  explicit LogKey(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::string public_key() const;                ///< 32 bytes (RFC 8032)
  const Impl& impl() const noexcept { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

/// The key that signs beside, after the Chinese standards: SM2 with SM3. Const and shareable between threads.
class Sm2Key {
 public:
  struct Impl;                                   ///< private to the room
  explicit Sm2Key(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  const Certificate& certificate() const noexcept;
  std::span<const Certificate> chain() const noexcept;
  const Impl& impl() const noexcept { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

/// Carries a time-stamp request (RFC 3161, DER) to an authority and its response (DER) back. Errors Error when there is no answer.
using TimeAuthority = std::function<std::string(std::string_view request)>;

/// What one office signs with. `log` and `sm2` are absent when the folder has no such key.
struct Identity {
  SigningKey sign;
  std::optional<LogKey> log = std::nullopt;
  std::optional<Sm2Key> sm2 = std::nullopt;
  TimeAuthority time = nullptr;                  ///< asked for a time stamp of every seal, when there is one
};

struct Subject {
  std::string organisation;   ///< O: "河南省教育厅职成教处"; 1 … 64 characters (RFC 5280 ub-organization-name)
  std::string name;           ///< CN; empty: the organisation's name
};

/// Of the sign role. Part of no format: a key says itself what it is.
enum class KeyKind : std::uint8_t { ecdsa_p256, rsa_3072 };

struct KeyOptions {
  KeyKind kind = KeyKind::ecdsa_p256;   ///< sign only
  int years = 10;             ///< validity of the certificate, 1 … 30
  bool encrypted = true;      ///< false writes the private key in clear: only when the user asked for just that
};

/// What a folder holds, without opening anything.
struct KeyInfo {
  Role role = Role::sign;
  fs::path key_file;
  fs::path public_file;
  bool encrypted = true;
  std::optional<Certificate> certificate;   ///< sign, sm2
  std::vector<Certificate> chain;           ///< sign, sm2: who issued it, upwards
  std::string algorithm;                    ///< "ECDSA P-256", "RSA 3072", "SM2", "Ed25519"
  std::string public_key;                   ///< log: 32 bytes
};

/// Makes one key and writes it (and its certificate or public key) into `folder`, durably; never over an existing one.
///
/// passphrase  UTF-8, not empty when options.encrypted.
/// Errors A010 a key of this role is there already, A011 passphrase empty, A012 name empty or too long; Error when the
///        folder cannot be written: then neither file is left behind.
Result<KeyInfo> create_key(Env& env, const fs::path& folder, Role role, const Subject& subject, std::string_view passphrase,
                           const KeyOptions& options = {});

/// Both keys an archive needs, sign and log. Errors as create_key; a failure at the second leaves the first.
Result<std::vector<KeyInfo>> create_identity(Env& env, const fs::path& folder, const Subject& subject,
                                             std::string_view passphrase, const KeyOptions& options = {});

/// A key made elsewhere: PKCS#12 (.p12, .pfx), or PEM with a private key (PKCS#8 or an older form) and certificates.
struct ForeignKey {
  std::string bytes;
  Place::Name file;
  std::string passphrase;          ///< of the file; empty when it has none
  std::vector<Certificate> certificates;   ///< more of them, when they are not in the file
};

/// True for a file that holds a private key, not certificates alone.
bool holds_private_key(std::string_view bytes);
/// True when a private key's file needs its own passphrase.
bool is_locked(std::string_view bytes);

/// Takes over a key made elsewhere, with its certificate and those of the chain that are in the file.
///
/// Errors A010, A011, A013 the passphrase does not open the file, A120 no private key in it or a damaged one, A124 another kind of
///        key than the role takes (sign: ECDSA P-256, RSA of 2048 bits and more; sm2: SM2), A125 no certificate belongs to it,
///        A021; Error.
Result<KeyInfo> import_key(Env& env, const fs::path& folder, Role role, const ForeignKey& from, std::string_view passphrase,
                           const KeyOptions& options = {});
/// Puts the certificate an authority issued for a key that is there (and its chain) in place of the present one.
/// Errors A015 no such key, A125 none of the certificates belongs to the key (told of `file`).
Result<KeyInfo> replace_certificate(Env& env, const fs::path& folder, Role role, std::vector<Certificate> certificates, const Place::Name& file);
/// A request for a certificate (PKCS#10, PEM) for the sign key, with the name in its present certificate.
std::string certificate_request(const SigningKey& key);

/// Which keys are there, in the order of Role.
/// Errors A021 a certificate cannot be read, A014 a public key cannot be read; Error.
Result<std::vector<KeyInfo>> show_keys(Env& env, const fs::path& folder);

/// True when opening the folder's keys needs a passphrase: so it can be asked once, before any work.
bool needs_passphrase(Env& env, const fs::path& folder);

/// Opens the keys of a folder.
/// Errors A013 wrong passphrase, A014 the file is no private key or a damaged one, A015 no sign key there, A016 key and
///        certificate do not belong together; Error when a file cannot be read.
Result<Identity> open_identity(Env& env, const fs::path& folder, std::string_view passphrase);

}  // namespace gongwen::sign
