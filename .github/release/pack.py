#!/usr/bin/env python3
"""Packs a folder: `pack.py FOLDER ARCHIVE`, a .zip or a .tar.gz as ARCHIVE ends.

The same files give the same bytes, whoever packs them and wherever: names are sorted, belong to nobody, and are of the time of the commit
(SOURCE_DATE_EPOCH, seconds). What a system may run is what may be run here; zip has no other way to say it than tar.
"""

import gzip
import os
import sys
import tarfile
import time
import zipfile
from pathlib import Path


def mode(path):
    """Files are read by all; a program is also run."""
    is_program = path.suffix == ".exe" or os.access(path, os.X_OK) and os.name == "posix"
    return 0o755 if path.is_dir() or is_program else 0o644


def tar_gz(folder, paths, when, archive):
    """Writes a .tar.gz; gzip's own head keeps no name."""
    with archive.open("wb") as out, gzip.GzipFile("", "wb", 9, out, when) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
            for path in paths:
                entry = tar.gettarinfo(path, str(Path(folder.name) / path.relative_to(folder)))
                entry.uid = entry.gid = 0
                entry.uname = entry.gname = ""
                entry.mtime, entry.mode = when, mode(path)
                if path.is_dir():
                    tar.addfile(entry)
                else:
                    with path.open("rb") as content:
                        tar.addfile(entry, content)


def zipped(folder, paths, when, archive):
    """Writes a .zip; its times begin in 1980."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for path in paths:
            name = (Path(folder.name) / path.relative_to(folder)).as_posix() + "/" * path.is_dir()
            entry = zipfile.ZipInfo(name, max(time.gmtime(when)[:6], (1980, 1, 1, 0, 0, 0)))
            entry.create_system, entry.external_attr = 3, (path.stat().st_mode & 0o170000 | mode(path)) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, b"" if path.is_dir() else path.read_bytes())


def main():
    folder, archive = Path(sys.argv[1]), Path(sys.argv[2])
    when = int(os.environ["SOURCE_DATE_EPOCH"])
    paths = [folder, *sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix())]
    write = zipped if archive.suffix == ".zip" else tar_gz
    write(folder, paths, when, archive)


if __name__ == "__main__":
    main()
