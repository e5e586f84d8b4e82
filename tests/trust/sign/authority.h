#pragma once

// Certificates of other people for the tests, made by the openssl command: an authority, offices it vouches for, lists of
// revoked certificates, a time-stamp authority.

#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "support/files.h"
#include "trust/sign/chain.h"
#include "trust/sign/keys.h"

namespace gongwen::sign {

/// A folder in which shell commands run.
class Workshop {
 public:
  explicit Workshop(fs::path folder) : folder_(std::move(folder)) { std::filesystem::create_directories(folder_); }
  /// Runs a command; the test fails when it does.
  std::string operator()(const std::string& command) const {
    int status = 0;
    std::string out = test::run("cd '" + folder_.string() + "' && (" + command + ") 2>&1", &status);
    EXPECT_EQ(status, 0) << command << "\n" << out;
    return out;
  }
  fs::path file(const std::string& name) const { return folder_ / name; }
  std::string bytes(const std::string& name) const { return test::slurp(folder_ / name); }
  std::vector<Certificate> certificates(const std::string& name) const { return read_certificates(bytes(name), nullptr).value(); }

 private:
  fs::path folder_;
};

/// An authority in `shop`: root.pem, an intermediate ca.pem, and `openssl ca` ready to issue and to revoke.
inline void make_authority(const Workshop& shop) {
  test::spill(shop.file("ca.cnf"), R"(
[ca]
default_ca = here
[here]
database = index.txt
serial = serial
crlnumber = crlnumber
new_certs_dir = .
certificate = ca.pem
private_key = ca.key
default_md = sha256
default_days = 3650
default_crl_days = 3650
policy = any
copy_extensions = none
[any]
organizationName = optional
commonName = optional
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[office]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
[cipher_only]
basicConstraints = critical,CA:FALSE
keyUsage = critical,keyEncipherment
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[req]
distinguished_name = name
utf8 = yes
string_mask = utf8only
[name]
)");
  shop("touch index.txt && echo 01 >serial && echo 01 >crlnumber");
  const std::string dates = " -startdate 20190101000000Z -enddate 20450101000000Z";
  for (const auto& [name, subject, issuer] : {std::tuple("root", "/O=Test Root", "-selfsign -keyfile root.key"), std::tuple("ca", "/O=Test CA", "-cert root.pem -keyfile root.key")}) {
    const std::string n = name;
    shop("openssl req -new -config ca.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout " + n + ".key -out " + n + ".csr -subj '" + subject + "'");
    shop("openssl ca -batch -notext -config ca.cnf -extensions root " + std::string(issuer) + dates + " -in " + n + ".csr -out " + n + ".pem");
  }
}

/// NAME.key and NAME.pem issued by ca.pem. key: "rsa:2048" or "ec". Dates as openssl ca writes them: "20200101000000Z".
inline void issue(const Workshop& shop, const std::string& name, const std::string& subject, const std::string& key = "ec", const std::string& extensions = "office",
                  const std::string& from = "20200101000000Z", const std::string& to = "20400101000000Z") {
  const std::string curve = key == "ec" ? " -pkeyopt ec_paramgen_curve:P-256" : "";
  shop("openssl req -new -config ca.cnf -utf8 -newkey " + key + curve + " -nodes -keyout " + name + ".key -out " + name + ".csr -subj '" + subject + "'");
  shop("openssl ca -batch -notext -utf8 -config ca.cnf -extensions " + extensions + " -startdate " + from + " -enddate " + to + " -in " + name + ".csr -out " + name + ".pem");
}

/// A time-stamp authority of ca.pem in `shop` (tsa.pem, tsa.cnf), and how to ask it: each answer is made by `openssl ts`.
inline TimeAuthority make_time_authority(const Workshop& shop) {
  issue(shop, "tsa", "/O=Test Time", "ec", "tsa");
  shop("cat ca.pem root.pem >tsa_chain.pem && echo 01 >tsa_serial");
  test::spill(shop.file("tsa.cnf"), "[tsa]\ndefault_tsa = here\n[here]\nserial = tsa_serial\nsigner_cert = tsa.pem\ncerts = tsa_chain.pem\nsigner_key = tsa.key\n"
                                    "signer_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\nordering = no\ntsa_name = no\ness_cert_id_chain = no\n");
  return [&shop](std::string_view request) {
    test::spill(shop.file("query.tsq"), request);
    shop("openssl ts -config tsa.cnf -reply -queryfile query.tsq -out reply.tsr");
    return shop.bytes("reply.tsr");
  };
}

}  // namespace gongwen::sign
