#!/bin/sh
# pack.sh VERSION FOLDER: packs a release as FOLDER/shop-VERSION.tar.gz and prints its SHA-256.
set -eu
version=$1 folder=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$here/release/." "$work"
echo "$version" >"$work/version"
[ -z "${BROKEN-}" ] || touch "$work/broken"
tar -czf "$folder/shop-$version.tar.gz" -C "$work" .
sha256sum "$folder/shop-$version.tar.gz" | cut -d' ' -f1
