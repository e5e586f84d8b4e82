#include "trust/sign/remarks.h"

#include "foundation/base/codes.h"

namespace gongwen::sign {

std::vector<Remark> remarks(const CmsVerdict& verdict, const CmsCheck& with) {
  std::vector<Remark> out;
  const Standing& standing = verdict.standing;
  const std::string sentence = verdict.sentence();
  const std::string signer = verdict.signer ? verdict.signer->fingerprint : "";
  if (!verdict.valid_when_signed) {
    out.push_back({Severity::error, codes::kOutsideValidity, sentence, {}, signer});
  } else if (standing.revoked) {
    out.push_back({Severity::error, codes::kRevoked, sentence, "向签署单位核实；私钥泄露以后的签名谁都能造", signer});
  } else if (!standing.may_sign) {
    out.push_back({Severity::error, codes::kNotForSigning, sentence, {}, signer});
  } else if (verdict.trust != Trust::trusted) {
    out.push_back({with.trusted.empty() ? Severity::note : Severity::error, codes::kSignerUnknown, sentence, "用 --trust 给出从签署单位另行取得的证书", signer});
  }
  const bool self_signed = verdict.signer && verdict.signer->self_signed;
  if (!with.crls.empty() && !standing.revocation_known && !self_signed) {
    out.push_back({Severity::warning, codes::kCrlNotUsed, "所给的吊销列表不是由“" + verdict.signer->issuer + "”发布的，没有查签署人的证书是否已被吊销",
                   "用 --crl 给出签发机构发布的列表，用 --trust 给出签发机构的证书", signer});
  }
  if (verdict.time_stamp && !verdict.time_stamp->intact) {
    out.push_back({Severity::error, codes::kTimeStampBroken, verdict.time_stamp->sentence(), {}});
  } else if (verdict.time_stamp && !verdict.time_stamp->good()) {
    out.push_back({Severity::note, codes::kTimeStampForeign, verdict.time_stamp->sentence(), "用 --trust 给出时间戳机构的根证书，时间才算得到证明",
                   verdict.time_stamp->authority->fingerprint});
  }
  return out;
}

std::vector<Remark> remarks(const Sm2Verdict& verdict) {
  const Standing& standing = verdict.standing;
  const std::string signer = verdict.signer ? verdict.signer->fingerprint : "";
  if (standing.out_of_time) return {{Severity::error, codes::kOutsideValidity, verdict.sentence(), {}, signer}};
  if (standing.revoked) return {{Severity::error, codes::kRevoked, verdict.sentence(), {}, signer}};
  if (!standing.may_sign) return {{Severity::error, codes::kNotForSigning, verdict.sentence() + "；但证书的用途不包括签名", {}, signer}};
  if (standing.trust != Trust::trusted) return {{Severity::note, codes::kSignerUnknown, verdict.sentence(), "用 --trust 给出从封存单位另行取得的 SM2 证书", signer}};
  return {};
}

}  // namespace gongwen::sign
