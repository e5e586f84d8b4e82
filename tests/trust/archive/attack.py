#!/usr/bin/env python3
"""What somebody with a hand on the disk, and perhaps with a key, does to an archive. For the tests: each attack is made as well as
it can be, with every digest that can be remade remade. Standard library and openssl only; nothing of the program.
  attack.py flip ARCHIVE ID N FILE           one bit of a file inside a bundle
  attack.py remake ARCHIVE ID N FILE         other content, all manifests remade, the old seal
  attack.py reseal ARCHIVE ID N FILE KEYS    … and sealed anew with other keys, whose certificate joins the archive's
  attack.py claim PACKAGE KEYS NAME VALUE    a package whose own sealer writes VALUE (JSON) for NAME (metadata.title) into version.json
  attack.py relabel ARCHIVE ID N ID2 N2      a true bundle under another name, its version.json changed to suit
  attack.py drop ARCHIVE ID [N]              a version, or the whole record
  attack.py swap ARCHIVE ID N ID2 N2         two true bundles in each other's place
  attack.py unlog ARCHIVE LEAF               a leaf taken out of entries and tiles, every hash remade
  attack.py rewrite ARCHIVE LEAF KEYS        … and the checkpoint signed anew with the log key, the bundles dropped to suit
  attack.py turn ARCHIVE LEAF                two neighbouring leaves exchanged, every hash remade
  attack.py catalogue ARCHIVE                the list shows another title"""
import base64, glob, hashlib, io, json, os, shutil, sqlite3, subprocess, sys, tempfile, zipfile
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from read_log import Tiles, leaf_hash, node, sha, split


def home(archive, record):
    return glob.glob(os.path.join(archive, "records", "*", record))[0]


def where(archive, record, number):
    return os.path.join(home(archive, record), "v%04d.zip" % int(number))


def digest(algorithm, data):
    if algorithm == "sha256":
        return hashlib.sha256(data).hexdigest()
    out = subprocess.run(["openssl", "dgst", "-sm3", "-r"], input=data, capture_output=True, check=True).stdout
    return out.decode().split()[0]


def load(path):
    with zipfile.ZipFile(path) as z:
        return {i.filename: z.read(i) for i in z.infolist()}, {i.filename: i.compress_type for i in z.infolist()}


