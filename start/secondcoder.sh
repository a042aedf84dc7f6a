#!/bin/sh
# Starts secondcoder, and installs it the first time: a Python of its own, in a folder of its own.
# Nothing else on this computer is changed. With the word remove it takes all of that away again;
# your studies stay. On Linux: sh secondcoder-linux.sh. On macOS: a double click on
# secondcoder-macos.command, which is this same file.
#
# Variables, for those who need them: SECONDCODER_FOLDER (where it is installed), SECONDCODER_UV (a
# uv that is there already), SECONDCODER_UV_SITE (where uv is fetched from), SECONDCODER_PYTHON (a
# Python that is there already), SECONDCODER_TORCH (cpu, auto, or none for the torch of the package
# index in use).
set -eu

PYTHON=3.12
UV=0.13.9
system=$(uname -s)
here=$(cd "$(dirname "$0")" && pwd)
if [ "$system" = Darwin ]; then
  app=${SECONDCODER_FOLDER:-"$HOME/Library/Application Support/secondcoder-app"}
else
  app=${SECONDCODER_FOLDER:-"${XDG_DATA_HOME:-$HOME/.local/share}/secondcoder-app"}
fi
done_mark=$app/installed
own_mark=$app/made-by-secondcoder

say() { printf '%s\n' "$@"; }

fail() {
  say "" "This did not work: $1" "$2"
  if [ -t 0 ]; then
    printf 'Press Enter to close. '
    read -r _ || true
  fi
  exit 1
}

fetch() { # what, to where
  if command -v curl > /dev/null 2>&1; then
    curl --fail --silent --show-error --location --output "$2" "$1"
  elif command -v wget > /dev/null 2>&1; then
    wget --quiet --output-document="$2" "$1"
  else
    fail "neither curl nor wget is here to fetch files." "Install one of them, then start again."
  fi
}

sum_of() {
  if command -v sha256sum > /dev/null 2>&1; then sha256sum "$1"; else shasum -a 256 "$1"; fi |
    cut -d ' ' -f 1
}

bring_uv() {
  if [ -n "${SECONDCODER_UV:-}" ]; then
    uv=$SECONDCODER_UV
    return
  fi
  case "$system-$(uname -m)" in
    Linux-x86_64) kind=x86_64-unknown-linux-gnu ;;
    Linux-aarch64 | Linux-arm64) kind=aarch64-unknown-linux-gnu ;;
    Darwin-arm64) kind=aarch64-apple-darwin ;;
    *) fail "$system on $(uname -m) is not supported." \
      "secondcoder runs on Linux (x86-64, ARM 64) and on Macs with Apple silicon." ;;
  esac
  site=${SECONDCODER_UV_SITE:-https://github.com/astral-sh/uv/releases/download/$UV}
  fetch "$site/uv-$kind.tar.gz" "$app/uv.tar.gz" ||
    fail "uv, which brings Python, could not be fetched." "Check the network, then start again."
  fetch "$site/uv-$kind.tar.gz.sha256" "$app/uv.sum" ||
    fail "the sum of uv could not be fetched." "Check the network, then start again."
  [ "$(sum_of "$app/uv.tar.gz")" = "$(cut -d ' ' -f 1 "$app/uv.sum")" ] ||
    fail "uv did not come as it should." "Start again; if it stays so, something on the way changes files."
  tar -xzf "$app/uv.tar.gz" -C "$app"
  rm -f "$app/uv.tar.gz" "$app/uv.sum"
  uv=$app/uv-$kind/uv
}

install() {
  set -- "$here"/secondcoder-*.whl
  [ "$#" -eq 1 ] || fail "two packages secondcoder-….whl lie beside this file." "Keep the newer one alone."
  [ -f "$1" ] || fail "the package secondcoder-….whl does not lie beside this file." \
    "Unpack the whole download into one folder, and start from there."
  wheel=$1
  say "secondcoder is installed into $app" \
    "This happens once. It fetches some hundred MiB and takes minutes." ""
  is_own || [ ! -d "$app" ] || rmdir "$app" 2> /dev/null ||
    fail "$app is there already, with files that this file did not make." \
      "Name another folder as SECONDCODER_FOLDER."
  rm -rf "$app"
  mkdir -p "$app"
  : > "$own_mark"
  chmod 700 "$app"
  bring_uv
  UV_CACHE_DIR=$app/cache
  UV_PYTHON_INSTALL_DIR=$app/python
  UV_NO_CONFIG=1
  export UV_CACHE_DIR UV_PYTHON_INSTALL_DIR UV_NO_CONFIG
  "$uv" venv --quiet --python "${SECONDCODER_PYTHON:-$PYTHON}" "$app/env" ||
    fail "Python could not be brought here." "Check the network, then start again."
  set -- --torch-backend "${SECONDCODER_TORCH:-cpu}"
  [ "$2" != none ] || set --
  "$uv" pip install --python "$app/env/bin/python" "$@" \
    --constraint "$here/constraints.txt" "$wheel" ||
    fail "the packages could not be installed." "Check the network and the room on the disk, then start again."
  rm -rf "$app/cache"
  cp "$0" "$app/secondcoder.sh"
  sum_of "$wheel" > "$done_mark"
  say "" "Installed."
}

is_own() { # what this file did not make is never removed; the script lay there before the mark did
  [ -f "$own_mark" ] || [ -f "$app/secondcoder.sh" ]
}

remove() {
  [ -d "$app" ] || fail "there is nothing to remove: $app" "It was removed before, or never installed."
  is_own ||
    fail "$app was not made by this file, and is left as it is." "Remove it yourself if it is yours."
  rm -rf "$app"
  say "secondcoder is removed. Your studies were left as they are."
  [ ! -t 0 ] || { printf 'Press Enter to close. ' && read -r _; } || true
}

is_installed() {
  [ -f "$done_mark" ] || return 1
  for wheel in "$here"/secondcoder-*.whl; do # a newer package beside this file takes its place
    [ ! -f "$wheel" ] || [ "$(sum_of "$wheel")" = "$(cat "$done_mark")" ] || return 1
  done
}

# A copy whose name ends in -remove does it by a double click.
wanted=${1:-}
case "${0##*/}" in *-remove.*) wanted=remove ;; esac
case "$wanted" in
  remove)
    remove
    exit 0
    ;;
  install)
    is_installed || install
    exit 0
    ;;
esac
is_installed || install
say "" "The page opens in your browser. Leave this window open while you work; close it to stop." ""
exec "$app/env/bin/python" -m secondcoder app "$@"
