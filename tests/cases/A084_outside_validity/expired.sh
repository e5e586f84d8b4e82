# A certificate of the same key whose time is over; openssl ca is the one command that takes a date in the past.
set -e
touch index.txt && echo 01 >serial
cat >ca.cnf <<END
[ca]
default_ca = here
[here]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
[any]
organizationName = optional
commonName = supplied
[req]
distinguished_name = name
utf8 = yes
string_mask = utf8only
[name]
END
openssl req -new -config ca.cnf -utf8 -key keys/sign.key.pem -subj /O=河南省示例教育局/CN=河南省示例教育局 -out request.pem
openssl ca -batch -notext -utf8 -config ca.cnf -selfsign -keyfile keys/sign.key.pem -in request.pem -out keys/sign.cert.pem \
  -startdate 20200101000000Z -enddate 20210101000000Z 2>/dev/null
