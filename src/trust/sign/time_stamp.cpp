#include "trust/sign/time_stamp.h"

#include <openssl/ts.h>
#include <openssl/x509v3.h>

#include <array>

#include "foundation/base/codes.h"
#include "trust/sign/chain_internal.h"
#include "trust/sign/der_internal.h"
#include "trust/sign/digest.h"

namespace gongwen::sign {
namespace {

using OwnedRequest = Owned<TS_REQ, TS_REQ_free>;
using OwnedResponse = Owned<TS_RESP, TS_RESP_free>;
using OwnedInfo = Owned<TS_TST_INFO, TS_TST_INFO_free>;

Diagnostic refused(std::string message) {
  return {Severity::error, codes::kTimeStampRefused, {}, std::move(message), {"换一个时间戳服务地址，或稍后再试"}, {}, {}};
}

OwnedRequest make_request(Env& env, std::string_view bytes) {
  OwnedRequest request(TS_REQ_new());
  const Owned<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free> imprint(TS_MSG_IMPRINT_new());
  const Owned<X509_ALGOR, X509_ALGOR_free> algorithm(X509_ALGOR_new());
  need(request != nullptr && imprint != nullptr && algorithm != nullptr, "建立时间戳请求");
  X509_ALGOR_set_md(algorithm.get(), EVP_sha256());
  Digest digest = sha256(bytes);
  std::array<std::uint8_t, 8> random{};
  env.random(random);
  random[0] = static_cast<std::uint8_t>((random[0] & 0x7FU) | 0x40U);   // positive, always eight bytes
  const Owned<BIGNUM, BN_free> number(BN_bin2bn(random.data(), static_cast<int>(random.size()), nullptr));
  const Owned<ASN1_INTEGER, ASN1_INTEGER_free> nonce(BN_to_ASN1_INTEGER(number.get(), nullptr));
  need(TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1 &&
           TS_MSG_IMPRINT_set_msg(imprint.get(), digest.data(), static_cast<int>(digest.size())) == 1 && TS_REQ_set_version(request.get(), 1) == 1 &&
           TS_REQ_set_msg_imprint(request.get(), imprint.get()) == 1 && nonce != nullptr && TS_REQ_set_nonce(request.get(), nonce.get()) == 1 &&
           TS_REQ_set_cert_req(request.get(), 1) == 1,
       "建立时间戳请求");
  return request;
}

std::string der_of(const TS_REQ* request) {
  unsigned char* der = nullptr;
  const int length = i2d_TS_REQ(request, &der);
  need(length > 0, "写出时间戳请求");
  std::string out(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return out;
}

OwnedResponse parse_response(std::string_view bytes) {
  const unsigned char* at = data_of(bytes);
  OwnedResponse out(d2i_TS_RESP(nullptr, &at, static_cast<long>(bytes.size())));
  ERR_clear_error();
  return out;
}

/// The signed statement inside a token, once the token's own signature fits it.
struct Opened {
  OwnedInfo info;
  Owned<CMS_ContentInfo, CMS_ContentInfo_free> cms;
  X509* signer = nullptr;
};

std::optional<Opened> open_token(std::string_view token, std::string& why) {
  Opened out;
  const unsigned char* at = data_of(token);
  out.cms.reset(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(token.size())));
  const auto no = [&](const char* reason) {
    ERR_clear_error();
    why = reason;
    return std::nullopt;
  };
  if (out.cms == nullptr || OBJ_obj2nid(CMS_get0_type(out.cms.get())) != NID_pkcs7_signed ||
      OBJ_obj2nid(CMS_get0_eContentType(out.cms.get())) != NID_id_smime_ct_TSTInfo) {
    return no("时间戳不是 RFC 3161 的格式，或已损坏");
  }
  STACK_OF(CMS_SignerInfo)* const signers = CMS_get0_SignerInfos(out.cms.get());
  if (sk_CMS_SignerInfo_num(signers) != 1) return no("时间戳里不是恰好一个签署人");
  const OwnedBio content(BIO_new(BIO_s_mem()));
  if (CMS_verify(out.cms.get(), nullptr, nullptr, nullptr, content.get(), CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) != 1) {
    return no("时间戳机构的签名不对，或其中没有机构的证书");
  }
  CMS_SignerInfo_get0_algs(sk_CMS_SignerInfo_value(signers, 0), nullptr, &out.signer, nullptr, nullptr);
  const std::string inside = bytes_in(content.get());
  const unsigned char* from = data_of(inside);
  out.info.reset(d2i_TS_TST_INFO(nullptr, &from, static_cast<long>(inside.size())));
  if (out.info == nullptr || out.signer == nullptr) return no("时间戳的内容已损坏");
  return out;
}

bool speaks_of(TS_TST_INFO* info, std::string_view digest) {
  TS_MSG_IMPRINT* const imprint = TS_TST_INFO_get_msg_imprint(info);
  const ASN1_OBJECT* algorithm = nullptr;
  X509_ALGOR_get0(&algorithm, nullptr, nullptr, TS_MSG_IMPRINT_get_algo(imprint));
  const ASN1_OCTET_STRING* const said = TS_MSG_IMPRINT_get_msg(imprint);
  return OBJ_obj2nid(algorithm) == NID_sha256 &&
         std::string_view(reinterpret_cast<const char*>(ASN1_STRING_get0_data(said)), static_cast<std::size_t>(ASN1_STRING_length(said))) == digest;
}

}  // namespace

Result<std::string> ask_time_stamp(Env& env, const TimeAuthority& authority, std::string_view bytes) {
  const OwnedRequest request = make_request(env, bytes);
  std::string answer = authority(der_of(request.get()));
  const OwnedResponse response = parse_response(answer);
  if (response == nullptr) return refused("时间戳服务的回答不是 RFC 3161 的时间戳");
  const long status = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(response.get())));
  if (status != TS_STATUS_GRANTED && status != TS_STATUS_GRANTED_WITH_MODS) return refused("时间戳服务拒绝了请求（状态 " + std::to_string(status) + "）");
  const std::string token = token_of(answer);
  std::string why;
  const auto opened = open_token(token, why);
  if (!opened) return refused("时间戳服务的回答不能用：" + why);
  const ASN1_INTEGER* const nonce = TS_TST_INFO_get_nonce(opened->info.get());
  if (!speaks_of(opened->info.get(), bytes_of(sha256(bytes))) || nonce == nullptr || ASN1_INTEGER_cmp(nonce, TS_REQ_get_nonce(request.get())) != 0) {
    return refused("时间戳服务答的不是这一次的请求");
  }
  return answer;
}

