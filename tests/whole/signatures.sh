#!/usr/bin/env bash
# Signatures as people use them: an office with a certificate of an authority signs, stamps, files; others check with openssl,
# poppler and veraPDF. Then a key on a device, SM2 beside, and what a verifier is told when something is wrong.
. "$(dirname "$0")/lib.sh"
unset GONGWEN_PASSPHRASE

# ---- an authority, an office's PKCS#12, a time-stamp authority on the loopback ----
mkdir ca; cd ca
cat >ca.cnf <<'C'
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
default_crl_days = 30
policy = any
[any]
organizationName = optional
commonName = optional
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[office]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[req]
distinguished_name = name
utf8 = yes
string_mask = utf8only
[name]
C
touch index.txt; echo 01 >serial; echo 01 >crlnumber; echo 01 >tsa_serial
openssl req -x509 -config ca.cnf -extensions root -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -subj '/O=示例证书机构' -utf8 -days 3650 2>/dev/null
issued() { # issued <name> <subject> <extensions> <key options …>
  local name="$1" subject="$2" extensions="$3"; shift 3
  openssl req -new -config ca.cnf -utf8 "$@" -nodes -keyout "$name.key" -out "$name.csr" -subj "$subject" 2>/dev/null
  openssl ca -batch -notext -utf8 -config ca.cnf -extensions "$extensions" -in "$name.csr" -out "$name.pem" 2>/dev/null
}
issued office /O=示例县教育局 office -newkey rsa:2048
issued device /O=示例县教育局/CN=UKey office -newkey ec -pkeyopt ec_paramgen_curve:P-256
issued tsa /O=示例时间戳机构 tsa -newkey ec -pkeyopt ec_paramgen_curve:P-256
cat >tsa.cnf <<'C'
[tsa]
default_tsa = here
[here]
serial = tsa_serial
signer_cert = tsa.pem
certs = ca.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
C
openssl pkcs12 -export -inkey office.key -in office.pem -certfile ca.pem -passout pass:p12 -out office.p12
cd ..
mkfifo port
python3 "$tools/tsa.py" ca port & tsa_process=$!
trap 'kill $tsa_process 2>/dev/null || true' EXIT
read -r port <port
tsa="http://127.0.0.1:$port/tsa"

# ---- keys ----
exits 0 "a PKCS#12 is imported" env GONGWEN_IMPORT_PASSPHRASE=p12 gongwen key import ca/office.p12 --keys keys --no-passphrase
grep -q 'RSA 2048' out.txt && grep -q '由“示例证书机构”签发' out.txt || bad "what was imported: $(cat out.txt)"
exits 4 "… with the wrong passphrase" env GONGWEN_IMPORT_PASSPHRASE=p13 gongwen key import ca/office.p12 --keys other --no-passphrase
exits 2 "… with none to ask" gongwen key import ca/office.p12 --keys other --no-passphrase
exits 0 "a log key beside" gongwen key new --keys keys --role log --organisation 示例县教育局 --no-passphrase
exits 0 "an SM2 key beside" gongwen key new --keys keys --role sm2 --organisation 示例县教育局 --no-passphrase
exits 0 "all are shown" gongwen key show --keys keys
same "… with their algorithms" "RSA 2048 Ed25519 SM2" "$(grep -oE 'RSA 2048|Ed25519|SM2' out.txt | tr '\n' ' ' | sed 's/ $//')"
exits 0 "an RSA key of one's own" gongwen key new --keys rsa --role sign --algorithm rsa --organisation 示例县教育局 --no-passphrase
exits 0 "a request for a certificate" gongwen key request --keys rsa -o request.pem
exits 0 "… that openssl reads" openssl req -in request.pem -verify -noout

