#!/usr/bin/env python3
"""An independent reading of RFC 9901 for the tests: nothing but the standard library, and openssl for ES256.

check_sd_jwt.py PRESENTATION CERTIFICATE.pem
Prints the payload with every opened field in its place, as JSON; exits 1 when anything is wrong."""
import base64, hashlib, json, subprocess, sys, tempfile, os


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def der_integer(raw):
    raw = raw.lstrip(b"\0") or b"\0"
    if raw[0] & 0x80:
        raw = b"\0" + raw
    return b"\x02" + bytes([len(raw)]) + raw


def check_signature(signing_input, raw, certificate):
    assert len(raw) == 64, "ES256 signature is not 64 bytes"
    body = der_integer(raw[:32]) + der_integer(raw[32:])
    with tempfile.TemporaryDirectory() as folder:
        name = lambda n: os.path.join(folder, n)
        open(name("sig"), "wb").write(b"\x30" + bytes([len(body)]) + body)
        open(name("data"), "wb").write(signing_input)
        key = subprocess.run(["openssl", "x509", "-in", certificate, "-noout", "-pubkey"], check=True, capture_output=True).stdout
        open(name("key"), "wb").write(key)
        done = subprocess.run(["openssl", "dgst", "-sha256", "-verify", name("key"), "-signature", name("sig"), name("data")], capture_output=True)
        assert done.returncode == 0, "signature is wrong"


def main():
    presentation = open(sys.argv[1], encoding="ascii").read()
    jwt, *disclosures = presentation.split("~")
    assert disclosures and disclosures[-1] == "", "does not end in ~"
    header, payload, signature = jwt.split(".")
    assert json.loads(decode(header))["alg"] == "ES256"
    check_signature((header + "." + payload).encode(), decode(signature), sys.argv[2])
    root = json.loads(decode(payload))
    assert root.pop("_sd_alg") == "sha-256"
    by_digest = {}
    for text in disclosures[:-1]:
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        assert digest not in by_digest, "disclosure twice"
        by_digest[digest] = json.loads(decode(text))
        assert len(decode(by_digest[digest][0])) == 16, "salt is not 128 bits"
    used = set()

    def walk(value):
        if isinstance(value, dict):
            out = {k: walk(v) for k, v in value.items() if k != "_sd"}
            for digest in value.get("_sd", []):
                if digest in by_digest:
                    used.add(digest)
                    _, name, inner = by_digest[digest]
                    assert name not in out and name not in ("_sd", "...")
                    out[name] = walk(inner)
            assert value.get("_sd", []) == sorted(value.get("_sd", [])), "order shows"
            return out
        if isinstance(value, list):
            out = []
            for item in value:
                if isinstance(item, dict) and set(item) == {"..."}:
                    if item["..."] in by_digest:
                        used.add(item["..."])
                        _, inner = by_digest[item["..."]]
                        out.append(walk(inner))
                else:
                    out.append(walk(item))
            return out
        return value

    shown = walk(root)
    assert used == set(by_digest), "a disclosure belongs to nothing"
    json.dump(shown, sys.stdout, ensure_ascii=False, sort_keys=True)


try:
    main()
except (AssertionError, KeyError, ValueError, subprocess.CalledProcessError) as error:
    print("BAD", error)
    sys.exit(1)
