#!/usr/bin/env bash
# Puts copydesk on the PATH: the program of the release that this action is of, or of VERSION, if its archive has the right hash; where
# there is none for this machine, the program is built from the source that the action came with. An archive stays in the runner's
# tool cache, and is looked at anew each time.
# A copydesk that is installed already will do, unless a certain one is asked for.
set -euo pipefail
VERSION=${VERSION:-} SHA256=${SHA256:-} RELEASES=${RELEASES:-} ACTION_REPOSITORY=${ACTION_REPOSITORY:-} ACTION_REF=${ACTION_REF:-}
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
if [ -z "$VERSION$SHA256" ] && command -v copydesk >/dev/null; then exit 0; fi

say() { echo "::$1 title=copydesk::$2"; }

# in_cargo KEY: what the source says of itself.
in_cargo() { sed -n "/^\[workspace.package\]/,\$s/^$1 = \"\(.*\)\"/\1/p" "$source/Cargo.toml" | head -n 1; }

# Builds the program from the source that this action came with. Nothing of the repository that is checked may be in force meanwhile,
# for a pull request can change it: rustup and cargo obey files in the current folder and in those above the source
# (rust-toolchain.toml, .cargo/config.toml, the Cargo.toml of a workspace). So the source is built where there is nothing around it.
build() {
    say warning "copydesk is built from source, which takes minutes: $1"
    local build=$RUNNER_TEMP/copydesk-source
    rm -rf "$build"
    mkdir -p "$build"
    tar -C "$source" --exclude=./.git --exclude=./target -cf - . | tar -C "$build" -xf -
    cd "$build"
    export RUSTUP_TOOLCHAIN=${RUSTUP_TOOLCHAIN:-stable}
    cargo install --quiet --locked --path crates/cli --root "$RUNNER_TEMP/copydesk"
    echo "$RUNNER_TEMP/copydesk/bin" >>"$GITHUB_PATH"
    exit 0
}

# fetch ADDRESS FILE: whether there is such a thing. A half is never left.
fetch() {
    rm -f "$2"
    curl --silent --show-error --fail --location --proto-redir =https --retry 2 --max-time 300 --output "$2.part" "$1" && mv "$2.part" "$2"
}

hash_of() { if command -v sha256sum >/dev/null; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d ' ' -f 1; }

# Which release. One that is asked for, or the one whose tag this action was asked for by; a commit counts as a release if its
# repository gives it the tag of its version.
version=${VERSION#v}
repository=$(in_cargo repository)
if [ -n "$ACTION_REPOSITORY" ]; then repository=$GITHUB_SERVER_URL/$ACTION_REPOSITORY; fi
if [ -z "$version" ]; then
    if [[ $ACTION_REF =~ ^v[0-9]+\.[0-9]+\.[0-9]+ ]]; then
        version=${ACTION_REF#v}
    elif [[ $ACTION_REF =~ ^[0-9a-f]{40}$ ]]; then
        tag=refs/tags/v$(in_cargo version)
        tagged=$(cd / && GIT_TERMINAL_PROMPT=0 git ls-remote "$repository" "$tag" "$tag^{}") || tagged=
        if grep -q "^$ACTION_REF" <<<"$tagged"; then version=$(in_cargo version); fi
    fi
fi
if [ -z "$version" ]; then build 'the action is not of a release'; fi
if ! [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+[0-9A-Za-z.+-]*$ ]]; then
    say error 'The input `version` is not a version such as 0.1.0.'
    exit 1
fi
releases=${RELEASES:-$repository/releases/download}/v$version

case ${RUNNER_ARCH:-} in
    X64) arch=x86_64 ;;
    ARM64) arch=aarch64 ;;
    *) build "there is no program for ${RUNNER_ARCH:-this processor}" ;;
esac
case ${RUNNER_OS:-} in
    Linux) target=$arch-unknown-linux-musl kind=tar.gz ;;
    macOS) target=$arch-apple-darwin kind=tar.gz ;;
    Windows) target=$arch-pc-windows-msvc kind=zip ;;
    *) build "there is no program for ${RUNNER_OS:-this system}" ;;
esac
cache=${RUNNER_TOOL_CACHE:-$RUNNER_TEMP}/copydesk/$version
mkdir -p "$cache"

# What hash the archive may have is asked of the release each time: what lies in the cache has no say in it.
name=copydesk-$version-$target.$kind
archive=$cache/$name
sums=$RUNNER_TEMP/copydesk-sums
if [ -z "$SHA256" ]; then
    fetch "$releases/SHA256SUMS" "$sums" || build "$releases has no list of hashes"
    cut -d ' ' -f 2- "$sums" | grep -qxF -e " $name" -e "*$name" || build "$releases has no $name"
fi
is_allowed() {
    local hash
    hash=$(hash_of "$archive")
    if [ -n "$SHA256" ]; then
        tr -d ' \t\r' <<<"$SHA256" | grep -qixF -- "$hash"
    else
        grep -qxF -e "$hash  $name" -e "$hash *$name" "$sums"
    fi
}
if ! [ -f "$archive" ] || ! is_allowed; then
    fetch "$releases/$name" "$archive" || build "$releases has no $name"
    if ! is_allowed; then
        say error "$releases/$name has the hash $(hash_of "$archive"), which it may not have. Nothing was installed."
        rm -f "$archive"
        exit 1
    fi
fi

program=$RUNNER_TEMP/copydesk/$version
rm -rf "$program"
mkdir -p "$program"
case $kind in
    zip) unzip -q "$archive" -d "$program" ;;
    *) tar -C "$program" -xzf "$archive" ;;
esac
echo "$program/copydesk-$version-$target" >>"$GITHUB_PATH"
