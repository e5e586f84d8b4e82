#include "trust/sign/keys.h"

#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>

#include <array>
#include <utility>

#include "foundation/base/codes.h"
#include "trust/sign/digest.h"
#include "trust/sign/keys_internal.h"
#include "trust/sign/sm2.h"

namespace gongwen::sign {
namespace {

// OpenSSL's own defaults for scrypt: 16 MB and about 40 ms to open a key, which is what an attacker pays for each guess.
constexpr std::uint64_t kScryptN = 16'384;
constexpr std::uint64_t kScryptR = 8;
constexpr std::uint64_t kScryptP = 1;
constexpr std::size_t kMaxName = 64;   // characters, RFC 5280 appendix A.1 ub-organization-name

// 112 bits of strength need 2048, the years after 2030 need 3072 (NIST SP 800-57 part 1, table 2).
constexpr unsigned kRsaBits = 3072;
constexpr int kRsaLeast = 2048;

std::size_t characters(std::string_view utf8) {
  std::size_t n = 0;
  for (const char c : utf8) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return n;
}

OwnedKey generate(Role role, KeyKind kind) {
  EVP_PKEY* key = nullptr;
  if (role == Role::log) key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  else if (role == Role::sm2) key = EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2");
  else if (kind == KeyKind::rsa_3072) key = EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{kRsaBits});
  else key = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
  need(key != nullptr, "生成密钥");
  return OwnedKey(key);
}

std::string public_pem(EVP_PKEY* key) {
  const OwnedBio out(BIO_new(BIO_s_mem()));
  need(out != nullptr && PEM_write_bio_PUBKEY(out.get(), key) == 1, "写出公钥");
  return bytes_in(out.get());
}

void add_extension(X509* certificate, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const Owned<X509_EXTENSION, X509_EXTENSION_free> extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  need(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1, "填写证书扩展");
}

// RFC 5280 4.1.2.5 wants UTCTime until 2049 and GeneralizedTime after: ASN1_TIME_set chooses.
void set_validity(X509* certificate, Instant now, int years) {
  const Date from = now.utc_date();
  Date to = from;
  to.year = static_cast<std::int16_t>(to.year + years);
  if (!Date::of(to.year, to.month, to.day)) to.day = 28;   // 29 February
  const std::int64_t end = to.to_days() * 86'400 + now.unix_seconds % 86'400;
  need(ASN1_TIME_set(X509_getm_notBefore(certificate), static_cast<time_t>(now.unix_seconds)) != nullptr &&
           ASN1_TIME_set(X509_getm_notAfter(certificate), static_cast<time_t>(end)) != nullptr,
       "填写证书有效期");
}

OwnedCert self_signed(Env& env, EVP_PKEY* key, const Subject& subject, int years) {
  OwnedCert out(X509_new());
  need(out != nullptr && X509_set_version(out.get(), X509_VERSION_3) == 1, "建立证书");
  std::array<std::uint8_t, 16> serial{};
  env.random(serial);
  serial[0] = static_cast<std::uint8_t>((serial[0] & 0x7F) | 0x40);   // positive, always 16 bytes
  const Owned<BIGNUM, BN_free> number(BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
  need(number != nullptr && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(out.get())) != nullptr, "填写证书序号");
  set_validity(out.get(), env.now(), years);

  X509_NAME* const name = X509_get_subject_name(out.get());
  const auto put = [&](const char* field, const std::string& value) {
    need(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, data_of(value), static_cast<int>(value.size()), -1, 0) == 1,
         "填写证书名称");
  };
  put("C", "CN");
  put("O", subject.organisation);
  put("CN", subject.name.empty() ? subject.organisation : subject.name);
  need(X509_set_issuer_name(out.get(), name) == 1 && X509_set_pubkey(out.get(), key) == 1, "填写证书");
  add_extension(out.get(), NID_basic_constraints, "critical,CA:FALSE");
  add_extension(out.get(), NID_key_usage, "critical,digitalSignature,nonRepudiation");
  add_extension(out.get(), NID_subject_key_identifier, "hash");
  if (EVP_PKEY_is_a(key, "SM2") == 1) sm2_sign_certificate(out.get(), key);
  else need(X509_sign(out.get(), key, EVP_sha256()) > 0, "签发证书");
  return out;
}

std::string raw_public(EVP_PKEY* key) {
  std::string out(32, '\0');
  std::size_t length = out.size();
  need(EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(out.data()), &length) == 1 && length == 32, "读取公钥");
  return out;
}

bool is_encrypted(std::string_view pem) { return pem.find("-----BEGIN ENCRYPTED PRIVATE KEY-----") != std::string_view::npos; }

const char* title_of(Role role) {
  switch (role) {
    case Role::log: return "日志";
    case Role::sm2: return "国密签名";
    case Role::sign: break;
  }
  return "签名";
}