# ---- filed with everything ----
exits 0 "init" gongwen archive init -A library --keys keys
exits 0 "add, signed and stamped" gongwen archive add authorization-letter -d "$samples/authorization-letter.json" -A library --keys keys --id A1 --format pdf --sign-pdf --tsa "$tsa"
exits 0 "deep verification, signers known" gongwen archive verify -A library --deep --trust ca/ca.pem --trust keys/sm2.cert.pem
grep -q error err.txt && bad "deep verification: $(cat err.txt)"
exits 0 "get the bundle" gongwen archive get A1 -A library -o x.zip
mkdir bundle; (cd bundle; unzip -q ../x.zip)
exits 0 "openssl: the seal, by the root alone" openssl cms -verify -binary -inform DER -in bundle/signatures/tagmanifest.p7s -content bundle/tagmanifest-sha256.txt -CAfile ca/ca.pem -out /dev/null
exits 0 "openssl: the time stamp of the seal" openssl ts -verify -in bundle/signatures/tagmanifest.tsr -data bundle/signatures/tagmanifest.p7s -CAfile ca/ca.pem
openssl x509 -in bundle/signatures/sm2.cert.pem -pubkey -noout >sm2.pub
exits 0 "openssl: SM2 over the SM3 manifest" openssl pkeyutl -verify -pubin -inkey sm2.pub -rawin -digest sm3 -pkeyopt distid:1234567812345678 -in bundle/signatures/tagmanifest-sm3.txt -sigfile bundle/signatures/tagmanifest.sm2
(cd bundle; while read -r want path; do [ "$(openssl dgst -sm3 -r "$path" | cut -d' ' -f1)" = "$want" ] || echo "$path"; done <signatures/tagmanifest-sm3.txt) >differ.txt
same "openssl: every digest of the SM3 manifest" "" "$(cat differ.txt)"
same "version.json says so" "PAdES B-T sm2 time-stamp" "$(python3 -c 'import json; v = json.load(open("bundle/gongwen/version.json")); print(v["render"]["signed"]["document.pdf"], *v["seals"])')"
python3 - <<'P'
import zipfile
source = zipfile.ZipFile("x.zip")
for name, gone in (("nosm2.zip", ("sm2", "sm3")), ("nostamp.zip", (".tsr",))):
    with zipfile.ZipFile(name, "w") as out:
        for i in source.infolist():
            if not (i.filename.startswith("signatures/") and any(g in i.filename for g in gone)): out.writestr(i.filename, source.read(i.filename))
P
for name in nosm2 nostamp; do
  exits 5 "$name: what is taken away is missed" gongwen verify "$name.zip" --trust ca/ca.pem
  grep -q 'A057' err.txt || bad "$name: $(cat err.txt)"
done

