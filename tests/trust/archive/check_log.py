#!/usr/bin/env python3
"""RFC 9162's definitions of tree, path and proof, written down recursively, for the tests.
check_log.py FILE: lines `size index old root i:path… c:proof…` over the entries "entry 0", "entry 1", …"""
import functools, hashlib, sys

sys.setrecursionlimit(10000)


def leaf(i):
    return hashlib.sha256(b"\0" + b"entry %d" % i).digest()


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


@functools.lru_cache(maxsize=None)
def mth(a, b):
    if b == a:
        return hashlib.sha256(b"").digest()
    if b - a == 1:
        return leaf(a)
    k = split(b - a)
    return hashlib.sha256(b"\1" + mth(a, a + k) + mth(a + k, b)).digest()


def path(m, a, b):
    if b - a == 1:
        return []
    k = split(b - a)
    return path(m, a, a + k) + [mth(a + k, b)] if m < k else path(m - k, a + k, b) + [mth(a, a + k)]


def subproof(m, a, b, whole):
    if m == b - a:
        return [] if whole else [mth(a, b)]
    k = split(b - a)
    if m <= k:
        return subproof(m, a, a + k, whole) + [mth(a + k, b)]
    return subproof(m - k, a + k, b, False) + [mth(a, a + k)]


count = 0
for line in open(sys.argv[1], encoding="ascii"):
    size, index, old, root, inclusion, consistency = line.rstrip("\n").split(" ")
    size, index, old = int(size), int(index), int(old)
    hexes = lambda text: [bytes.fromhex(h) for h in text.split(":")[1:]]
    assert mth(0, size).hex() == root, line
    assert path(index, 0, size) == hexes(inclusion), line
    assert subproof(old, 0, size, True) == hexes(consistency), line
    count += 1
print(count, "proofs agree")
