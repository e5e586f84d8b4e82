#!/usr/bin/env python3
"""RFC 8493 read once more, for the tests: is the folder a complete and valid bag?  check_bag.py FOLDER"""
import hashlib, os, re, sys

root = sys.argv[1]
read = lambda name: open(os.path.join(root, name), "rb").read()
assert re.fullmatch(rb"BagIt-Version: 1\.0\nTag-File-Character-Encoding: UTF-8\n", read("bagit.txt"))
files = {os.path.relpath(os.path.join(d, f), root) for d, _, names in os.walk(root) for f in names}
payload = {f for f in files if f.startswith("data/")}


def manifest(name):
    out = {}
    for line in read(name).decode("utf-8").splitlines():
        digest, path = re.fullmatch(r"([0-9a-f]{64})  (.+)", line).groups()
        assert path not in out, path
        out[path] = digest
    return out


listed = manifest("manifest-sha256.txt")
tags = manifest("tagmanifest-sha256.txt")
assert set(listed) == payload, set(listed) ^ payload
assert set(tags) == {f for f in files - payload if f != "tagmanifest-sha256.txt" and not f.startswith("signatures/")}
for path, digest in {**listed, **tags}.items():
    assert hashlib.sha256(read(path)).hexdigest() == digest, path
info = dict(line.split(": ", 1) for line in read("bag-info.txt").decode("utf-8").splitlines())
assert info["Payload-Oxum"] == "%d.%d" % (sum(len(read(p)) for p in payload), len(payload)), info
assert re.fullmatch(r"\d{4}-\d\d-\d\d", info["Bagging-Date"])
print("valid,", len(payload), "payload files")
