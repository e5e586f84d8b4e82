"""A well-signed note that is no checkpoint: its size is a word (C2SP signed-note, tlog-checkpoint)."""
import base64
import subprocess
import sys

checkpoint, key = sys.argv[1:]
text, signature = open(checkpoint, encoding="utf-8").read().split("\n\n")
lines = text.split("\n")
lines[1] = "many"
text = "\n".join(lines) + "\n"
open("text", "w", encoding="utf-8").write(text)
made = subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", key, "-in", "text"], check=True, capture_output=True).stdout
dash, name, old = signature.split()
print(text + "\n" + dash + " " + name + " " + base64.b64encode(base64.b64decode(old)[:4] + made).decode())
