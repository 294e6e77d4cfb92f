"""Findings: what they are made of, and nothing else. The compiled module makes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Place:
    """A part of a text. `text[place.start:place.end]` is what it says, of a `str`."""

    start: int
    """Where it begins: the code points before it."""
    end: int
    """Where it ends: the code points before its end."""
    line: int
    """The line it begins on, from 1."""
    column: int
    """The column it begins at, in code points from 1."""
    end_line: int
    """The line it ends on, from 1."""
    end_column: int
    """The column after its last code point, from 1."""
    byte_start: int
    """Where it begins, in bytes of UTF-8: `start` of the command's JSON."""
    byte_end: int
    """Where it ends, in bytes of UTF-8: `end` of the command's JSON."""
    utf16_start: int
    """Where it begins, in UTF-16 units, as JavaScript, Java and editors count."""
    utf16_end: int
    """Where it ends, in UTF-16 units."""

    def to_dict(self) -> dict[str, Any]:
        """The same as a `dict` that JSON can hold."""
        return _plain(vars(self))


@dataclass(frozen=True)
class Edit(Place):
    """One edit of a fix: `text` takes the place of what stands there."""

    text: str
    """What takes its place."""


@dataclass(frozen=True)
class Related(Place):
    """Another place that explains a finding."""

    message: str
    """What it is, in words."""


@dataclass(frozen=True)
class Fix:
    """How a finding can be repaired."""

    applicability: str
    """`safe`: beyond doubt; `unsafe`: for somebody to judge; `display-only`: shown, never applied."""
    title: str
    """What it does, in words."""
    edits: tuple[Edit, ...]
    """The edits, in order; no two overlap."""

    def to_dict(self) -> dict[str, Any]:
        """The same as a `dict` that JSON can hold."""
        return _plain(vars(self))


@dataclass(frozen=True)
class Finding(Place):
    """One finding, and where in its text it is."""

    code: str
    """The code, such as `quotes/unclosed`."""
    variant: str | None
    """Which rule of the code, where it has several."""
    severity: str
    """`error`, `warning` or `info`."""
    message: str
    """What is wrong, in words."""
    lang: str
    """The tag of the article's language; `und` if it is not known."""
    fix: Fix | None
    """How it can be repaired, if it can."""
    related: tuple[Related, ...]
    """Other places that explain it."""
    places: tuple[Place, ...]
    """Of several findings with one cause, told as one: where each of them is."""
    rule_set: str
    """The file of the rule."""
    data: dict[str, str] = field(hash=False)
    """What the message was filled with, by name."""


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """The values of a class as JSON has them."""
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [each.to_dict() for each in value]
    if isinstance(value, Fix):
        return value.to_dict()
    return dict(value) if isinstance(value, dict) else value
