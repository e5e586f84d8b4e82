#!/usr/bin/env python3
"""Damages zip files on purpose, with nothing but struct, so that no library puts right what shall be wrong.

zip.py set|add FILE NAME            the entry's bytes are read from standard input
zip.py remove FILE NAME
zip.py replace FILE NAME OLD NEW    one text for another inside an entry
zip.py field FILE NAME FIELD VALUE  a header field, in the local and the central header alike; central.FIELD, local.FIELD: in one
zip.py extra FILE NAME              an extra field in the local header
zip.py rename FILE NAME NEW
zip.py end FILE FIELD VALUE         a field of the end record
zip.py twice FILE NAME              the central directory lists the entry twice
zip.py gap FILE | overlap FILE      bytes before the first entry that belong to none; two entries at one place
zip.py flip FILE NAME               flips one bit in the middle of the entry's packed bytes
"""
import struct
import sys
import zlib

LOCAL = "<IHHHHHIIIHH"
CENTRAL = "<IHHHHHHIIIHHHHHII"
END = "<IHHHHIIH"
LOCAL_NAMES = "sig need flags method time date crc packed size name extra".split()
CENTRAL_NAMES = "sig made need flags method time date crc packed size name extra comment disk internal external offset".split()
END_NAMES = "sig disk start here count size offset comment".split()


def unpack(form, names, data, at):
    return dict(zip(names, struct.unpack_from(form, data, at)))


def pack(form, names, values):
    return struct.pack(form, *(values[n] for n in names))


class Entry:
    pass


class Zip:
    def __init__(self, path):
        self.path = path
        data = open(path, "rb").read()
        end = len(data) - struct.calcsize(END)
        self.end = unpack(END, END_NAMES, data, end)
        self.entries = []
        at = self.end["offset"]
        for _ in range(self.end["count"]):
            e = Entry()
            e.central = unpack(CENTRAL, CENTRAL_NAMES, data, at)
            at += struct.calcsize(CENTRAL)
            e.name = data[at:at + e.central["name"]]
            at += e.central["name"] + e.central["extra"] + e.central["comment"]
            here = e.central["offset"]
            e.local = unpack(LOCAL, LOCAL_NAMES, data, here)
            here += struct.calcsize(LOCAL) + e.local["name"] + e.local["extra"]
            e.packed = data[here:here + e.central["packed"]]
            self.entries.append(e)

    def find(self, name):
        return next(e for e in self.entries if e.name == name.encode())

    def content(self, e):
        return zlib.decompress(e.packed, -15) if e.central["method"] == 8 else e.packed

    def put(self, e, content):
        squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
        e.packed = squeeze.compress(content) + squeeze.flush() if e.central["method"] == 8 else content
        for header in (e.central, e.local):
            header["crc"], header["packed"], header["size"] = zlib.crc32(content), len(e.packed), len(content)

    def write(self, before=b"", same_place=False, twice=None, fields=()):
        out = bytearray(before)
        for e in self.entries:
            e.central["offset"] = len(out)
            e.local["name"] = e.central["name"] = len(e.name)
            out += pack(LOCAL, LOCAL_NAMES, e.local) + e.name + e.packed
        if same_place:
            self.entries[1].central["offset"] = self.entries[0].central["offset"]
        listed = self.entries + ([twice] if twice else [])
        self.end.update(offset=len(out), count=len(listed), here=len(listed))
        for e in listed:
            out += pack(CENTRAL, CENTRAL_NAMES, e.central) + e.name
        self.end["size"] = len(out) - self.end["offset"]
        self.end.update(fields)
        out += pack(END, END_NAMES, self.end)
        open(self.path, "wb").write(out)


def main(verb, path, *rest):
    z = Zip(path)
    if verb == "set":
        z.put(z.find(rest[0]), sys.stdin.buffer.read())
    elif verb == "add":
        e = Entry()
        e.name = rest[0].encode()
        e.central, e.local = dict(z.entries[0].central), dict(z.entries[0].local)
        z.put(e, sys.stdin.buffer.read())
        z.entries.append(e)
    elif verb == "remove":
        z.entries.remove(z.find(rest[0]))
    elif verb == "replace":
        e = z.find(rest[0])
        before = z.content(e)
        after = before.replace(rest[1].encode(), rest[2].encode())
        assert before != after, "nothing to replace"
        z.put(e, after)
    elif verb == "field":
        e = z.find(rest[0])
        where, _, field = rest[1].rpartition(".")
        for name, header in (("central", e.central), ("local", e.local)):
            if where in ("", name):
                header[field] = int(rest[2], 0)
    elif verb == "extra":  # four bytes of an unknown extra field, in front of the data
        e = z.find(rest[0])
        e.local["extra"] = 4
        e.packed = b"zz\0\0" + e.packed
    elif verb == "rename":
        z.find(rest[0]).name = rest[1].encode()
    elif verb == "end":
        return z.write(fields={rest[0]: int(rest[1], 0)})
    elif verb == "twice":
        return z.write(twice=z.find(rest[0]))
    elif verb == "gap":
        return z.write(before=b"between")
    elif verb == "overlap":
        return z.write(same_place=True)
    elif verb == "flip":
        e = z.find(rest[0])
        middle = len(e.packed) // 2
        e.packed = e.packed[:middle] + bytes([e.packed[middle] ^ 1]) + e.packed[middle + 1:]
    else:
        raise SystemExit(__doc__)
    z.write()


main(*sys.argv[1:])
