#!/usr/bin/env bash
# Runs every ```console block of the README, in order, in one shell, and compares what is printed. In expected output "…" stands for
# anything within a line, and a line of "…" alone for any number of lines. The two commands of the first block are whole.demo and
# this very run.
. "$(dirname "$0")/lib.sh"
for name in samples templates fonts src; do ln -s "$source/$name" "$name"; done
unset GONGWEN_PASSPHRASE
cat >run.py <<'P'
import re, subprocess, sys
blocks = re.findall(r"^```console\n(.*?)^```", open(sys.argv[1], encoding="utf-8").read(), re.M | re.S)
shell = subprocess.Popen(["bash", "--norc"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
def run(command):
    shell.stdin.write((command + "\nprintf '\\n%s\\n' '=end of command='\n").encode()); shell.stdin.flush()
    lines = []
    while True:
        line = shell.stdout.readline()
        if not line: return "".join(lines) + "(the shell ended)"
        line = line.decode("utf-8", "replace")
        if line == "=end of command=\n": break
        lines.append(line)
    return "".join(lines).rstrip("\n")
def pattern(expected):
    out = []
    for line in expected.split("\n"):
        out.append(r"(?:[^\n]*\n?)*?" if line == "…" else "[^\n]*".join(re.escape(p) for p in line.split("…")))
    return "\n".join(out)
commands = bad = 0
for block in blocks:
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, expected = part.partition("\n")
        got = run(command); commands += 1
        if not re.fullmatch(pattern(expected.rstrip("\n")).replace("\n(?:[^\\n]*\\n?)*?", "(?:\n[^\n]*)*"), got):
            bad += 1
            print("BAD  $", command, "\n--- the README says\n" + expected.rstrip("\n"), "\n--- it printed\n" + got)
print(len(blocks), "blocks,", commands, "commands,", bad, "differ")
sys.exit(1 if bad or commands < 20 else 0)
P
python3 run.py "$source/README.md" && good "README" || bad "README"
grep -qE '^bash samples/demo.sh ' "$source/README.md" && grep -qE '^bash tests/run.sh ' "$source/README.md" && good "the two commands" || bad "the two commands"
# every relative link leads to a file
for link in $(grep -oE '\]\([^)#]+\)' "$source/README.md" | tr -d '])(' | sort -u); do [ -e "$source/$link" ] && good "$link" || bad "dead link $link"; done
finish
