# The compiled module. What it is for is said by the classes of Python around it.
from collections.abc import Iterable, Iterator
from typing import final

from ._finding import Finding

__all__ = ["Batch", "Checker", "ConfigurationError", "CopydeskError", "Tally", "__version__", "main"]

__version__: str

class CopydeskError(Exception): ...
class ConfigurationError(CopydeskError): ...

@final
class Batch(Iterator[list[Finding]]):
    def __iter__(self) -> Batch: ...
    def __next__(self) -> list[Finding]: ...

@final
class Checker:
    def __new__(
        cls,
        *,
        config: str | None,
        texts: dict[str, str] | None,
        rules: list[str],
        stylebook: str | None,
        select: list[str],
        ignore: list[str],
        lang: str | None,
        ui: str,
        tally: Tally | None,
    ) -> Checker: ...
    def check(self, text: str | bytes, path: str | None, format: str | None) -> list[Finding]: ...
    def check_batch(
        self, texts: Iterable[str | bytes], threads: int, path: str | None, format: str | None
    ) -> Batch: ...
    def fix(
        self, text: str | bytes, is_unsafe: bool, path: str | None, format: str | None
    ) -> tuple[str, int, list[Finding]]: ...
    def survey(
        self, texts: Iterable[str | bytes], ids: Iterable[str] | None, threads: int, folder: str, format: str | None
    ) -> Tally: ...
    def names(self, tally: Tally, min_count: int) -> str: ...

@final
class Tally:
    def __new__(cls) -> Tally: ...
    @staticmethod
    def load(path: str) -> Tally: ...
    @staticmethod
    def from_bytes(bytes: bytes) -> Tally: ...
    @staticmethod
    def merged(tallies: list[Tally], keeps_parts: bool) -> Tally: ...
    def save(self, path: str) -> None: ...
    def to_bytes(self) -> bytes: ...

def main(arguments: list[str]) -> int: ...
