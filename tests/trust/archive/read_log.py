#!/usr/bin/env python3
"""Reads an archive's log with nothing but C2SP's tlog-tiles, tlog-checkpoint, signed-note, tlog-proof and tlog-witness pages and
RFC 9162 section 2.1 in hand; shares no code and no file with the program. For the tests, and for whoever wants a second opinion.
  read_log.py roots LOG FILE             lines `size root index i:… old c:…` against the tiles of LOG
  read_log.py log ARCHIVE                checkpoint, tiles and entries of an archive
  read_log.py receipt ARCHIVE FILE ZIP   a receipt proves this very zip
  read_log.py growth ARCHIVE FILE OLD    a proof that the log grew out of the checkpoint in OLD"""
import base64, functools, hashlib, json, os, subprocess, sys, tempfile


def sha(b): return hashlib.sha256(b).digest()
def node(a, b): return sha(b"\1" + a + b)
def leaf_hash(entry): return sha(b"\0" + entry)


def split(n):
    """The largest power of two smaller than n."""
    return 1 << (n - 1).bit_length() - 1


# ---- RFC 9162: what a path or proof makes of the hashes at its beginning ----
def root_by_path(index, size, leaf, path):
    if size == 1:
        assert not path, "the path is too long"
        return leaf
    assert path, "the path is too short"
    k = split(size)
    if index < k:
        return node(root_by_path(index, k, leaf, path[:-1]), path[-1])
    return node(path[-1], root_by_path(index - k, size - k, leaf, path[:-1]))


def roots_by_proof(old, size, proof, old_root, whole=True):
    """(old root, new root) as the proof has them; the reverse of SUBPROOF."""
    if old == size:
        if whole:
            assert not proof
            return old_root, old_root
        assert len(proof) == 1
        return proof[0], proof[0]
    k = split(size)
    if old <= k:
        a, b = roots_by_proof(old, k, proof[:-1], old_root, whole)
        return a, node(b, proof[-1])
    a, b = roots_by_proof(old - k, size - k, proof[:-1], old_root, False)
    return node(proof[-1], a), node(proof[-1], b)


# ---- C2SP ----
class Tiles:
    def __init__(self, folder, size):
        self.folder, self.size = folder, size

    def number(self, n):
        parts = ["%03d" % (n % 1000)]
        while n >= 1000:
            n //= 1000
            parts.insert(0, "x%03d" % (n % 1000))
        return "/".join(parts)

    @functools.lru_cache(maxsize=None)
    def read(self, level, n):
        """A tile or bundle of entries: whole, or the part of it that a tree of our size has."""
        have = self.size if level == "entries" else self.size >> (8 * level)
        width = min(256, have - n * 256)
        base = os.path.join(self.folder, "tile", str(level), self.number(n))
        for path in ([base] if width == 256 else ["%s.p/%d" % (base, width), base]):
            if os.path.exists(path):
                return open(path, "rb").read()
        # a size that was never a checkpoint: a wider part of the tile begins with the same
        for wider in sorted(map(int, os.listdir(base + ".p") if os.path.isdir(base + ".p") else [])):
            if wider > width:
                return open("%s.p/%d" % (base, wider), "rb").read()
        raise AssertionError("no tile " + base)

    def root(self, a, b):
        n = b - a
        if n == 0:
            return sha(b"")
        level = 0
        while n == 256 ** (level + 1):
            level += 1
        if n == 256 ** level and a % n == 0:
            at = a // n
            got = self.read(level, at // 256)[at % 256 * 32:at % 256 * 32 + 32]
            assert len(got) == 32
            return got
        k = split(n)
        return node(self.root(a, a + k), self.root(a + k, b))

    def entries(self):
        out = []
        for n in range((self.size + 255) // 256):
            data, bundle = self.read("entries", n), []
            while data:
                length = data[0] << 8 | data[1]
                assert len(data) >= 2 + length
                bundle.append(data[2:2 + length])
                data = data[2 + length:]
            out += bundle[:self.size - n * 256]
        return out


def signed(note, key):
    """The text of a signed note by `key` (a C2SP verifier key), its signature checked by openssl."""
    name, key_hash, raw = key.split("+", 2)
    raw = base64.b64decode(raw)
    assert raw[0] == 1 and sha(name.encode() + b"\n" + raw)[:4].hex() == key_hash
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    for line in signatures.splitlines():
        dash, who, blob = line.split(" ")
        blob = base64.b64decode(blob)
        if dash == "\u2014" and who == name and blob[:4].hex() == key_hash:
            with tempfile.TemporaryDirectory() as t:
                files = {"k": bytes.fromhex("302a300506032b6570032100") + raw[1:], "m": text.encode(), "s": blob[4:]}
                for f, data in files.items():
                    open(os.path.join(t, f), "wb").write(data)
                subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "k", "-keyform", "DER", "-rawin", "-in", "m",
                                "-sigfile", "s"], cwd=t, check=True, stdout=subprocess.DEVNULL)
            return text
    raise AssertionError("no signature by " + name)


