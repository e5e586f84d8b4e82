# For the cases of archives and bundles: an identity, an archive, papers in it, and what differs from run to run taken out.
made() { # an identity and an archive with version 1 of A1
  gongwen -q key new --keys keys --no-passphrase --organisation 河南省示例教育局 >/dev/null &&
    gongwen archive init -A library --keys keys --title 示例档案库 >/dev/null && filed A1
}
filed() { # filed <id> [option …]: the next version of a record
  local id="$1"; shift
  gongwen archive add "$CASES/shared/slip" -A library --keys keys --format docx --id "$id" -d "$CASES/shared/slip.json" "$@" >/dev/null
}
where() { ls -d library/records/*/"$1"; }                                  # where <id>: its folder
bundle() { made && cp "$(where A1)/v0001.zip" x.zip; }                      # a bundle outside the archive: x.zip
zipped() { python3 "$CASES/shared/zip.py" "$@"; }
steady() { # digests, times, sizes and salts
  sed -E -e 's/[0-9A-F]{2}(:[0-9A-F]{2}){31}/<fingerprint>/g' -e 's/[0-9A-F]{4}(:[0-9A-F]{4}){15}/<fingerprint>/g' \
    -e 's/[0-9a-f]{64}/<sha256>/g' -e 's/[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9:]{5,8}Z/<time>/g' -e 's/20[0-9]{2}年[0-9]+月[0-9]+日( [0-9:]+)?/<date>/g' \
    -e 's/字节 [0-9]+/字节 N/g' -e 's/x\.zip:[0-9]+/x.zip:N/g' -e 's/实际为 [0-9.]+/实际为 N/g' -e 's/(document.docx|v000[0-9].zip):[0-9]+/\1:N/g'
}
signed_pdf() { # a.pdf, signed with a key of its own
  gongwen -q key new --keys keys --no-passphrase --role sign --organisation 河南省示例教育局 >/dev/null &&
    gongwen -q sign file "$CASES/shared/tiny.pdf" --keys keys -o a.pdf >/dev/null
}
flip() { python3 -c 'import sys; b = bytearray(open(sys.argv[1], "rb").read()); b[int(sys.argv[2])] ^= 1; open(sys.argv[1], "wb").write(b)' "$@"; }   # flip <file> <offset>
ruled() { made && gongwen archive numbering --fonds Z109 --office 办公室 -A library --keys keys >/dev/null; }   # … that writes 档号 by DA/T 22-2015
