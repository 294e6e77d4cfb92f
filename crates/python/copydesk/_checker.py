"""Checkers, tallies, and what can be done without making one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Union

from . import _copydesk
from ._finding import Finding

Path = Union[str, "os.PathLike[str]"]
Text = Union[str, bytes]


@dataclass(frozen=True)
class Fixed:
    """A text after repair."""

    text: str
    """The text, repaired as far as it can be."""
    repaired: int
    """How many findings were repaired; 0 if the text is as it was."""
    findings: list[Finding]
    """What is still wrong with it. Positions are those in `text`."""


class Tally:
    """What an archive comes to: its names, spellings and headlines, as `copydesk names --save-tally` saves them.

    Tallies of parts are added up with `|` or `Tally.merge`; the order makes no difference, and a part counts once. A part is what one
    call of `Checker.survey` was given.
    """

    __slots__ = ("_core",)

    def __init__(self) -> None:
        """The tally of no article."""
        self._core = _copydesk.Tally()

    @classmethod
    def _of(cls, core: _copydesk.Tally) -> Tally:
        tally = cls.__new__(cls)
        tally._core = core
        return tally

    @classmethod
    def load(cls, path: Path) -> Tally:
        """Reads a saved tally. Raises `CopydeskError` if it cannot be read, is none, or is one of another version."""
        return cls._of(_copydesk.Tally.load(os.fspath(path)))

    @classmethod
    def from_bytes(cls, data: bytes) -> Tally:
        """The tally that was saved as these bytes. Raises `CopydeskError` as `load` does."""
        return cls._of(_copydesk.Tally.from_bytes(data))

    @classmethod
    def merge(cls, tallies: Iterable[Tally], *, keep_parts: bool = False) -> Tally:
        """The sum of tallies. A part is known by what its articles say, and counts once.

        keep_parts: keeps what each part comes to beside the others, so that sums can be added that share some of their parts; the
            sum is larger for it. Without it, `CopydeskError` is raised where two of them do and each has others.
        """
        return cls._of(_copydesk.Tally.merged([tally._core for tally in tallies], keep_parts))

    def save(self, path: Path) -> None:
        """Saves it, whole or not at all. Raises `CopydeskError` if it cannot be written."""
        self._core.save(os.fspath(path))

    def to_bytes(self) -> bytes:
        """The bytes of the file that `save` writes. Equal tallies have equal bytes."""
        return self._core.to_bytes()

    def __or__(self, other: Tally) -> Tally:
        """The sum of two tallies."""
        if not isinstance(other, Tally):
            return NotImplemented
        return Tally.merge([self, other])

    def __eq__(self, other: object) -> bool:
        """Whether two tallies hold the same."""
        return self.to_bytes() == other.to_bytes() if isinstance(other, Tally) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        """What pickle keeps."""
        return Tally.from_bytes, (self.to_bytes(),)


class Checker:
    """Rules made ready, to check any number of texts with, on any number of threads.

    Making one takes some milliseconds. It can be pickled: the process that unpickles it reads the same files again.
    """

    def __init__(
        self,
        *,
        config: Path | Mapping[str, str] | None = None,
        rules: Iterable[Path] = (),
        stylebook: Path | None = None,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        lang: str | None = None,
        ui: str = "en",
        tally: Tally | None = None,
    ) -> None:
        """Reads the rules. Raises `ConfigurationError` with everything that is wrong with them.

        config: `copydesk.toml`, or the folder it is in. None is looked for if none is named. Where the files are on no disk: a
            mapping of their names to their texts, `copydesk.toml` among them.
        rules: further rule sets.
        stylebook: the stylebook, instead of the one that the configuration names.
        select: the only codes and groups to run, such as `quotes` or `names/archive`.
        ignore: codes and groups to leave out.
        lang: the tag of the language that all texts are in; without it, it is detected for each.
        ui: the language of the words: `en`, `ar`, or one that the configuration gives.
        tally: what an archive comes to. Texts are compared with it: by `ads/other-headline`, and by `names/archive` if selected.
        """
        of_texts = isinstance(config, Mapping)
        self._options: dict[str, Any] = {
            "config": None if config is None or of_texts else os.fspath(config),  # type: ignore[arg-type]
            "texts": dict(config) if of_texts else None,  # type: ignore[arg-type]
            "rules": [os.fspath(path) for path in rules],
            "stylebook": None if stylebook is None else os.fspath(stylebook),
            "select": _codes("select", select),
            "ignore": _codes("ignore", ignore),
            "lang": lang,
            "ui": ui,
        }
        self._tally = tally
        self._core = _copydesk.Checker(**self._options, tally=None if tally is None else tally._core)

    def __getstate__(self) -> tuple[dict[str, Any], Tally | None]:
        """What pickle keeps."""
        return self._options, self._tally

    def __setstate__(self, state: tuple[dict[str, Any], Tally | None]) -> None:
        """Reads the rules again."""
        self._options, self._tally = state
        self._core = _copydesk.Checker(**self._options, tally=None if self._tally is None else self._tally._core)

    def check(self, text: Text, *, path: Path | None = None, format: str | None = None) -> list[Finding]:
        """What is wrong with a text, in order of place.

        text: a `str`, or `bytes` in UTF-8, UTF-16 or an older encoding that the bytes show. Of bytes, positions are those in the
            decoded text.
        path: the name that the text goes by, relative to the configuration's folder. It decides the format, and which overrides
            of the configuration hold. No such file has to be there.
        format: `text`, `markdown` or `html`, whatever the name says; plain text if neither says it.
        """
        return self._core.check(text, _name(path), format)

    def check_batch(
        self, texts: Iterable[Text], *, threads: int = 0, path: Path | None = None, format: str | None = None
    ) -> Iterator[list[Finding]]:
        """What is wrong with each of many texts: an iterator of lists, in the order of the texts.

        Texts are taken a few hundred at a time and checked on so many threads (0: as many as suit the machine), while Python goes
        on. What the iterable raises is raised after the last text before it.
        """
        return self._core.check_batch(texts, threads, _name(path), format)

    def fix(
        self, text: Text, *, unsafe: bool = False, path: Path | None = None, format: str | None = None
    ) -> Fixed:
        """The text with every fix applied that is safe; with `unsafe`, those too that somebody has to judge."""
        fixed, repaired, findings = self._core.fix(text, unsafe, _name(path), format)
        return Fixed(fixed, repaired, findings)

    def survey(
        self,
        texts: Iterable[Text],
        *,
        ids: Iterable[str] | None = None,
        threads: int = 0,
        folder: str = ".",
        format: str | None = None,
    ) -> Tally:
        """What an archive comes to: nothing is checked. A text that cannot be read adds nothing; `check` says so of it.

        ids: what the texts are known by, for each one: a survey of names shows where a spelling is found. No path of a file has to
            be there. Raises `ValueError` unless there are as many as texts.
        folder: the part of the archive that the texts are in, which a survey of names shows.
        """
        return Tally._of(self._core.survey(texts, ids, threads, folder, format))

    def names(self, tally: Tally, *, min_count: int = 2) -> dict[str, Any]:
        """How an archive spells its names: what `copydesk names --format json` says.

        min_count: spellings found less often are left out.
        """
        import json

        survey: dict[str, Any] = json.loads(self._core.names(tally._core, min_count))
        return survey


def _name(path: Path | None) -> str | None:
    return None if path is None else os.fspath(path)


def _codes(option: str, codes: Iterable[str]) -> list[str]:
    if isinstance(codes, str):
        raise TypeError(f"{option} is a list of codes and groups, such as [{codes!r}]")
    return list(codes)


_DEFAULT: list[Checker] = []


def _default() -> Checker:
    """The checker by the built-in rules, made when it is first asked for."""
    if not _DEFAULT:
        _DEFAULT.append(Checker())
    return _DEFAULT[0]


def check(text: Text, *, path: Path | None = None, format: str | None = None) -> list[Finding]:
    """What is wrong with a text by the built-in rules: `Checker().check(text)`, with the rules read once."""
    return _default().check(text, path=path, format=format)


def check_batch(
    texts: Iterable[Text], *, threads: int = 0, path: Path | None = None, format: str | None = None
) -> Iterator[list[Finding]]:
    """What is wrong with each of many texts by the built-in rules, in the order of the texts: `Checker().check_batch(texts)`."""
    return _default().check_batch(texts, threads=threads, path=path, format=format)


def fix(text: Text, *, unsafe: bool = False, path: Path | None = None, format: str | None = None) -> Fixed:
    """A text with every fix of the built-in rules applied that is safe: `Checker().fix(text)`."""
    return _default().fix(text, unsafe=unsafe, path=path, format=format)
