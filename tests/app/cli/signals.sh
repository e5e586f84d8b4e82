#!/usr/bin/env bash
# Ctrl-C and SIGTERM: the paper under way is finished or not there, the exit code says who stopped us.
. "$(dirname "$0")/../../whole/lib.sh"
{ head -n 1 "$samples/schools.csv"; for _ in $(seq 400); do sed -n 2,4p "$samples/schools.csv"; done; } >rows.csv

stopped() { # stopped <signal> <code> <jobs>
  local signal="$1" want="$2" jobs="$3" code=0 pid
  rm -rf out
  gongwen batch authorization-letter --data rows.csv -o out -j "$jobs" >out.txt 2>err.txt & pid=$!
  until [ "$(ls out 2>/dev/null | grep -c '\.docx$')" -ge 3 ] || ! kill -0 $pid 2>/dev/null; do read -rt 0.02 _ <> <(:) || true; done
  kill -s "$signal" $pid 2>/dev/null || true
  wait $pid || code=$?
  same "$signal with -j $jobs: exit" "$want" "$code"
  local papers; papers=$(ls out | grep -c '\.docx$')
  [ "$papers" -lt 1200 ] || bad "$signal: it went on to the end"
  grep -q 已中止 out.txt || bad "$signal: does not say that it was stopped: $(cat out.txt)"
  same "… nothing half" "" "$(ls -A out | grep -vE '\.(pdf|docx)$|^problems\.jsonl$' || true)"
  for f in out/*.docx; do unzip -tq "$f" >/dev/null 2>&1 || bad "half a file: $f"; done
  for f in out/*.pdf; do tail -c 8 "$f" | grep -q '%%EOF' || bad "half a file: $f"; done
}
stopped INT 130 1
stopped INT 130 2
stopped TERM 143 2

# waiting for standard input, too
mkfifo pipe
code=0; gongwen check authorization-letter --data - <pipe >out.txt 2>err.txt & pid=$!
exec 9>pipe
# It waits when it sleeps and has taken the signal over (bit 1 of SigCgt).
waits() { sed -n 's/^State:\t\(S\).*/\1/p; s/^SigCgt:\t.*[2367abef]$/taken/p' /proc/$pid/status 2>/dev/null | tr -d '\n'; }
until [ "$(waits)" = Staken ] || ! kill -0 $pid 2>/dev/null; do :; done
kill -s INT $pid; wait $pid || code=$?
exec 9>&-
same "Ctrl-C while waiting for standard input" 130 "$code"
finish