# ---- the PDF by itself ----
cp bundle/data/document.pdf a.pdf
exits 0 "verify a.pdf" gongwen verify a.pdf --trust ca/ca.pem
grep -q 'PAdES B-T' out.txt && grep -q '证书由受信任的“示例证书机构”签发' out.txt || bad "verify a.pdf: $(cat out.txt)"
same "pdfsig says valid" "Signature is Valid." "$(pdfsig -nocert a.pdf 2>/dev/null | sed -n 's/.*Signature Validation: //p')"
same "pdfsig: all of it" "  - Total document signed" "$(pdfsig -nocert a.pdf 2>/dev/null | grep 'Total document')"
exits 0 "render without a signature" gongwen render authorization-letter -d "$samples/authorization-letter.json" -o plain --format pdf
cmp -n "$(stat -c %s plain/*.pdf)" plain/*.pdf a.pdf && good "what render writes is the beginning of the signed file" || bad "the signed file does not begin with what render writes"
exits 0 "sign it a second time" gongwen sign file a.pdf --keys rsa -o twice.pdf --reason 会签
code=0; bash "$tools/verapdf.sh" -f 2a,ua1 a.pdf twice.pdf >vera.txt 2>&1 || code=$?
case $code in 0) good "veraPDF: signed files are PDF/A-2a and PDF/UA-1" ;; 2) unchecked "$(tail -n 1 vera.txt)" ;; *) bad "veraPDF"; grep -v '^OK' vera.txt | head -n 30 ;; esac
exits 0 "qpdf --check" qpdf --check twice.pdf
exits 0 "both are valid" gongwen verify twice.pdf
same "pdfsig: both are valid" "2" "$(pdfsig -nocert twice.pdf 2>/dev/null | grep -c 'Signature is Valid')"
grep -q 'A070' err.txt || bad "nobody says that the signer is not known"
exits 5 "… but with --trust one of them is unknown" gongwen verify twice.pdf --trust ca/ca.pem
grep -q '证书为自签名，它自己不能证明签署人是谁' err.txt || bad "a self-signed signer: $(cat err.txt)"

python3 - <<'P'
b = bytearray(open("a.pdf", "rb").read()); b[len(b) // 3] ^= 1; open("flipped.pdf", "wb").write(b)
P
exits 5 "one bit flipped" gongwen verify flipped.pdf
grep -q 'A131' err.txt || bad "flipped: $(cat err.txt)"
same "pdfsig says so too" "1" "$(pdfsig -nocert flipped.pdf 2>/dev/null | grep -c 'Digest Mismatch')"
qpdf --object-streams=preserve a.pdf rewritten.pdf 2>/dev/null || true
exits 5 "written anew by another program" gongwen verify rewritten.pdf
exits 5 "not signed" gongwen verify plain/*.pdf
grep -q 'A130' err.txt || bad "not signed: $(cat err.txt)"

# ---- revoked; a folder of trusted certificates ----
mkdir trusted; cp ca/ca.pem trusted/
(cd ca; openssl ca -config ca.cnf -gencrl -out before.crl 2>/dev/null)
cp keys/log.key.pem trusted/; echo 各校证书 >trusted/说明.txt
exits 0 "other files beside the certificates are passed over" gongwen verify a.pdf --trust trusted
mkdir none; cp keys/log.key.pem none/
exits 4 "… but a folder without a certificate trusts nobody, and says so" gongwen verify a.pdf --trust none
grep -q A020 err.txt || bad "A020 is not told"
exits 0 "not revoked" gongwen verify a.pdf --trust trusted --crl ca/before.crl
(cd ca; openssl ca -config ca.cnf -revoke office.pem -crl_reason keyCompromise 2>/dev/null; openssl ca -config ca.cnf -gencrl -out after.crl 2>/dev/null)
gongwen sign file plain/*.pdf --keys keys -o unstamped.pdf >/dev/null
exits 5 "revoked, and no time stamp" gongwen verify unstamped.pdf --trust trusted --crl ca/after.crl
grep -q 'A122.*私钥泄露' err.txt || bad "revoked: $(cat err.txt)"
exits 5 "a bundle sealed after that day is found too" gongwen verify nostamp.zip --trust trusted --crl ca/after.crl
gongwen submit notice --data "$samples/notice.json" --id late --format docx --keys keys -o late.zip >/dev/null
exits 5 "… and a whole one" gongwen verify late.zip --trust trusted --crl ca/after.crl
grep -q '文件与封存时一致，但签名不能作证明' out.txt && ! grep -q '签署人不在' out.txt && good "… the signer is to blame, not the files, and he is not unknown" || { bad "who is to blame"; cat out.txt; }

# ---- a key that never leaves its device ----
exits 0 "sign prepare" gongwen --json sign prepare plain/*.pdf --cert ca/device.pem --cert ca/ca.pem -o request.json --reason 签发
python3 -c 'import json, sys; sys.stdout.buffer.write(bytes.fromhex(json.loads(open("out.txt").readline())["digest_sha256"]))' >digest.bin
exits 0 "the device signs the digest" openssl pkeyutl -sign -inkey ca/device.key -pkeyopt digest:sha256 -in digest.bin -out value.bin
exits 0 "sign finish, with a time stamp" gongwen sign finish request.json --signature value.bin -o device.pdf --tsa "$tsa"
exits 0 "… is valid" gongwen verify device.pdf --trust ca/ca.pem
grep -q 'UKey' out.txt && grep -q 'B-T' out.txt || bad "device.pdf: $(cat out.txt)"
same "pdfsig says valid" "Signature is Valid." "$(pdfsig -nocert device.pdf 2>/dev/null | sed -n 's/.*Signature Validation: //p')"
openssl pkeyutl -sign -inkey ca/office.key -pkeyopt digest:sha256 -in digest.bin -out foreign.bin
exits 4 "a value of another key" gongwen sign finish request.json --signature foreign.bin -o no.pdf
[ ! -e no.pdf ] || bad "a file was written for a foreign value"
echo 内容 >notes.txt
exits 0 "any file gets a detached signature" gongwen sign file notes.txt --keys keys
exits 0 "openssl: the detached signature" openssl cms -verify -binary -inform DER -in notes.txt.p7s -content notes.txt -CAfile ca/ca.pem -out /dev/null

# ---- the time service ----
exits 1 "nobody answers" gongwen sign file plain/*.pdf --keys keys -o no.pdf --tsa http://127.0.0.1:9/tsa
exits 1 "the wrong path" gongwen sign file plain/*.pdf --keys keys -o no.pdf --tsa "${tsa%tsa}other"
grep -q '404' err.txt || bad "the wrong path: $(cat err.txt)"
exits 2 "https is not needed" gongwen sign file plain/*.pdf --keys keys -o no.pdf --tsa https://example.org/
[ ! -e no.pdf ] || bad "a file was written without its time stamp"
before=$(find library -name 'v*.zip' | wc -l)
exits 1 "nothing is filed without its time stamp" gongwen archive add authorization-letter -d "$samples/authorization-letter.json" -A library --keys keys --id A2 --format pdf --tsa http://127.0.0.1:9/
same "… nothing" "$before" "$(find library -name 'v*.zip' | wc -l)"
finish
