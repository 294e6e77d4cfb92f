#!/usr/bin/env python3
"""Completes what maturin packed: `complete.py REPOSITORY VERSION FILE [LICENSES]`, where FILE is a wheel or the source of the Python package.

- The description is the README of the repository. Its links are relative to that, and lead nowhere on the page of a package: they become
  addresses in REPOSITORY, of what it had at the tag of VERSION.
- A wheel holds code of others, whose licences ask to go with it: the files of the folder LICENSES are put beside ours.

Made from the same files, it is the same bytes: what is put in has the time of what is there.
"""

import base64
import gzip
import hashlib
import io
import re
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\((?![a-z]+:|#)([^)\s#]+)(#[^)\s]*)?\)")
PICTURES = (".png", ".svg", ".gif")


def whole_links(description, repository, version):
    """A description with addresses for links. One that leads to nothing is an error."""

    def address(link):
        path, part = link[1], link[2] or ""
        if not (ROOT / path).exists():
            sys.exit(f"error: the README links to {path}, which is not there")
        seen = "raw" if path.endswith(PICTURES) else "blob"
        return f"]({repository}/{seen}/v{version}/{path}{part})"

    # What stands between fences is code.
    parts = re.split(r"(^```.*?^```$)", description, flags=re.MULTILINE | re.DOTALL)
    return "".join(part if part.startswith("```") else LINK.sub(address, part) for part in parts)


def completed(metadata, repository, version, licenses):
    """METADATA or PKG-INFO, as bytes: with addresses, and with the names of further licences."""
    head, end, description = metadata.decode("utf-8").partition("\n\n")
    if not description:
        sys.exit("error: the package has no description")
    lines = head.split("\n")
    known = [at for at, line in enumerate(lines) if line.startswith("License-File: ")]
    if not known:
        sys.exit("error: the package names no file with its licence")
    lines[known[-1] + 1 : known[-1] + 1] = [f"License-File: {name}" for name in licenses]
    return ("\n".join(lines) + end + whole_links(description, repository, version)).encode("utf-8")


def record(name, content):
    """The line about a file in the RECORD of a wheel."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode("ascii")
    return f"{name},sha256={digest},{len(content)}"


def complete_wheel(path, repository, version, licenses):
    """Writes a wheel anew."""
    with zipfile.ZipFile(path) as wheel:
        files = [(entry, wheel.read(entry)) for entry in wheel.infolist()]
    [info] = [entry.filename.rpartition("/")[0] for entry, _ in files if re.fullmatch(r"[^/]+\.dist-info/METADATA", entry.filename)]
    if any(entry.filename == f"{info}/licenses/{name}" for entry, _ in files for name in licenses):
        sys.exit(f"error: {path} is complete already")
    [(metadata, said)] = [it for it in files if it[0].filename == f"{info}/METADATA"]
    rest = [(entry, content) for entry, content in files if entry.filename not in (f"{info}/METADATA", f"{info}/RECORD")]
    new = {f"{info}/METADATA": completed(said, repository, version, licenses)}
    new.update((f"{info}/licenses/{name}", content) for name, content in licenses.items())
    lines = [record(entry.filename, content) for entry, content in rest if not entry.is_dir()]
    lines += [record(name, content) for name, content in new.items()] + [f"{info}/RECORD,,"]
    new[f"{info}/RECORD"] = ("\n".join(lines) + "\n").encode("utf-8")
    with zipfile.ZipFile(path, "w") as wheel:
        for entry, content in rest:
            wheel.writestr(entry, content)
        for name, content in new.items():
            entry = zipfile.ZipInfo(name, metadata.date_time)
            entry.create_system, entry.external_attr = metadata.create_system, metadata.external_attr
            entry.compress_type = zipfile.ZIP_DEFLATED
            wheel.writestr(entry, content)


def complete_source(path, repository, version):
    """Writes the source of the package anew."""
    with tarfile.open(path) as tar:
        files = [(entry, tar.extractfile(entry).read() if entry.isfile() else None) for entry in tar]
    out = io.BytesIO()
    when = next(entry.mtime for entry, _ in files if entry.name.endswith("/PKG-INFO"))
    with gzip.GzipFile("", "wb", 9, out, when) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        for entry, content in files:
            if re.fullmatch(r"[^/]+/PKG-INFO", entry.name):
                content = completed(content, repository, version, {})
                entry.size = len(content)
            tar.addfile(entry, None if content is None else io.BytesIO(content))
    path.write_bytes(out.getvalue())


def main():
    repository, version, path, *folder = sys.argv[1:]
    path = Path(path)
    licenses = {it.name: it.read_bytes() for it in sorted(Path(folder[0]).iterdir())} if folder else {}
    if path.suffix == ".whl":
        if not licenses:
            sys.exit("error: there are no licences for the wheel")
        complete_wheel(path, repository.rstrip("/"), version, licenses)
    else:
        complete_source(path, repository.rstrip("/"), version)


if __name__ == "__main__":
    main()
