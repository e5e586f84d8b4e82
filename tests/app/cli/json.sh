#!/usr/bin/env bash
# With --json every line on stdout is one JSON object, problems included.
. "$(dirname "$0")/../../whole/lib.sh"
letter="$samples/authorization-letter.json"
# lines <code> <members every line must have one of> <command…>
lines() {
  local code="$1" members="$2"; shift 2
  exits "$code" "--json $*" gongwen --json "$@"
  python3 - "$members" <<'P' || bad "--json $*: $(head -n 3 out.txt)"
import json, sys
text = open("out.txt", encoding="utf-8").read()
assert text and text.endswith("\n"), "nothing, or an unfinished line"
for line in text.splitlines():
    node = json.loads(line)
    assert isinstance(node, dict), line
    if "code" in node:
        assert {"severity", "code", "message"} <= set(node) and node["severity"] in ("error", "warning", "note"), line
    else:
        assert any(m in node for m in sys.argv[1].split()), line
P
}
lines 0 "id" template list
lines 0 "role" fonts list
lines 0 "file" render authorization-letter --data "$letter" -o out
lines 4 "file" render authorisation-letter --data "$letter" -o out
lines 5 "good" check --page "$source/tests/formats/inspect/fixtures/libreoffice/date_zero.pdf"
lines 4 "good" check --page "$letter"
printf '{"to": 3}' >wrong.json
lines 4 "none" check authorization-letter --data wrong.json
{ sed -n 1,3p "$samples/schools.csv"; echo 只有一格; } >rows.csv
lines 3 "rows" batch authorization-letter --data rows.csv -o many --format docx
lines 0 "role" key new --keys keys --no-passphrase --organisation 河南省示例教育局
lines 0 "role" key show --keys keys
exits 0 "an archive" gongwen archive init -A library --keys keys
lines 0 "sha256" archive add authorization-letter --data "$letter" --id A1 -A library --keys keys --format docx
lines 0 "sha256" archive add authorization-letter --data "$letter" --id A1 -A library --keys keys --format docx --note 再归一次
lines 0 "id" archive list -A library
lines 0 "version" archive show A1 -A library
lines 0 "leaf" archive log -A library
lines 0 "intact" archive verify -A library --deep
lines 0 "withheld fields" disclose produce A1 -A library -o public
exits 0 "taking out" gongwen archive get A1 -A library -o A1.zip
lines 0 "intact" verify A1.zip
printf x >>A1.zip
lines 5 "intact" verify A1.zip
exits 0 "two equal versions" gongwen --json archive diff A1 1 2 -A library
python3 -c 'import json; [json.loads(l) for l in open("out.txt", encoding="utf-8")]' || bad "--json archive diff: $(head -n 3 out.txt)"
finish