Result<OwnedKey> open_private(Env& env, const fs::path& path, Role role, std::string_view passphrase) {
  const std::string pem = env.read_file(path);
  const OwnedBio in = reading(pem);
  const auto damaged = [&] {
    ERR_clear_error();
    return wrong(codes::kBadKeyFile, path, "这个文件不是" + std::string(title_of(role)) + "私钥，或已损坏",
                 {"请从备份恢复，或用 gongwen key new 重新生成"});
  };
  Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free> plain;
  if (is_encrypted(pem)) {
    const Owned<X509_SIG, X509_SIG_free> locked(PEM_read_bio_PKCS8(in.get(), nullptr, nullptr, nullptr));
    if (locked == nullptr) return damaged();
    plain.reset(PKCS8_decrypt(locked.get(), passphrase.data(), static_cast<int>(passphrase.size())));
    if (plain == nullptr) {
      ERR_clear_error();
      return wrong(codes::kWrongPassphrase, path, "口令不对，打不开密钥", {"请重新输入口令；口令区分大小写，忘记后无法找回"});
    }
  } else {
    plain.reset(PEM_read_bio_PKCS8_PRIV_KEY_INFO(in.get(), nullptr, nullptr, nullptr));
    if (plain == nullptr) return damaged();
  }
  OwnedKey key(EVP_PKCS82PKEY(plain.get()));
  if (key == nullptr || !serves(key.get(), role)) return damaged();
  return key;
}

/// A private key with its certificate and chain, as the folder holds them.
struct Pair {
  OwnedKey key;
  OwnedCert x509;
  std::vector<Certificate> certificates;
  std::vector<Certificate> chain() const { return {certificates.begin() + 1, certificates.end()}; }
};

Result<Pair> open_pair(Env& env, const fs::path& folder, Role role, std::string_view passphrase) {
  const fs::path beside = public_path(folder, role);
  auto key = open_private(env, key_path(folder, role), role, passphrase);
  if (!key) return key.error();
  auto certificates = read_certificates(env.read_file(beside), Place::in_file(beside.string()).file);
  if (!certificates) return certificates.error();
  OwnedCert x509 = parse_der(certificates->front().der);
  if (EVP_PKEY_eq(X509_get0_pubkey(x509.get()), key->get()) != 1) {
    return wrong(codes::kKeyMismatch, beside, "证书与私钥不是一对", {"请把同一次生成的 " + key_path("", role).string() + " 和 " + public_path("", role).string() + " 放在一起"});
  }
  return Pair{std::move(*key), std::move(x509), std::move(*certificates)};
}

}  // namespace

fs::path key_path(const fs::path& folder, Role role) { return folder / (std::string(name_of(role)) + ".key.pem"); }
fs::path public_path(const fs::path& folder, Role role) {
  return folder / (role == Role::log ? "log.pub.pem" : std::string(name_of(role)) + ".cert.pem");
}

Diagnostic wrong(std::string_view code, const fs::path& file, std::string message, std::vector<std::string> hints) {
  return {Severity::error, code, Place::in_file(file.string()), std::move(message), std::move(hints), {}, {}};
}

bool serves(const EVP_PKEY* key, Role role) {
  switch (role) {
    case Role::log: return EVP_PKEY_is_a(key, "ED25519") == 1;
    case Role::sm2: return EVP_PKEY_is_a(key, "SM2") == 1;
    case Role::sign: break;
  }
  if (EVP_PKEY_is_a(key, "EC") == 1) return EVP_PKEY_get_bits(key) == 256;
  return EVP_PKEY_is_a(key, "RSA") == 1 && EVP_PKEY_get_bits(key) >= kRsaLeast;
}

std::string private_pem(Env& env, EVP_PKEY* key, std::string_view passphrase, bool encrypted) {
  const Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free> plain(EVP_PKEY2PKCS8(key));
  const OwnedBio out(BIO_new(BIO_s_secmem()));
  need(plain != nullptr && out != nullptr, "写出私钥");
  if (!encrypted) {
    need(PEM_write_bio_PKCS8_PRIV_KEY_INFO(out.get(), plain.get()) == 1, "写出私钥");
    return bytes_in(out.get());
  }
  std::array<std::uint8_t, 16> salt{};
  std::array<std::uint8_t, 16> iv{};
  env.random(salt);
  env.random(iv);
  X509_ALGOR* const scheme = PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), salt.data(), static_cast<int>(salt.size()), iv.data(),
                                                   kScryptN, kScryptR, kScryptP);
  need(scheme != nullptr, "加密私钥");
  const Owned<X509_SIG, X509_SIG_free> locked(
      PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), plain.get(), scheme));
  need(locked != nullptr && PEM_write_bio_PKCS8(out.get(), locked.get()) == 1, "加密私钥");
  return bytes_in(out.get());
}