std::string token_of(std::string_view response) {
  const OwnedResponse parsed = parse_response(response);
  PKCS7* const token = parsed == nullptr ? nullptr : TS_RESP_get_token(parsed.get());
  if (token == nullptr) return {};
  unsigned char* der = nullptr;
  const int length = i2d_PKCS7(token, &der);
  need(length > 0, "取出时间戳");
  std::string out(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return out;
}

TimeStampVerdict verify_time_stamp(std::string_view token, std::string_view bytes, std::span<const Certificate> trusted, std::span<const Crl> crls) {
  return verify_time_stamp_of(token, bytes_of(sha256(bytes)), trusted, crls);
}

TimeStampVerdict verify_time_stamp_of(std::string_view token, std::string_view digest, std::span<const Certificate> trusted, std::span<const Crl> crls) {
  TimeStampVerdict out;
  const auto opened = open_token(token, out.reason);
  if (!opened) return out;
  out.at = instant_of(TS_TST_INFO_get_time(opened->info.get()));
  out.authority = describe(opened->signer);
  const OwnedCerts inside(CMS_get1_certs(opened->cms.get()));
  out.standing = stand(opened->signer, inside.get(), {out.at, out.at}, trusted, crls);
  // RFC 3161 section 2.3: the key is for time stamps and for nothing else.
  if ((X509_get_extension_flags(opened->signer) & EXFLAG_XKUSAGE) == 0 || X509_get_extended_key_usage(opened->signer) != XKU_TIMESTAMP) {
    out.reason = "加盖时间戳的证书不是时间戳机构的证书";
  } else if (!speaks_of(opened->info.get(), digest)) {
    out.reason = "时间戳不是对这份内容加盖的";
  } else {
    out.intact = true;
  }
  ERR_clear_error();
  return out;
}

std::string TimeStampVerdict::sentence() const {
  if (!intact) return "时间戳无效：" + reason;
  const std::string who = authority->name.empty() ? authority->organisation : authority->name;
  const std::string out = "时间戳 " + at.iso() + "，由“" + who + "”加盖";
  if (standing.out_of_time) return out + "；但机构的证书当时不在有效期内";
  if (standing.revoked) return out + "；但机构的证书已被吊销";
  if (standing.trust != Trust::trusted) return out + "；这个机构不在受信任的证书之列，时间只能参考";
  return out + "，机构是受信任的";
}

}  // namespace gongwen::sign
