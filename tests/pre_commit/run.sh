#!/usr/bin/env bash
# The hooks of .pre-commit-hooks.yaml, and the one that `copydesk init` writes, under the real pre-commit and the real prek: a
# commit with a defect is refused, one without passes. A folder with one wheel stands for the index that has copydesk; at a release the
# hooks take it from there and build nothing. Needs Python, git and a package index; everything it makes is in a folder that goes away
# with it.
# `tests/pre_commit/run.sh --rust` also tries the hook that is built with this machine's Rust, which takes longer.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The program is built again at other paths, by pip. What it depends on is built already: the same folder and the same profile
# are used.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
as_here=(env MATURIN_PEP517_ARGS="--profile dev")
unset MATURIN_PEP517_ARGS
export PRE_COMMIT_HOME=$work/pre-commit PREK_HOME=$work/prek
# Nothing of this machine's own git settings, and nothing of a hook this runs in.
export GIT_CONFIG_GLOBAL=$work/gitconfig GIT_CONFIG_NOSYSTEM=1
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE
git config --file "$GIT_CONFIG_GLOBAL" user.name desk
git config --file "$GIT_CONFIG_GLOBAL" user.email desk@example.org
git config --file "$GIT_CONFIG_GLOBAL" init.defaultBranch main

fail() {
    echo "error: $1" >&2
    [ ! -f "$work/log" ] || cat "$work/log" >&2
    exit 1
}

python3 -m venv "$work/venv"
# prek fetches uv with pip where there is none, from within the checked repository, and pip asks the rustc it finds there for its
# version: that is before anything of ours, so uv is there.
"$work/venv/bin/pip" install --quiet --disable-pip-version-check 'pre-commit>=4,<5' 'prek>=0.2,<1' 'uv<1'
export PATH=$work/venv/bin:$PATH

# The tree as it is now, committed or not, as a repository to take the hooks from.
mkdir "$work/copydesk"
git -C "$root" ls-files -z --cached --others --exclude-standard |
    while IFS= read -r -d '' file; do [ ! -f "$root/$file" ] || printf '%s\0' "$file"; done |
    tar -C "$root" --null --files-from=- -cf - | tar -C "$work/copydesk" -xf -
git -C "$work/copydesk" init --quiet
git -C "$work/copydesk" add --all --force
git -C "$work/copydesk" commit --quiet --no-verify --message 'the tree as it is'
version=$(sed -n '/^\[workspace.package\]/,/^version/s/^version = "\(.*\)"/\1/p' "$root/Cargo.toml")
git -C "$work/copydesk" tag --annotate --message 'a release' "v$version"
git -C "$work/copydesk" commit --quiet --allow-empty --message 'after the release'
later=$(git -C "$work/copydesk" rev-parse HEAD)

# The index that has the release: for pip and for uv.
"${as_here[@]}" pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$work/wheels" "$work/copydesk"
export PIP_FIND_LINKS=$work/wheels UV_FIND_LINKS=$work/wheels
python3 -m venv "$work/installed"
"$work/installed/bin/pip" install --quiet --disable-pip-version-check --no-index "copydesk==$version"

# In front of the real one where nothing is to be built.
mkdir "$work/no-build"
printf '#!/bin/sh\ntouch "%s/built"\nexit 1\n' "$work" >"$work/no-build/cargo"
chmod +x "$work/no-build/cargo"

# Programs that a repository of articles asks for, which leave a trace when they are started.
mkdir -p "$work/evil/bin"
for program in cargo rustc wrapper; do
    printf '#!/bin/sh\ntouch "%s/trap"\nexit 1\n' "$work" >"$work/evil/bin/$program"
    chmod +x "$work/evil/bin/$program"
done

# articles: a repository of articles.
articles() {
    rm -rf "$work/desk"
    git init --quiet "$work/desk"
    cd "$work/desk"
    printf 'The ferry was late on Tuesday, the harbour master said.\n' >old.txt
    # None of this is for whoever installs the hooks.
    mkdir .cargo
    printf '[toolchain]\npath = "%s/evil"\n' "$work" >rust-toolchain.toml
    printf '[build]\nrustc-wrapper = "%s/evil/bin/wrapper"\n' "$work" >.cargo/config.toml
    printf '[build-system]\nrequires = ["nothing-of-this-name"]\nbuild-backend = "evil"\nbackend-path = ["."]\n' >pyproject.toml
    printf 'from pathlib import Path\nPath("%s/trap").touch()\n' "$work" | tee evil.py maturin.py >sitecustomize.py
    printf '[global]\nindex-url = https://localhost:1/\n' >pip.conf
    git add --all
    git commit --quiet --message 'the archive'
}

