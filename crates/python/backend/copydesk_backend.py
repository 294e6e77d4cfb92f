"""How pip, uv, pre-commit and prek get the package out of the repository: as it was released, if what they look at is a release.

A hook that pins a release should not compile Rust for minutes, on every machine, for what the release has as a wheel. So the wheel of
this version is taken from the package index, on three conditions; otherwise maturin builds, as it does from an unpacked sdist:

- the commit is the one that the repository it came from calls `vVERSION`, and no file of it was changed: a commit between two releases
  is built, whatever version it says it has;
- the index has a wheel for this machine. It is asked by pip, by the settings of whoever runs this (PIP_INDEX_URL, pip.conf);
- nobody has said how to build: neither MATURIN_PEP517_ARGS nor a setting for the build is given.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Optional

import maturin
from maturin import (  # noqa: F401 what is not about wheels stays as it is
    build_editable,
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    prepare_metadata_for_build_editable,
)

ROOT = Path(__file__).resolve().parents[3]
# In a folder that git ignores. Below it is a folder for the commit that the wheel is of.
FETCHED = ROOT / "target" / "released-wheel"
# Those who run this may be a hook of git's, and git is to look at no other repository than this one.
HERE_ONLY = {name: value for name, value in os.environ.items() if not re.match(r"GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX)", name)}

Settings = Optional["dict[str, Any]"]


def get_requires_for_build_wheel(config_settings: Settings = None) -> list[str]:
    """What a build needs besides: nothing, if there is nothing to build."""
    shutil.rmtree(FETCHED, ignore_errors=True)
    commit = _untouched_commit(config_settings)
    if commit is not None and _is_released(commit) and _fetch(FETCHED / commit):
        return []
    return maturin.get_requires_for_build_wheel(config_settings)


def build_wheel(wheel_directory: str, config_settings: Settings = None, metadata_directory: Optional[str] = None) -> str:
    """Puts a wheel into a folder. Its name."""
    commit = _untouched_commit(config_settings)
    for wheel in (FETCHED / commit).glob("*.whl") if commit is not None else ():
        shutil.copy(wheel, wheel_directory)
        return wheel.name
    return maturin.build_wheel(wheel_directory, config_settings, metadata_directory)


def _untouched_commit(config_settings: Settings) -> str | None:
    """The commit that this folder is a checkout of; none if a file was changed, or whoever asks wants it built."""
    if config_settings or os.environ.get("MATURIN_PEP517_ARGS"):
        return None
    top = _git("rev-parse", "--show-toplevel")
    if top is None or Path(top).resolve() != ROOT or _git("status", "--porcelain", "--untracked-files=no") != "":
        return None
    return _git("rev-parse", "HEAD")


def _is_released(commit: str) -> bool:
    """Whether the repository that this one was cloned from calls a commit by the name of this version."""
    tag = f"refs/tags/v{_version()}"
    listed = _git("ls-remote", "origin", tag, f"{tag}^{{}}") or ""
    return commit in listed.split()


def _fetch(folder: Path) -> bool:
    """Gets the wheel of this version for this machine; whether there was one."""
    folder.mkdir(parents=True)
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check", "--no-deps"]
    download += ["--retries", "1", "--timeout", "10", "--only-binary", ":all:", "--dest", str(folder), f"copydesk=={_version()}"]
    return subprocess.run(download, cwd=folder, stderr=subprocess.DEVNULL).returncode == 0


def _version() -> str:
    """The version that all crates have."""
    manifest = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    match = re.search(r'^\[workspace\.package\]\nversion = "([^"]+)"$', manifest, re.MULTILINE)
    if match is None:
        raise ValueError("Cargo.toml does not begin [workspace.package] with a version")
    return match[1]


def _git(*words: str) -> str | None:
    """What git says of this folder; nothing if it fails, or there is no git."""
    command = ["git", "-c", "core.fsmonitor=false", *words]
    try:
        done = subprocess.run(command, cwd=ROOT, env={**HERE_ONLY, "GIT_TERMINAL_PROMPT": "0"}, capture_output=True, text=True)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None