std::optional<Diagnostic> check_free(Env& env, const fs::path& folder, Role role, std::string_view passphrase, const KeyOptions& options) {
  const fs::path secret = key_path(folder, role);
  const fs::path open = public_path(folder, role);
  if (env.exists(secret) || env.exists(open)) {
    return wrong(codes::kKeyExists, env.exists(secret) ? secret : open, "这里已经有" + std::string(title_of(role)) + "密钥，不会覆盖",
                 {"另选一个文件夹；已有密钥用 gongwen key show 查看"});
  }
  if (options.encrypted && passphrase.empty()) {
    return wrong(codes::kNoPassphrase, secret, "口令是空的", {"密钥要用口令加密保存；请给出口令"});
  }
  return std::nullopt;
}

// Both files or neither: the private key is written last, because without it the other is harmless.
void write_pair(Env& env, const fs::path& folder, Role role, std::string_view secret, std::string_view open) {
  const fs::path beside = public_path(folder, role);
  write_file_atomic(env, beside, open, true);
  try {
    write_file_atomic(env, key_path(folder, role), secret, true);
  } catch (const Error&) {
    try {
      env.remove(beside);
    } catch (const Error&) {   // the first failure is the one to tell
    }
    throw;
  }
}

std::string_view name_of(Role role) noexcept {
  switch (role) {
    case Role::log: return "log";
    case Role::sm2: return "sm2";
    case Role::sign: break;
  }
  return "sign";
}

std::optional<Role> role_of(std::string_view name) noexcept {
  for (const Role role : kRoles) {
    if (name_of(role) == name) return role;
  }
  return std::nullopt;
}

std::string Certificate::pem() const {
  const std::string text = base64(der);
  std::string out = "-----BEGIN CERTIFICATE-----\n";
  for (std::size_t i = 0; i < text.size(); i += 64) out += text.substr(i, 64) + "\n";
  return out + "-----END CERTIFICATE-----\n";
}

