#include <openssl/ess.h>
#include <openssl/x509_vfy.h>

#include <optional>
#include <string>

#include "trust/sign/chain_internal.h"
#include "trust/sign/cms.h"
#include "trust/sign/der_internal.h"
#include "trust/sign/openssl_internal.h"

namespace gongwen::sign {
namespace {

const ASN1_TYPE* only_value(X509_ATTRIBUTE* attribute) {
  return attribute != nullptr && X509_ATTRIBUTE_count(attribute) == 1 ? X509_ATTRIBUTE_get0_type(attribute, 0) : nullptr;
}

std::optional<Instant> signing_time(const CMS_SignerInfo* signer) {
  const int at = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1);
  if (at < 0) return std::nullopt;
  const ASN1_TYPE* const value = only_value(CMS_signed_get_attr(signer, at));
  if (value == nullptr || (value->type != V_ASN1_UTCTIME && value->type != V_ASN1_GENERALIZEDTIME)) return std::nullopt;
  return instant_of(value->value.asn1_string);
}

/// RFC 5035: when the attribute is there, it must name the certificate the signature is checked with.
bool names_signer(const CMS_SignerInfo* signer, X509* certificate) {
  const int at = CMS_signed_get_attr_by_NID(signer, NID_id_smime_aa_signingCertificateV2, -1);
  if (at < 0) return true;
  const ASN1_TYPE* const value = only_value(CMS_signed_get_attr(signer, at));
  if (value == nullptr || value->type != V_ASN1_SEQUENCE) return false;
  const unsigned char* from = ASN1_STRING_get0_data(value->value.sequence);
  const Owned<ESS_SIGNING_CERT_V2, ESS_SIGNING_CERT_V2_free> named(d2i_ESS_SIGNING_CERT_V2(nullptr, &from, ASN1_STRING_length(value->value.sequence)));
  if (named == nullptr) return false;
  STACK_OF(X509)* const chain = sk_X509_new_null();
  need(chain != nullptr && sk_X509_push(chain, certificate) == 1, "准备证书校验");
  const int found = OSSL_ESS_check_signing_certs(nullptr, named.get(), chain, 1);
  sk_X509_free(chain);
  return found == 1;
}

/// The time stamp among the unsigned attributes, in DER; empty when there is none.
std::string stamp_inside(const CMS_SignerInfo* signer) {
  const int at = CMS_unsigned_get_attr_by_NID(signer, NID_id_smime_aa_timeStampToken, -1);
  const ASN1_TYPE* const value = at < 0 ? nullptr : X509_ATTRIBUTE_get0_type(CMS_unsigned_get_attr(signer, at), 0);
  if (value == nullptr || value->type != V_ASN1_SEQUENCE) return {};
  const ASN1_STRING* const text = value->value.sequence;
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)), static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::string_view signature_value(CMS_SignerInfo* signer) {
  const ASN1_OCTET_STRING* const value = CMS_SignerInfo_get0_signature(signer);
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)), static_cast<std::size_t>(ASN1_STRING_length(value))};
}

/// Empty for a digest that proves nothing any more (SHA-1, MD5) or that we do not know.
std::string digest_name(CMS_SignerInfo* signer) {
  X509_ALGOR* digest = nullptr;
  CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, &digest, nullptr);
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, digest);
  switch (OBJ_obj2nid(object)) {
    case NID_sha256: return "SHA-256";
    case NID_sha384: return "SHA-384";
    case NID_sha512: return "SHA-512";
    case NID_sm3: return "SM3";
    default: return "";
  }
}

/// A SignedData without the certificates in it, and those in their order.
struct Apart {
  std::string rest;
  OwnedCerts certificates;
};

// OpenSSL decodes every certificate of every CMS anew, key and all, which takes longer than checking the signature. No signature is over
// the certificates (RFC 5652 5.4: over content and signed attributes), so they can be given beside, from those already decoded. What is
// not plainly so is left as it is, and OpenSSL has the word: BER, other kinds of certificates, anything too much.
std::optional<Apart> take_apart(std::string_view cms) {
  const auto info = der::take(cms);
  if (!info || info->tag != der::kSequence || !cms.empty()) return std::nullopt;
  std::string_view at = info->content;
  const auto type = der::take(at);
  const auto outer = der::take(at);
  if (!type || !outer || outer->tag != der::context(0) || !at.empty()) return std::nullopt;
  at = outer->content;
  const auto data = der::take(at);
  if (!data || data->tag != der::kSequence || !at.empty()) return std::nullopt;
  at = data->content;
  for (const unsigned char tag : {der::kInteger, der::kSet, der::kSequence}) {   // version, digest algorithms, content
    const auto part = der::take(at);
    if (!part || part->tag != tag) return std::nullopt;
  }
  const std::string_view before = data->content.substr(0, data->content.size() - at.size());
  const auto set = der::take(at);
  if (!set || set->tag != der::context(0)) return std::nullopt;
  Apart out{der::sequence(std::string(type->whole) + der::element(der::context(0), der::sequence(std::string(before).append(at)))), OwnedCerts(sk_X509_new_null())};
  for (std::string_view all = set->content; !all.empty();) {
    const auto one = der::take(all);
    OwnedCert read = one && one->tag == der::kSequence ? parse_der(one->whole) : nullptr;
    if (read == nullptr || sk_X509_push(out.certificates.get(), read.get()) == 0) return std::nullopt;
    (void)read.release();
  }
  return out;
}

