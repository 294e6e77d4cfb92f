# shellcheck shell=bash disable=SC2034
# What the scripts of this folder share; sourced, not run. They stand in the top folder of the repository when it is read.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"

fail() {
    echo "error: $1" >&2
    exit 1
}

# need TOOL HOW: ends unless there is such a tool.
need() {
    command -v "$1" >/dev/null || fail "$1 is missing: $2"
}

# The profile that programs are built with: PROFILE=dev tries a script out without an hour of optimizing.
profile=${PROFILE:-release}
case $profile in
dev) built=debug ;;
*) built=$profile ;;
esac
built_below=$(mkdir -p "${CARGO_TARGET_DIR:-target}" && cd "${CARGO_TARGET_DIR:-target}" && pwd)

# Windows has no python3 in some shells.
python() {
    if command -v python3 >/dev/null; then command python3 "$@"; else command python "$@"; fi
}

# bin_of ENVIRONMENT: where a virtual environment of Python has its programs.
bin_of() {
    if [ -d "$1/bin" ]; then echo "$1/bin"; else echo "$1/Scripts"; fi
}

# Puts maturin and zig, in the versions of requirements.txt, in front of whatever is there.
python_tools() {
    local tools=$built_below/release-tools bin
    if ! cmp -s "$here/requirements.txt" "$tools/ready"; then
        python -m venv --clear "$tools"
        bin=$(bin_of "$tools")
        "$bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
        cp "$here/requirements.txt" "$tools/ready"
    fi
    PATH=$(bin_of "$tools"):$PATH
}

# As sha256sum, which macOS may have under another name.
sha256() {
    if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum --algorithm 256 "$@"; fi
}

# package KEY: what [workspace.package] of Cargo.toml says under a key.
package() {
    sed -n "/^\[workspace\.package\]/,/^$/s/^$1 = \"\(.*\)\"\$/\1/p" Cargo.toml | head -n 1
}
version=$(package version)
[ -n "$version" ] || fail "Cargo.toml says no version"

# each EXPRESSION: a line for each target, as a Python expression over `it`, an entry of targets.json, makes it; none for None.
each() {
    python -c '
import json, sys
for it in json.load(open(sys.argv[1], encoding="utf-8")):
    line = eval(sys.argv[2])
    if line is not None:
        print(line)
' "$here/targets.json" "$1" | tr -d '\r'
}

# licenses PACKAGE TARGET FOLDER: writes what others, and Rust's own library, ask to go with what a package of ours is built from.
licenses() {
    mkdir -p "$3"
    python "$here/notices.py" "$1" "$2" >"$3/dependencies.txt"
    cp "$(rustc --print sysroot)/share/doc/rust/COPYRIGHT-library.html" "$3/rust-library.html"
}

# suffix TARGET: what the name of a program ends in there.
suffix() {
    case $1 in *windows*) echo .exe ;; esac
}

# archive TARGET: the name of the archive for it.
archive() {
    case $1 in
    *windows*) echo "copydesk-$version-$1.zip" ;;
    *) echo "copydesk-$version-$1.tar.gz" ;;
    esac
}

# folder NAME: makes the folder, if it is not there, and says its whole path.
folder() {
    mkdir -p "$1"
    (cd "$1" && pwd)
}