# desk TOOL REVISION HOOK…: the same with these hooks in force, as they are at that revision.
desk() {
    local tool=$1 revision=$2 hook
    shift 2
    articles
    {
        printf 'repos:\n  - repo: %s\n    rev: %s\n    hooks:\n' "$work/copydesk" "$revision"
        for hook in "$@"; do printf '      - id: %s\n' "$hook"; done
    } >.pre-commit-config.yaml
    git add .pre-commit-config.yaml
    "$tool" install >/dev/null
}

commits() {
    git add --all
    git commit --message "$1" >"$work/log" 2>&1
}

# refuses WHO: a commit with a defect, and says where that is.
refuses() {
    printf 'قال إنه “ينتظر المد.\n' >new.txt
    if commits 'with a defect'; then fail "$1: a commit with a defect passed"; fi
    grep -q 'new.txt:1:9 error\[quotes/unclosed\]' "$work/log" || fail "$1: the defect is not named"
}

with_rust=$PATH
export PATH=$work/no-build:$PATH
for tool in pre-commit prek; do
    articles
    "$work/installed/bin/copydesk" init --hook pre-commit >/dev/null
    git add .pre-commit-config.yaml
    "$tool" install >/dev/null
    SECONDS=0
    refuses "$tool, as init writes it"
    echo "--> $tool, as init writes it: $SECONDS s for the first commit"

    desk "$tool" "v$version" copydesk
    SECONDS=0
    refuses "$tool"
    echo "--> $tool, at a release: $SECONDS s for the first commit"
    if grep -q 'old.txt' "$work/log"; then fail "$tool: an article that is not part of the commit was checked"; fi
    printf 'قال إنه “ينتظر المد”.\n' >new.txt
    commits 'without one' || fail "$tool: a commit without a defect was refused"
    printf 'ignore = ["all"]\n' >'--config=x.md'
    cp -- ./--config=x.md x.md
    printf 'She said “wait for the tide.\n' >new.txt
    if commits 'with a name that would be an option'; then fail "$tool: the name of a file was obeyed"; fi
    grep -q 'would be read as an option' "$work/log" || fail "$tool: the name is not refused"

    desk "$tool" "v$version" copydesk-fix
    printf 'The sign said ”mind the step” twice. “Mind it,” he said.\n' >new.txt
    if commits 'repaired on the way'; then fail "$tool: a commit that the hook repaired passed at once"; fi
    grep -q '“mind the step”' new.txt || fail "$tool: the article was not repaired"
    commits 'as repaired' || fail "$tool: the repaired commit was refused"

    # Nothing of the archive is staged, and yet it is read.
    desk "$tool" "v$version" copydesk-names
    printf 'On Monday Dmitry Sokolenko spoke. On Tuesday Dmitri Sokolenko spoke again, he said.\n' >old.txt
    git add old.txt
    git commit --quiet --no-verify --message 'a name in two spellings'
    printf 'قال إنه “ينتظر المد”.\n' >new.txt
    if commits 'another article'; then fail "$tool: the names of the archive were not read"; fi
    grep -q 'old.txt:1:.*\[names/' "$work/log" || fail "$tool: the name is not pointed at"
done
[ ! -e "$work/built" ] || fail 'what is released as a wheel was built'

# Between two releases there is no wheel, whatever the version says.
desk pre-commit "$later" copydesk
if commits 'nothing can be built'; then fail 'a commit after the release was not built'; fi
[ -e "$work/built" ] || fail 'a commit after the release was not built'
export PATH=$with_rust
echo '--> pre-commit, after a release'
MATURIN_PEP517_ARGS="--profile dev" refuses 'built by pip'

if [ "${1:-}" = --rust ]; then
    echo '--> pre-commit, built with Rust'
    desk pre-commit "$later" copydesk-rust
    refuses 'built with Rust'
fi
[ ! -e "$work/trap" ] || fail 'a program of the repository that is checked was started'
echo 'hooks: as they should be'