void fill_signer(CmsVerdict& out, std::string_view whole, STACK_OF(X509)* inside, CMS_SignerInfo* signer, X509* certificate, const CmsCheck& with) {
  out.signer = describe(certificate);
  out.signed_at = signing_time(signer);
  if (!out.signed_at) out.signed_at = with.claimed;
  out.algorithm = name_of_key(X509_get0_pubkey(certificate)) + " " + digest_name(signer);
  if (const std::string token = stamp_inside(signer); !token.empty()) {
    out.time_stamp = verify_time_stamp(token, signature_value(signer), with.trusted, with.crls);
  } else if (!with.time_stamp.empty()) {
    out.time_stamp = verify_time_stamp(with.time_stamp, whole, with.trusted, with.crls);
  }
  Moment when{out.signed_at, std::nullopt};
  if (out.time_stamp && out.time_stamp->good()) when.proved = out.time_stamp->at;
  out.standing = stand(certificate, inside, when, with.trusted, with.crls);
  out.trust = out.standing.trust;
  out.valid_when_signed = out.moment() && !out.standing.out_of_time;
}

}  // namespace

CmsVerdict check_cms(std::string_view cms_bytes, std::string_view content, const CmsCheck& with) {
  CmsVerdict out;
  const auto refuse = [&](const char* why) {
    ERR_clear_error();
    out.reason = why;
    return out;
  };
  const auto apart = take_apart(cms_bytes);
  const std::string_view bytes = apart ? apart->rest : cms_bytes;
  const unsigned char* at = data_of(bytes);
  const OwnedCms cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(bytes.size())));
  if (cms == nullptr || OBJ_obj2nid(CMS_get0_type(cms.get())) != NID_pkcs7_signed) return refuse("签名文件不是 CMS 签名，或已损坏");
  if (at != data_of(bytes) + bytes.size()) return refuse("签名文件末尾有多余的内容");
  STACK_OF(CMS_SignerInfo)* const signers = CMS_get0_SignerInfos(cms.get());
  if (sk_CMS_SignerInfo_num(signers) != 1) return refuse("签名文件里不是恰好一个签署人");
  // Only a detached signature speaks about `content`; one with its own content inside would speak about that.
  if (ASN1_OCTET_STRING** const inside = CMS_get0_content(cms.get()); inside == nullptr || *inside != nullptr) {
    return refuse("签名文件里带有自己的内容，不是分离式签名");
  }
  // Behind a filter that does nothing: OpenSSL 3.0 makes a copy of a memory BIO and forgets it when a digest is unknown to it.
  OwnedBio in(BIO_new(BIO_f_null()));
  need(in != nullptr, "读取内存");
  BIO_push(in.get(), reading(content).release());
  STACK_OF(X509)* const beside = apart ? apart->certificates.get() : nullptr;
  const bool good = CMS_verify(cms.get(), beside, nullptr, in.get(), nullptr, CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) == 1;
  CMS_SignerInfo* const signer = sk_CMS_SignerInfo_value(signers, 0);
  X509* certificate = nullptr;
  CMS_SignerInfo_get0_algs(signer, nullptr, &certificate, nullptr, nullptr);
  if (certificate != nullptr) {
    const OwnedCerts inside(apart ? nullptr : CMS_get1_certs(cms.get()));
    fill_signer(out, cms_bytes, apart ? beside : inside.get(), signer, certificate, with);
  }
  if (!good) return refuse(certificate == nullptr ? "签名文件里没有签署人的证书" : "内容与签名不符：内容或签名被改动过");
  if (digest_name(signer).empty()) return refuse("签名用的摘要算法（如 SHA-1、MD5）已不安全，不能证明内容没有变");
  if (!names_signer(signer, certificate)) return refuse("签名里指明的证书不是签署人的证书");
  ERR_clear_error();
  out.intact = true;
  return out;
}

std::string CmsVerdict::sentence() const {
  if (!intact) return "签名无效：" + reason;
  std::string out = "签名有效，签署人 " + signer->organisation;
  if (signer->name != signer->organisation && !signer->name.empty()) out += " " + signer->name;
  if (signed_at) out += "，自称签于 " + signed_at->iso();
  if (time_stamp) out += "，" + time_stamp->sentence();
  if (!valid_when_signed && !standing.out_of_time) return out + "；但没有签名时间，不能判断当时证书是否有效";
  if (!valid_when_signed) {
    const Certificate& which = standing.out_of_time->which;
    const bool own = which.der == signer->der;
    return out + "；但签名时" + (own ? "" : "签发机构“" + which.organisation + "”的") + "证书不在有效期内（" + which.not_before.iso() + " 至 " + which.not_after.iso() + "）";
  }
  if (standing.revoked) {
    const Revocation& r = *standing.revoked;
    const bool own = r.which.der == signer->der;
    out += "；但" + std::string(own ? "" : "签发机构“" + r.which.organisation + "”的") + "证书已于 " + r.at.iso() + " 被吊销" + (r.reason.empty() ? "" : "（" + r.reason + "）");
    return out + (time_stamp && time_stamp->good() ? "，签名在此之后" : "，又没有可信的时间戳证明签名在此之前");
  }
  if (!standing.may_sign) return out + "；但证书的用途不包括签名";
  switch (trust) {
    case Trust::trusted: {
      const Certificate& anchor = standing.chain.back();
      if (anchor.der == signer->der) return out + "，证书是受信任的";
      return out + "，证书由受信任的“" + (anchor.name.empty() ? anchor.organisation : anchor.name) + "”签发";
    }
    case Trust::self_signed:
      return out + "；证书为自签名，它自己不能证明签署人是谁，请另行核对指纹 " + signer->printed_fingerprint();
    case Trust::foreign: break;
  }
  return out + "；证书由“" + signer->issuer + "”签发，不在受信任的证书之列";
}

}  // namespace gongwen::sign
