#!/usr/bin/env bash
# tests/fresh.sh bookworm|trixie [demo|tests|both]
# Tries the README's two commands as a new machine would: a minimal Debian made by debootstrap in a temporary folder, a clone of
# the committed checkout inside it, the commands run there by chroot. Needs root, debootstrap and a package mirror (the one this
# machine's apt uses, or DEBIAN_MIRROR). The folder is kept between runs only with KEEP=<dir>.
set -euo pipefail
. "$(dirname "$0")/../src/setup/setup.sh"
suite="${1:-}"; what="${2:-both}"
case "$suite" in bookworm|trixie) ;; *) fail "usage: tests/fresh.sh bookworm|trixie [demo|tests|both]" ;; esac
[ "$(id -u)" -eq 0 ] || fail "tests/fresh.sh needs root (chroot)"
need_packages debootstrap git

sources=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources 2>/dev/null || true)
mirror="${DEBIAN_MIRROR:-$(sed -nE 's/^(URIs: |deb (\[[^]]*\] )?)(http[^ ]*\/debian)\/?( .*)?$/\3/p' <<<"$sources" | head -n1)}"
[ -n "$mirror" ] || fail "no Debian mirror found; set DEBIAN_MIRROR"
place="${KEEP:-$(mktemp -d)}"; mkdir -p "$place"
tree="$place/$suite"
cleanup() {
  umount -l "$tree/proc" "$tree/dev" 2>/dev/null || true
  [ -n "${KEEP:-}" ] || rm -rf --one-file-system "$place"
}
trap cleanup EXIT

if [ ! -e "$tree/etc/debian_version" ]; then
  say "debootstrap $suite"
  debootstrap --variant=minbase --include=ca-certificates,git "$suite" "$tree" "$mirror" >"$place/debootstrap.log" 2>&1 ||
    { tail -n 20 "$place/debootstrap.log"; fail "debootstrap failed"; }
fi
# The way to the packages is this machine's own: certificates, apt's settings, name resolution; nothing else.
if [ -d /etc/ssl/certs ]; then cp -L /etc/ssl/certs/*.crt "$tree/etc/ssl/certs/" 2>/dev/null || true; fi
for f in /etc/apt/apt.conf.d/*proxy* /etc/apt/apt.conf.d/99*; do if [ -e "$f" ]; then cp "$f" "$tree/etc/apt/apt.conf.d/"; fi; done
cp -L /etc/resolv.conf /etc/hosts "$tree/etc/" 2>/dev/null || true
mountpoint -q "$tree/proc" || mount -t proc proc "$tree/proc"
mountpoint -q "$tree/dev" || mount --rbind /dev "$tree/dev"

rm -rf "$tree/home/gongwen"
git clone -q "$root" "$tree/home/gongwen"
inside() { # a clean environment, as after a login; the ways to the registries are kept
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb \
    $(env | grep -E '^(https?_proxy|HTTPS?_PROXY|no_proxy|NO_PROXY|NPM_CONFIG_[A-Za-z_]*|npm_config_[a-z_]*|SSL_CERT_FILE|NODE_EXTRA_CA_CERTS)=' || true) \
    chroot "$tree" bash -c "cd /home/gongwen && $1"
}
try() { # try <title> <command>
  local begun; begun=$(now); say "$suite: $1"
  inside "$2"
  printf '%s: %s: %ss\n' "$suite" "$1" "$(since "$begun")" | tee -a "$place/times"
}
case "$what" in demo|both)
  try "bash samples/demo.sh" "bash samples/demo.sh"
  try "bash samples/demo.sh, a second time" "bash samples/demo.sh >/dev/null" ;;
esac
case "$what" in tests|both) try "bash tests/run.sh" "bash tests/run.sh" ;; esac
say "times"
cat "$place/times"
