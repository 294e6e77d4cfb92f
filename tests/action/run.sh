#!/usr/bin/env bash
# The action's way to the program, from within a repository that wants its own programs run instead: a release, which a local server
# plays, or the source, for which a small crate stands; and its way to code scanning, which the same server plays. Needs cargo, curl and
# python3; without rustup a part of what is tried cannot happen. No network.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
cargo=$(dirname "$(command -v cargo)")

fail() {
    echo "error: $1" >&2
    [ ! -f "$work/log" ] || cat "$work/log" >&2
    exit 1
}

# Programs that leave a trace when they are started.
mkdir -p "$work/evil/bin"
for program in cargo rustc rustdoc wrapper; do
    printf '#!/bin/sh\ntouch "%s/trap"\nexit 1\n' "$work" >"$work/evil/bin/$program"
    chmod +x "$work/evil/bin/$program"
done

# desk FOLDER: a desk where everything asks for those programs, and the action with its source in this folder.
desk() {
    source=$work/$1
    rm -rf "$work/desk" "$work/actions" "$work/temp"
    mkdir -p "$work/desk/.cargo" "$work/temp" "$source/crates/cli/src" "$source/.github/actions"
    printf '[toolchain]\npath = "%s/evil"\n' "$work" >"$work/desk/rust-toolchain.toml"
    printf '[build]\nrustc = "%s/evil/bin/rustc"\nrustc-wrapper = "%s/evil/bin/wrapper"\n' "$work" "$work" >"$work/desk/.cargo/config.toml"
    printf '[workspace]\nmembers = ["none"]\n' >"$work/desk/Cargo.toml"
    printf '[workspace]\nmembers = ["crates/cli"]\nresolver = "3"\n\n[workspace.package]\nversion = "1.2.3"\n' >"$source/Cargo.toml"
    printf '[package]\nname = "copydesk"\nversion = "0.0.0"\nedition = "2024"\n' >"$source/crates/cli/Cargo.toml"
    printf 'version = 4\n\n[[package]]\nname = "copydesk"\nversion = "0.0.0"\n' >"$source/Cargo.lock"
    printf 'fn main() { println!("built"); }\n' >"$source/crates/cli/src/main.rs"
    cp -r "$root/.github/actions/check" "$source/.github/actions/"
}

# act SCRIPT [NAME=VALUE…]: what a step of the action does, in the desk. What it says is in `log`.
act() {
    local script=$1
    shift
    (
        cd "$work/desk"
        env -i HOME="$HOME" PATH="${found:+$found:}$cargo:/usr/bin:/bin" CARGO_HOME="${CARGO_HOME:-$HOME/.cargo}" \
            RUSTUP_HOME="${RUSTUP_HOME:-$HOME/.rustup}" RUNNER_TEMP="$work/temp" GITHUB_PATH="$work/temp/path" \
            RUNNER_OS=Linux RUNNER_ARCH=X64 RUNNER_TOOL_CACHE="$work/tools" GITHUB_SERVER_URL=http://127.0.0.1:1 "$@" \
            bash "$source/.github/actions/check/$script"
    ) >"$work/log" 2>&1
}

# installed: what the program says that the last step put on the PATH.
installed() { "$(tail -n 1 "$work/temp/path")/copydesk"; }

# The release: an archive with a program, and its hash.
version=1.2.3 target=x86_64-unknown-linux-musl
name=copydesk-$version-$target
mkdir -p "$work/packed/$name" "$work/site/v$version"
printf '#!/bin/sh\necho released\n' >"$work/packed/$name/copydesk"
chmod +x "$work/packed/$name/copydesk"
tar -C "$work/packed" -czf "$work/site/v$version/$name.tar.gz" "$name"
(cd "$work/site/v$version" && sha256sum -- *.tar.gz >SHA256SUMS)
hash=$(cut -d ' ' -f 1 "$work/site/v$version/SHA256SUMS")
cat >"$work/server.py" <<'PYTHON'
import http.server, sys
from pathlib import Path

