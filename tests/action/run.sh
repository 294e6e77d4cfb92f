#!/usr/bin/env bash
# The action's way to install the program, from within a repository that wants its own programs run instead. A small crate
# stands for copydesk's source. Needs cargo; without rustup a part of what is tried cannot happen. No network.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo=$(dirname "$(command -v cargo)")

# Programs that leave a trace when they are started.
mkdir -p "$work/evil/bin"
for program in cargo rustc rustdoc wrapper; do
    printf '#!/bin/sh\ntouch "%s/trap"\nexit 1\n' "$work" >"$work/evil/bin/$program"
    chmod +x "$work/evil/bin/$program"
done

# try FOLDER: installs from the source in this folder, in a desk where everything asks for those programs.
try() {
    local source=$work/$1
    rm -rf "$work/desk" "$work/actions" "$work/temp"
    mkdir -p "$work/desk/.cargo" "$work/temp" "$source/crates/cli/src" "$source/.github/actions/check"
    printf '[toolchain]\npath = "%s/evil"\n' "$work" >"$work/desk/rust-toolchain.toml"
    printf '[build]\nrustc = "%s/evil/bin/rustc"\nrustc-wrapper = "%s/evil/bin/wrapper"\n' "$work" "$work" >"$work/desk/.cargo/config.toml"
    printf '[workspace]\nmembers = ["none"]\n' >"$work/desk/Cargo.toml"
    printf '[workspace]\nmembers = ["crates/cli"]\nresolver = "3"\n' >"$source/Cargo.toml"
    printf '[package]\nname = "copydesk"\nversion = "0.0.0"\nedition = "2024"\n' >"$source/crates/cli/Cargo.toml"
    printf 'version = 4\n\n[[package]]\nname = "copydesk"\nversion = "0.0.0"\n' >"$source/Cargo.lock"
    printf 'fn main() {}\n' >"$source/crates/cli/src/main.rs"
    cp "$root/.github/actions/check/install.sh" "$source/.github/actions/check/"
    (
        cd "$work/desk"
        unset RUSTUP_TOOLCHAIN CARGO_TARGET_DIR
        PATH=$cargo:/usr/bin:/bin RUNNER_TEMP=$work/temp GITHUB_PATH=$work/temp/path \
            bash "$source/.github/actions/check/install.sh"
    )
    "$(cat "$work/temp/path")/copydesk"
    if [ -e "$work/trap" ]; then
        echo "error: a program of the repository that is checked was started ($1)" >&2
        exit 1
    fi
}

try actions/copydesk
# A copy within the repository itself.
try desk/tools/copydesk
echo 'action: as it should be'
