#!/usr/bin/env bash
# Builds copydesk from the source this action came with, unless it is installed. Nothing of the repository that is checked may
# be in force meanwhile, for a pull request can change it: rustup and cargo obey files in the current folder and in those above
# the source (rust-toolchain.toml, .cargo/config.toml, the Cargo.toml of a workspace). So the source is built where there is
# nothing around it.
set -euo pipefail
if command -v copydesk >/dev/null; then exit 0; fi
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
build=$RUNNER_TEMP/copydesk-source
rm -rf "$build"
mkdir -p "$build"
tar -C "$source" --exclude=./.git --exclude=./target -cf - . | tar -C "$build" -xf -
cd "$build"
export RUSTUP_TOOLCHAIN=${RUSTUP_TOOLCHAIN:-stable}
cargo install --quiet --locked --path crates/cli --root "$RUNNER_TEMP/copydesk"
echo "$RUNNER_TEMP/copydesk/bin" >> "$GITHUB_PATH"