def store(path, files, methods):
    """A zip with the frame the format asks for, so that not the frame gives the change away."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            info.compress_type = methods.get(name, zipfile.ZIP_DEFLATED)
            z.writestr(info, data, compresslevel=6)
    open(path, "wb").write(out.getvalue())


def manifests(files):
    payload = sorted(n for n in files if n.startswith("data/"))
    lines = lambda algorithm, names: "".join("%s  %s\n" % (digest(algorithm, files[n]), n) for n in names).encode()
    files["manifest-sha256.txt"] = lines("sha256", payload)
    files["gongwen/manifest-sm3.txt"] = lines("sm3", payload)
    oxum = "Payload-Oxum: %d.%d" % (sum(len(files[n]) for n in payload), len(payload))
    files["bag-info.txt"] = "".join((oxum if line.startswith("Payload-Oxum") else line) + "\n"
                                    for line in files["bag-info.txt"].decode().splitlines()).encode()
    tags = sorted(n for n in files if not n.startswith(("data/", "signatures/")) and n != "tagmanifest-sha256.txt")
    files["tagmanifest-sha256.txt"] = lines("sha256", tags)


def flip(archive, record, number, name):
    path = where(archive, record, number)
    with zipfile.ZipFile(path) as z:
        info = z.getinfo(name)
    data = bytearray(open(path, "rb").read())
    at = info.header_offset + 30 + int.from_bytes(data[info.header_offset + 26:info.header_offset + 28], "little") + info.compress_size // 2
    data[at] ^= 0x10
    open(path, "wb").write(data)


def changed(data):
    return data.replace(b"1", b"7", 1) if b"1" in data else data + b"!"


def remake(archive, record, number, name):
    path = where(archive, record, number)
    files, methods = load(path)
    files[name] = changed(files[name])
    manifests(files)
    store(path, files, methods)


def seal(files, keys):
    manifests(files)
    with tempfile.TemporaryDirectory() as t:
        open(os.path.join(t, "m"), "wb").write(files["tagmanifest-sha256.txt"])
        subprocess.run(["openssl", "cms", "-sign", "-binary", "-cades", "-in", os.path.join(t, "m"), "-outform", "DER", "-out", os.path.join(t, "s"),
                        "-signer", os.path.join(keys, "sign.cert.pem"), "-inkey", os.path.join(keys, "sign.key.pem"), "-md", "sha256"], check=True)
        files["signatures/tagmanifest.p7s"] = open(os.path.join(t, "s"), "rb").read()


def claim(path, keys, name, value):
    files, methods = load(path)
    version = at = json.loads(files["gongwen/version.json"])
    *above, last = name.split(".")
    for one in above:
        at = at[one]
    at[last] = json.loads(value)
    files["gongwen/version.json"] = (json.dumps(version, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()
    seal(files, keys)
    store(path, files, methods)


def reseal(archive, record, number, name, keys):
    path = where(archive, record, number)
    files, methods = load(path)
    files[name] = changed(files[name])
    pem = open(os.path.join(keys, "sign.cert.pem")).read()
    der = base64.b64decode("".join(pem.split("-----")[2].split()))
    version = json.loads(files["gongwen/version.json"])
    version["certificate"] = hashlib.sha256(der).hexdigest()
    files["gongwen/version.json"] = (json.dumps(version, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()
    seal(files, keys)
    store(path, files, methods)
    open(os.path.join(archive, "certificates", version["certificate"] + ".pem"), "w").write(pem)


def relabel(archive, record, number, other, other_number):
    path = where(archive, record, number)
    files, methods = load(where(archive, other, other_number))
    version = json.loads(files["gongwen/version.json"])
    version["record"], version["number"] = record, int(number)
    files["gongwen/version.json"] = (json.dumps(version, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()
    manifests(files)
    store(path, files, methods)


def drop(archive, record, number=None):
    if number is None:
        shutil.rmtree(home(archive, record))
    else:
        os.remove(where(archive, record, number))


def swap(archive, record, number, other, other_number):
    a, b = where(archive, record, number), where(archive, other, other_number)
    one, two = open(a, "rb").read(), open(b, "rb").read()
    open(a, "wb").write(two)
    open(b, "wb").write(one)


def entries_of(archive):
    note = open(os.path.join(archive, "log", "checkpoint"), encoding="utf-8").read()
    return note, Tiles(os.path.join(archive, "log"), int(note.split("\n")[1])).entries()


def root_of(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else sha(b"")
    k = split(len(leaves))
    return node(root_of(leaves[:k]), root_of(leaves[k:]))


def write_log(archive, entries):
    """Entries and tiles of a log of up to 256 leaves, from nothing."""
    assert len(entries) <= 256
    shutil.rmtree(os.path.join(archive, "log", "tile"))
    end = "" if len(entries) == 256 else ".p/%d" % len(entries)
    for name, data in (("entries", b"".join(len(e).to_bytes(2, "big") + e for e in entries)), ("0", b"".join(map(leaf_hash, entries)))):
        path = os.path.join(archive, "log", "tile", name, "000" + end)
        os.makedirs(os.path.dirname(path))
        open(path, "wb").write(data)


def unlog(archive, leaf):
    note, entries = entries_of(archive)
    del entries[int(leaf)]
    write_log(archive, entries)


def turn(archive, leaf):
    note, entries = entries_of(archive)
    i = int(leaf)
    entries[i], entries[i + 1] = entries[i + 1], entries[i]
    write_log(archive, entries)


def rewrite(archive, leaf, keys):
    note, entries = entries_of(archive)
    gone = json.loads(entries.pop(int(leaf)))
    write_log(archive, entries)
    for path in glob.glob(where(archive, gone["record"], gone["number"])[:-4] + ".*"):
        os.remove(path)
    origin = note.split("\n")[0]
    text = "%s\n%d\n%s\n" % (origin, len(entries), base64.b64encode(root_of([leaf_hash(e) for e in entries])).decode())
    old = base64.b64decode(note.rstrip("\n").rsplit(" ", 1)[1])
    with tempfile.TemporaryDirectory() as t:
        open(os.path.join(t, "m"), "wb").write(text.encode())
        subprocess.run(["openssl", "pkeyutl", "-sign", "-inkey", os.path.join(keys, "log.key.pem"), "-rawin", "-in", os.path.join(t, "m"),
                        "-out", os.path.join(t, "s")], check=True)
        signature = open(os.path.join(t, "s"), "rb").read()
    line = "\u2014 %s %s\n" % (origin, base64.b64encode(old[:4] + signature).decode())
    open(os.path.join(archive, "log", "checkpoint"), "w", encoding="utf-8").write(text + "\n" + line)


def catalogue(archive):
    db = sqlite3.connect(os.path.join(archive, "catalogue.sqlite"))
    db.execute("UPDATE records SET title = '别的题名'")
    db.commit()


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