class Handler(http.server.SimpleHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        allowed = self.headers["Authorization"] == "Bearer secret"
        if allowed:
            Path("..", "upload").write_bytes(body)
        self.send_response(202 if allowed else 403)
        self.end_headers()
        self.wfile.write(b"{}" if allowed else b"Resource not accessible by integration")

    def log_message(self, form, *values):
        print(values[0], file=sys.stdout, flush=True)

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
Path("..", "port").write_text(f"{server.server_port}\n")
server.serve_forever()
PYTHON
(cd "$work/site" && exec python3 "$work/server.py") >"$work/asked" 2>/dev/null &
server=$!
until [ -s "$work/port" ]; do
    kill -0 "$server" 2>/dev/null || fail 'the server does not start'
    sleep 0.1
done
here=http://127.0.0.1:$(cat "$work/port")
asked() { grep -c "$1" "$work/asked" || true; }

echo '--> from source'
for folder in actions/copydesk desk/tools/copydesk; do
    # The second is a copy within the repository itself.
    desk "$folder"
    act install.sh || fail "nothing was installed ($folder)"
    grep -q '^::warning title=copydesk::copydesk is built from source.*: the action is not of a release' "$work/log" || fail 'no warning'
    [ "$(installed)" = built ] || fail "not what was built ($folder)"
done

echo '--> from a release'
desk actions/copydesk
act install.sh RELEASES="$here" ACTION_REF=v$version || fail 'nothing was installed'
[ "$(installed)" = released ] || fail 'not what is released'
[ ! -s "$work/log" ] || fail 'something is said'
[ "$(asked '\.tar\.gz')" = 1 ] || fail 'the archive was not asked for once'
act install.sh RELEASES="$here" VERSION=$version || fail 'nothing was installed from the cache'
[ "$(installed)" = released ] && [ "$(asked '\.tar\.gz')" = 1 ] || fail 'the cache was not used'
before=$(asked .)
act install.sh RELEASES="$here" VERSION=v$version SHA256="$(printf '%064d\n%s\n' 0 "$hash")" || fail 'nothing was installed by the hash that is given'
[ "$(installed)" = released ] && [ "$(asked .)" = "$before" ] || fail 'what is in the cache and has the right hash was asked for'
echo '' >>"$work/tools/copydesk/$version/$name.tar.gz"
act install.sh RELEASES="$here" VERSION=$version || fail 'a changed archive in the cache is the end of it'
[ "$(asked '\.tar\.gz')" = 2 ] || fail 'a changed archive in the cache was used'

echo '--> a commit that its repository gives the tag of its version'
git init --quiet "$work/site/desk/copydesk"
git -C "$work/site/desk/copydesk" -c user.name=desk -c user.email=desk@example.org commit --quiet --allow-empty --message 'a release'
commit=$(git -C "$work/site/desk/copydesk" rev-parse HEAD)
of_commit=(ACTION_REF="$commit" ACTION_REPOSITORY=desk/copydesk GITHUB_SERVER_URL="file://$work/site" RELEASES="$here")
act install.sh "${of_commit[@]}" || fail 'nothing was installed'
[ "$(installed)" = built ] || fail 'a commit without a tag was taken for a release'
git -C "$work/site/desk/copydesk" tag "v$version"
act install.sh "${of_commit[@]}" || fail 'nothing was installed'
[ "$(installed)" = released ] || fail 'a commit with the tag was not taken for a release'

echo '--> what is not as it should be'
for wrong in given listed; do
    rm -rf "$work/tools" "$work/temp"
    mkdir "$work/temp"
    given=
    if [ "$wrong" = given ]; then given=$(printf '%064d' 0); else sed -i 's/^./g/' "$work/site/v$version/SHA256SUMS"; fi
    if act install.sh RELEASES="$here" VERSION=$version SHA256="$given"; then fail "an archive with another hash than $wrong was taken"; fi
    grep -q "^::error title=copydesk::.*$hash, which it may not have" "$work/log" || fail 'no error'
    [ ! -e "$work/temp/path" ] && [ ! -e "$work/tools/copydesk/$version/$name.tar.gz" ] || fail 'something was left behind'
done
if act install.sh RELEASES="$here" VERSION=$'1.2.3\n::error::x'; then fail 'a version that is none was taken'; fi
for missing in "RUNNER_ARCH=ARM64" "RUNNER_OS=Plan9" "VERSION=1.2.4" "RELEASES=http://127.0.0.1:1"; do
    act install.sh RELEASES="$here" VERSION=$version "$missing" || fail "nothing was installed ($missing)"
    grep -q '^::warning title=copydesk::copydesk is built from source' "$work/log" || fail "no warning ($missing)"
    [ "$(installed)" = built ] || fail "not what was built ($missing)"
done

echo '--> what is there already'
mkdir "$work/found"
# Stands for the program: it tells its arguments, and finds something.
cat >"$work/found/copydesk" <<'SH'
#!/bin/sh
printf '%s\n' "$@" >>"$RUNNER_TEMP/arguments"
while [ $# -gt 0 ]; do
    if [ "$1" = --output ]; then echo '{"runs":[]}' >"$2"; fi
    shift
done
exit 1
SH
chmod +x "$work/found/copydesk"
found=$work/found
desk actions/copydesk
act install.sh ACTION_REF=v$version || fail 'a program that is installed will not do'
[ ! -e "$work/temp/path" ] || fail 'a program was installed although there was one'

echo '--> findings'
checking=(PATHS=$'a b\n--fix\n' ARGUMENTS=$'--ui-lang=ar\n')
if act check.sh "${checking[@]}" FORMAT=github OUTPUT=; then fail 'a check that found something did not fail'; fi
printf '%s\n' check --no-cache --format github --ui-lang=ar -- 'a b' --fix | cmp -s - "$work/temp/arguments" || fail 'the arguments are others'
scanning=("${checking[@]}" GITHUB_API_URL="$here" GITHUB_REPOSITORY=desk/news GITHUB_SHA="$commit" GITHUB_REF='refs/heads/a"b')
act upload.sh "${scanning[@]}" TOKEN=secret || fail 'nothing was uploaded'
[ "$(asked 'POST /repos/desk/news/code-scanning/sarifs')" = 1 ] || fail 'it was uploaded to somewhere else'
python3 - "$work/upload" "$commit" <<'PYTHON' || fail 'what was uploaded is something else'
import base64, gzip, json, sys
sent = json.load(open(sys.argv[1]))
assert (sent["commit_sha"], sent["ref"]) == (sys.argv[2], 'refs/heads/a"b'), sent
assert json.loads(gzip.decompress(base64.b64decode(sent["sarif"]))) == {"runs": []}
PYTHON
if act upload.sh "${scanning[@]}" TOKEN=wrong; then fail 'an upload that was refused did not fail'; fi
grep -q '^::error title=copydesk::.*security-events' "$work/log" && grep -q 'not accessible' "$work/log" || fail 'no reason is said'

[ ! -e "$work/trap" ] || fail 'a program of the repository that is checked was started'
echo 'action: as it should be'