def checkpoint(note, key):
    origin, size, root = signed(note, key).split("\n")[:3]
    assert origin == key.split("+")[0], "another log"
    return int(size), base64.b64decode(root)


def read(*path): return open(os.path.join(*path), "rb").read()
def text(*path): return read(*path).decode("utf-8")
def key_of(archive): return json.loads(read(archive, "archive.json"))["log_key"]
def hashes(lines): return [base64.b64decode(line, validate=True) for line in lines]


def roots(folder, file):
    count, tiles = 0, {}
    for line in open(file, encoding="ascii"):
        size, root, index, inclusion, old, growth = line.split()
        size, index, old = int(size), int(index), int(old)
        of = lambda t: [bytes.fromhex(h) for h in t.split(":")[1:]]
        tree = tiles.setdefault(size, Tiles(folder, size))
        top = tree.root(0, size)
        assert top.hex() == root, ("root", line)
        assert root_by_path(index, size, tree.root(index, index + 1), of(inclusion)) == top, ("path", line)
        before = Tiles(folder, old).root(0, old)
        assert roots_by_proof(old, size, of(growth), before) == (before, top), ("growth", line)
        count += 1
    print(count, "sizes agree")


def log(archive):
    size, root = checkpoint(text(archive, "log", "checkpoint"), key_of(archive))
    tiles = Tiles(os.path.join(archive, "log"), size)
    entries = tiles.entries()
    assert len(entries) == size and tiles.root(0, size) == root
    assert all(leaf_hash(e) == tiles.root(i, i + 1) for i, e in enumerate(entries))
    print(size, "entries under one signed root")


def receipt(archive, file, bundle):
    head, _, note = text(file).partition("\n\n")
    title, extra, index, *path = head.split("\n")
    assert title == "c2sp.org/tlog-proof@v1"
    entry = base64.b64decode(extra.split(" ")[1])
    size, root = checkpoint(note, key_of(archive))
    assert root_by_path(int(index.split(" ")[1]), size, leaf_hash(entry), hashes(path)) == root
    assert json.loads(entry)["sha256"] == hashlib.sha256(read(bundle)).hexdigest()
    print(json.loads(entry)["record"], json.loads(entry)["number"], "is leaf", index.split(" ")[1], "of", size)


def growth(archive, file, old):
    head, _, note = text(file).partition("\n\n")
    first, *proof = head.split("\n")
    old_size, old_root = checkpoint(text(old), key_of(archive))
    size, root = checkpoint(note, key_of(archive))
    assert first == "old %d" % old_size and size >= old_size
    assert old_size == 0 or roots_by_proof(old_size, size, hashes(filter(None, proof)), old_root) == (old_root, root)
    print("grew from", old_size, "to", size)


if __name__ == "__main__":
    {"roots": roots, "log": log, "receipt": receipt, "growth": growth}[sys.argv[1]](*sys.argv[2:])