std::string Certificate::printed_fingerprint() const {
  std::string out;
  for (std::size_t i = 0; i < fingerprint.size(); ++i) {
    if (i > 0 && i % 2 == 0) out += ':';
    const char c = fingerprint[i];
    out += c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return out;
}

Result<std::vector<Certificate>> read_certificates(std::string_view bytes, const Place::Name& file) {
  std::vector<Certificate> out;
  const auto damaged = [&] {
    return Diagnostic{Severity::error, codes::kBadCertificate, Place::in_text(file, 0, 0, 0), "证书损坏，不能读取", {"请重新取得证书文件"}, {}, {}};
  };
  constexpr std::string_view begin = "-----BEGIN CERTIFICATE-----";
  constexpr std::string_view end = "-----END CERTIFICATE-----";
  if (bytes.find(begin) == std::string_view::npos) {
    const OwnedCert one = parse_der(bytes);
    if (one != nullptr) return std::vector{describe(one.get())};
    return Diagnostic{Severity::error, codes::kNoCertificate, Place::in_text(file, 0, 0, 0), "文件里没有证书", {"需要 PEM 或 DER 格式的 X.509 证书"}, {}, {}};
  }
  for (std::size_t at = bytes.find(begin); at != std::string_view::npos; at = bytes.find(begin, at)) {
    const std::size_t from = at + begin.size();
    const std::size_t to = bytes.find(end, from);
    if (to == std::string_view::npos) return damaged();
    std::string text;
    for (const char c : bytes.substr(from, to - from)) {
      if (c != '\n' && c != '\r' && c != ' ' && c != '\t') text += c;
    }
    const auto der = from_base64(text);
    const OwnedCert one = der ? parse_der(*der) : nullptr;
    if (one == nullptr) return damaged();
    out.push_back(describe(one.get()));
    at = to;
  }
  return out;
}

const Certificate& SigningKey::certificate() const noexcept { return impl_->certificate; }
std::span<const Certificate> SigningKey::chain() const noexcept { return impl_->chain; }
std::string SigningKey::algorithm() const { return name_of_key(impl_->key.get()); }
const Certificate& Sm2Key::certificate() const noexcept { return impl_->certificate; }
std::span<const Certificate> Sm2Key::chain() const noexcept { return impl_->chain; }
std::string LogKey::public_key() const { return raw_public(impl_->key.get()); }

Result<KeyInfo> create_key(Env& env, const fs::path& folder, Role role, const Subject& subject, std::string_view passphrase,
                           const KeyOptions& options) {
  check(options.years >= 1 && options.years <= 30, "KeyOptions::years out of range");
  if (auto no = check_free(env, folder, role, passphrase, options)) return *no;
  const fs::path open = public_path(folder, role);
  if (role != Role::log && (subject.organisation.empty() || characters(subject.organisation) > kMaxName || characters(subject.name) > kMaxName)) {
    return wrong(codes::kBadSubject, open, "证书上的单位名称须为 1 至 64 个字符", {"请写单位全称，例如：河南省教育厅"});
  }
  env.create_dirs(folder);
  const OwnedKey key = generate(role, options.kind);
  KeyInfo info;
  info.role = role;
  info.key_file = key_path(folder, role);
  info.public_file = open;
  info.encrypted = options.encrypted;
  info.algorithm = name_of_key(key.get());
  std::string public_text;
  if (role != Role::log) {
    const OwnedCert certificate = self_signed(env, key.get(), subject, options.years);
    info.certificate = describe(certificate.get());
    public_text = info.certificate->pem();
  } else {
    info.public_key = raw_public(key.get());
    public_text = public_pem(key.get());
  }
  write_pair(env, folder, role, private_pem(env, key.get(), passphrase, options.encrypted), public_text);
  return info;
}

Result<std::vector<KeyInfo>> create_identity(Env& env, const fs::path& folder, const Subject& subject, std::string_view passphrase,
                                             const KeyOptions& options) {
  std::vector<KeyInfo> out;
  for (const Role role : {Role::sign, Role::log}) {
    auto made = create_key(env, folder, role, subject, passphrase, options);
    if (!made) return made.error();
    out.push_back(std::move(*made));
  }
  return out;
}

Result<KeyInfo> show_key(Env& env, const fs::path& folder, Role role) {
  KeyInfo info;
  info.role = role;
  info.key_file = key_path(folder, role);
  info.public_file = public_path(folder, role);
  info.encrypted = is_encrypted(env.read_file(info.key_file));
  const std::string open = env.read_file(info.public_file);
  if (role != Role::log) {
    auto certificates = read_certificates(open, Place::in_file(info.public_file.string()).file);
    if (!certificates) return certificates.error();
    info.certificate = certificates->front();
    info.chain.assign(certificates->begin() + 1, certificates->end());
    info.algorithm = name_of_key(X509_get0_pubkey(parse_der(info.certificate->der).get()));
    return info;
  }
  const OwnedBio in = reading(open);
  const OwnedKey key(PEM_read_bio_PUBKEY(in.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  if (key == nullptr || EVP_PKEY_is_a(key.get(), "ED25519") != 1) return wrong(codes::kBadKeyFile, info.public_file, "日志公钥损坏，不能读取");
  info.public_key = raw_public(key.get());
  info.algorithm = name_of_key(key.get());
  return info;
}

Result<std::vector<KeyInfo>> show_keys(Env& env, const fs::path& folder) {
  std::vector<KeyInfo> out;
  for (const Role role : kRoles) {
    if (!env.exists(key_path(folder, role))) continue;
    auto info = show_key(env, folder, role);
    if (!info) return info.error();
    out.push_back(std::move(*info));
  }
  return out;
}

bool needs_passphrase(Env& env, const fs::path& folder) {
  for (const Role role : kRoles) {
    const fs::path path = key_path(folder, role);
    if (env.exists(path) && is_encrypted(env.read_file(path))) return true;
  }
  return false;
}

Result<Identity> open_identity(Env& env, const fs::path& folder, std::string_view passphrase) {
  if (!env.exists(key_path(folder, Role::sign))) {
    return wrong(codes::kNoSignKey, folder, "这里没有签名密钥", {"用 gongwen key new --role sign 生成，或用 --keys 指明密钥所在的文件夹"});
  }
  auto sign = open_pair(env, folder, Role::sign, passphrase);
  if (!sign) return sign.error();
  std::vector<Certificate> chain = sign->chain();
  Identity out{SigningKey(std::make_shared<SigningKey::Impl>(
      SigningKey::Impl{std::move(sign->key), std::move(sign->x509), std::move(sign->certificates.front()), std::move(chain)}))};

  if (const fs::path log = key_path(folder, Role::log); env.exists(log)) {
    auto log_key = open_private(env, log, Role::log, passphrase);
    if (!log_key) return log_key.error();
    out.log = LogKey(std::make_shared<LogKey::Impl>(LogKey::Impl{std::move(*log_key)}));
  }
  if (env.exists(key_path(folder, Role::sm2))) {
    auto sm2 = open_pair(env, folder, Role::sm2, passphrase);
    if (!sm2) return sm2.error();
    chain = sm2->chain();
    out.sm2 = Sm2Key(std::make_shared<Sm2Key::Impl>(Sm2Key::Impl{std::move(sm2->key), std::move(sm2->certificates.front()), std::move(chain)}));
  }
  return out;
}

}  // namespace gongwen::sign
