#!/usr/bin/env bash
# Packages the extension with the server inside, for each platform that there is a binary for:
#   package.sh [FOLDER]        FOLDER/TARGET/prisma-analyzer[.exe], such as FOLDER/linux-x64/prisma-analyzer
# Without a folder, for this platform only, with the binary that `cargo build --release` made (PRISMA_ANALYZER names another one).
# The packages come to `packages/`. Needs npm.
set -euo pipefail
cd "$(dirname "$0")"
declare -A triples=(
  [linux-x64]=x86_64-unknown-linux-gnu [linux-arm64]=aarch64-unknown-linux-gnu [alpine-x64]=x86_64-unknown-linux-musl
  [darwin-x64]=x86_64-apple-darwin [darwin-arm64]=aarch64-apple-darwin
  [win32-x64]=x86_64-pc-windows-msvc [win32-arm64]=aarch64-pc-windows-msvc
)

own_target() {
  local arch
  case $(uname -m) in x86_64 | amd64) arch=x64 ;; aarch64 | arm64) arch=arm64 ;; *) echo "no target for $(uname -m)" >&2; exit 1 ;; esac
  case $(uname -s) in Linux) echo "linux-$arch" ;; Darwin) echo "darwin-$arch" ;; *) echo "win32-$arch" ;; esac
}

package() {
  local target=$1 binary=$2 name=prisma-analyzer
  [[ $target == win32-* ]] && name=prisma-analyzer.exe
  rm -rf bin && mkdir bin
  cp "$binary" "bin/$name" && chmod 755 "bin/$name"
  npx vsce package --target "$target" --no-dependencies --allow-missing-repository --no-rewrite-relative-links --out "packages/prisma-analyzer-$target.vsix"
}

[ -d node_modules ] || npm ci --silent --no-progress
npm run --silent build
mkdir -p packages
trap 'rm -rf bin' EXIT
if [ $# -gt 0 ]; then
  made=0
  for target in "${!triples[@]}"; do
    # Binaries lie under the platform's name, or under that of the compiler's target.
    for binary in "$1/$target"/prisma-analyzer{,.exe} "$1/${triples[$target]}/release"/prisma-analyzer{,.exe}; do
      if [ -f "$binary" ]; then package "$target" "$binary"; made=$((made + 1)); break; fi
    done
  done
  [ "$made" -gt 0 ] || { echo "there is no binary for any platform in $1" >&2; exit 1; }
else
  package "$(own_target)" "${PRISMA_ANALYZER:-${CARGO_TARGET_DIR:-../target}/release/prisma-analyzer}"
fi
