"""Copies a font, setting the "restricted licence embedding" bit of OS/2 fsType (OpenType 1.9, OS/2)."""
import struct
import sys

font = bytearray(open(sys.argv[1], "rb").read())
for at in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16):
    if font[at:at + 4] == b"OS/2":
        struct.pack_into(">H", font, struct.unpack_from(">I", font, at + 8)[0] + 8, 2)
open(sys.argv[2], "wb").write(font)
