#!/usr/bin/env bash
# The hooks of .pre-commit-hooks.yaml under the real pre-commit and the real prek: a commit with a defect is refused, one
# without passes. Needs Python, git and a package index; everything it makes is in a folder that goes away with it.
# `tests/pre_commit/run.sh --rust` also tries the hook that is built with this machine's Rust, which takes longer.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The program is built once more, at another path, by pip inside a clone. What it depends on is built already: the same
# folder and the same profile are used.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
export MATURIN_PEP517_ARGS="--profile dev"
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
revision=$(git -C "$work/copydesk" rev-parse HEAD)

# Programs that a repository of articles asks for, which leave a trace when they are started.
mkdir -p "$work/evil/bin"
for program in cargo rustc wrapper; do
    printf '#!/bin/sh\ntouch "%s/trap"\nexit 1\n' "$work" >"$work/evil/bin/$program"
    chmod +x "$work/evil/bin/$program"
done

# desk TOOL HOOK…: a repository of articles with these hooks in force.
desk() {
    local tool=$1 hook
    shift
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

for tool in pre-commit prek; do
    echo "--> $tool"
    desk "$tool" copydesk
    printf 'قال إنه “ينتظر المد.\n' >new.txt
    if commits 'with a defect'; then fail "$tool: a commit with a defect passed"; fi
    grep -q 'new.txt:1:9 error\[quotes/unclosed\]' "$work/log" || fail "$tool: the defect is not named"
    if grep -q 'old.txt' "$work/log"; then fail "$tool: an article that is not part of the commit was checked"; fi
    printf 'قال إنه “ينتظر المد”.\n' >new.txt
    commits 'without one' || fail "$tool: a commit without a defect was refused"
    printf 'ignore = ["all"]\n' >'--config=x.md'
    cp -- ./--config=x.md x.md
    printf 'She said “wait for the tide.\n' >new.txt
    if commits 'with a name that would be an option'; then fail "$tool: the name of a file was obeyed"; fi
    grep -q 'would be read as an option' "$work/log" || fail "$tool: the name is not refused"

    desk "$tool" copydesk-fix
    printf 'The sign said ”mind the step” twice. “Mind it,” he said.\n' >new.txt
    if commits 'repaired on the way'; then fail "$tool: a commit that the hook repaired passed at once"; fi
    grep -q '“mind the step”' new.txt || fail "$tool: the article was not repaired"
    commits 'as repaired' || fail "$tool: the repaired commit was refused"

    # Nothing of the archive is staged, and yet it is read.
    desk "$tool" copydesk-names
    printf 'On Monday Dmitry Sokolenko spoke. On Tuesday Dmitri Sokolenko spoke again, he said.\n' >old.txt
    git add old.txt
    git commit --quiet --no-verify --message 'a name in two spellings'
    printf 'قال إنه “ينتظر المد”.\n' >new.txt
    if commits 'another article'; then fail "$tool: the names of the archive were not read"; fi
    grep -q 'old.txt:1:.*\[names/' "$work/log" || fail "$tool: the name is not pointed at"
done

if [ "${1:-}" = --rust ]; then
    echo '--> pre-commit, built with Rust'
    desk pre-commit copydesk-rust
    printf 'قال إنه “ينتظر المد.\n' >new.txt
    if commits 'with a defect'; then fail 'a commit with a defect passed'; fi
    grep -q 'quotes/unclosed' "$work/log" || fail 'the defect is not named'
fi
[ ! -e "$work/trap" ] || fail 'a program of the repository that is checked was started'
echo 'hooks: as they should be'
