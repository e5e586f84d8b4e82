#!/usr/bin/env bash
# The whole job on real samples: installs what is missing, prepares the fonts, builds the tool, then prints, files, verifies,
# damages, batches and discloses. Everything it makes is in out/; out/index.html shows it. Can be run again at any time.
set -euo pipefail
. "$(dirname "$0")/../src/setup/setup.sh"
cd "$root"
started=$(now)
timed=()
clock() { timed+=("$(since "$2")|$1"); }   # clock <what> <begun>

# ---- what is needed ----
say "软件包 packages"
begun=$(now)
need_packages $build_packages poppler-utils unzip
clock "软件包 packages" "$begun"

say "字体和编译 fonts and build (two at a time)"
begun=$(now)
log="$(mktemp)"
(prepare_fonts) >"$log" 2>&1 & fonts=$!
configure release tool
cmake --build build/release --target gongwen -- --quiet
wait "$fonts" || { cat "$log"; fail "准备字体失败"; }
rm -f "$log"
clock "字体和编译 fonts and build" "$begun"

# ---- the job ----
export PATH="$root/build/release/src:$PATH"
out=out
rm -rf "$out"
mkdir -p "$out/data"
export GONGWEN_ARCHIVE="$out/archive" GONGWEN_KEYS="$out/keys"
export GONGWEN_PASSPHRASE="demo-$(head -c 12 /dev/urandom | od -An -tx1 | tr -d ' \n')"

# step <what it does> <command…>: prints the command, runs it; the exit code must be the expected one (STEP_EXIT, default 0).
step() {
  local what="$1" expected="${STEP_EXIT:-0}" code=0 begun; shift
  printf '\n\033[1m$ %s\033[0m\n' "$*"
  begun=$(now)
  "$@" || code=$?
  clock "$*" "$begun"
  [ "$code" -eq "$expected" ] || fail "上面的命令退出码是 $code，应为 $expected"
  printf '\033[2m  → %s（退出码 %s）\033[0m\n' "$what" "$code"
}

say "一、生成公文 papers"
papers=(authorization-letter notice construction-plan annual-report)
for id in "${papers[@]}"; do
  step "一份数据，一份模板，得 PDF 和 DOCX" gongwen render "$id" --data "samples/$id.json" -o "$out/papers/$id"
  [ "$id" != authorization-letter ] || printf '\033[2m  → 距开始 %s 秒得到第一份 PDF\033[0m\n' "$(since "$started")"
done

say "二、封存和归档 archive"
step "单位的身份：签名密钥和日志密钥，口令加密" gongwen key new --organisation 河南示例职业技术学院
step "新建档案库" gongwen archive init --title 示例档案库
letter_pdf=$(ls "$out"/papers/authorization-letter/*.pdf)
pdftoppm -r 100 -jpeg -singlefile "$letter_pdf" "$out/data/stamped-scan"
step "授权书第 1 版，带一份“盖章扫描件”" gongwen archive add authorization-letter --data samples/authorization-letter.json \
  --id letter-2026-001 --attach scan="$out/data/stamped-scan.jpg" --note 首次归档
for id in notice construction-plan annual-report; do
  step "第 1 版" gongwen archive add "$id" --data "samples/$id.json" --id "$id-2026" --note 首次归档
done
# one value of the annual report is corrected: what indicator Z7 reached
sed '/"id": "Z7"/ s/"actual": 5/"actual": 6/' samples/annual-report.json >"$out/data/annual-report-v2.json"
step "年度报告改了一个数，归为第 2 版" gongwen archive add annual-report --data "$out/data/annual-report-v2.json" --id annual-report-2026 --note 更正一项指标
step "库里有什么" gongwen archive list
step "谁在何时归了什么" gongwen archive log
step "两版差在哪里" gongwen archive diff annual-report-2026

say "三、核验 verify"
step "逐包逐文件核验" gongwen archive verify --deep
bundle="$out/tampered.zip"
gongwen archive get letter-2026-001 -o "$bundle" >/dev/null
step "单独一个封存包，用另外得到的证书核验" gongwen verify "$bundle" --trust "$out/keys/sign.cert.pem"
size=$(stat -c %s "$bundle")
at=$((size / 3))
perl -e 'open(F, "+<", $ARGV[0]) or die; binmode F; seek(F, $ARGV[1], 0); read(F, $b, 1); seek(F, $ARGV[1], 0); print F chr(ord($b) ^ 1); close F' "$bundle" "$at"
echo "（把副本的第 $at 字节改动一位）"
STEP_EXIT=5 step "改动一位就能发现，并说出在哪里" gongwen verify "$bundle" --trust "$out/keys/sign.cert.pem" 2>&1 | tee "$out/data/tampered.txt"
[ "${PIPESTATUS[0]}" -eq 0 ] || exit 1

say "四、批量 batch"
STEP_EXIT=3 step "好行各得一份，坏行逐条说明" gongwen batch authorization-letter --data samples/schools.csv -o "$out/batch" -j 2 2>"$out/data/batch.txt"
tail -n 6 "$out/data/batch.txt" | cut -c1-160

say "五、依申请公开 disclose"
step "个人隐私不予公开，其余照原样重新生成" gongwen disclose produce letter-2026-001 --withhold personal -o "$out/disclosed"

# ---- the page that shows it ----
begun=$(now)
bash samples/contact-sheet.sh "$out" "$at" <<EOF
$(printf '%s\n' "${timed[@]}")
EOF
clock "out/index.html" "$begun"

say "都在这里 where things are"
cat <<EOF
out/index.html                先看这个：页面、坏行、两版差异、被改动的包、公开件
out/papers/                   四种公文，各有 PDF 和 DOCX
out/keys/                     密钥（口令加密）和证书 sign.cert.pem
out/archive/                  档案库；records/ 里每一版是一个 zip
out/archive/records/…/v0001.zip  普通 zip，里面的 README.txt 教人手工核验
out/data/annual-report-v2.json   改了一个数的年度报告
out/tampered.zip              被改动一位的副本
out/batch/                    批量生成的授权书
out/batch/problems.jsonl      坏行清单，每行一个问题
out/disclosed/                公开件和不予公开清单
build/release/src/gongwen        程序本身；试试 build/release/src/gongwen --help
一共用了 $(since "$started") 秒（再运行一次会快得多）
EOF
