# For the cases of packages: the archive of archive.sh with A1 in it, a school with a key, packages of one scan.
. "$CASES/shared/archive.sh"
desk() { made && gongwen -q key new --keys school --no-passphrase --organisation 示例学校 >/dev/null && printf '\xff\xd8\xff scan' >scan.jpg; }
sealed() { # sealed <id> <role>
  gongwen submit --keys school --file "$2=scan.jpg" --id "$1" --title 盖章件 --responsible 示例学校 --date 2026-11-02 -o "$1.zip" >/dev/null
}
taken() { gongwen archive receive "$1.zip" --trust school/sign.cert.pem --keys keys -A library --no-pdf >/dev/null 2>&1; }
