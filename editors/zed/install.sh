#!/usr/bin/env bash
# Makes the folder of the Zed extension, complete with the grammar's queries: install.sh FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
mkdir -p "$1"
cp -r "$here"/{Cargo.toml,src,languages} "$1/"
for query in highlights injections textobjects; do cp "$root/grammar/queries/$query.scm" "$1/languages/prisma/"; done
sed "s|@REPOSITORY@|$root|; s|@REVISION@|$(git -C "$root" rev-parse HEAD)|" "$here/extension.toml" > "$1/extension.toml"
echo "In Zed: run the command «zed: install dev extension», and choose $1"
