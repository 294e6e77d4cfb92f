"""Articles in Arrow, findings in Arrow: for engines that hand batches of rows on (Spark, DuckDB, Dask, Ray, Polars). Needs pyarrow,
which the package itself does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from ._checker import Checker, Tally, Text
from ._finding import Finding, Place

if TYPE_CHECKING:
    import pyarrow as pa

PLACE = tuple(field.name for field in fields(Place))
"""The columns that say where something is, in every unit."""


def schema(id: str = "id", id_type: pa.DataType | None = None) -> pa.Schema:
    """The columns of findings: one that is named `id`, of the type `id_type` (a string if it is not given), which says what article a
    finding is in, then what `Finding` has, under the same names.
    """
    import pyarrow as pa

    place = [pa.field(name, pa.int32(), nullable=False) for name in PLACE]

    def struct(*own: tuple[str, pa.DataType]) -> pa.DataType:
        return pa.struct([*place, *(pa.field(name, type, nullable=False) for name, type in own)])

    text = pa.string()
    fix = pa.struct(
        [
            pa.field("applicability", text, nullable=False),
            pa.field("title", text, nullable=False),
            pa.field("edits", pa.list_(struct(("text", text))), nullable=False),
        ]
    )
    columns = [
        pa.field(id, id_type or text),
        *place,
        pa.field("code", text, nullable=False),
        pa.field("variant", text),
        pa.field("severity", text, nullable=False),
        pa.field("message", text, nullable=False),
        pa.field("lang", text, nullable=False),
        pa.field("fix", fix),
        pa.field("related", pa.list_(struct(("message", text))), nullable=False),
        pa.field("places", pa.list_(struct()), nullable=False),
        pa.field("rule_set", text, nullable=False),
        pa.field("data", pa.map_(text, text), nullable=False),
    ]
    names = [column.name for column in columns]
    if names.count(id) > 1:
        raise ValueError(f"findings have a column `{id}` of their own: give the ids another name")
    return pa.schema(columns)


def record_batch(
    found: Iterable[tuple[Any, Sequence[Finding]]], *, id: str = "id", id_type: pa.DataType | None = None
) -> pa.RecordBatch:
    """Findings as rows. `found` gives for each article its id and its findings, as `zip(ids, checker.check_batch(texts))` does."""
    import pyarrow as pa

    rows = [{**_row(finding), id: name} for name, findings in found for finding in findings]
    return pa.RecordBatch.from_pylist(rows, schema=schema(id, id_type))


def _row(finding: Finding) -> dict[str, Any]:
    row = finding.to_dict()
    row["data"] = list(finding.data.items())
    return row


def check(
    batch: pa.RecordBatch | pa.Table, checker: Checker, *, id: str = "id", text: str = "text", threads: int = 1
) -> pa.RecordBatch:
    """What is wrong with the articles of a batch, a row for each finding.

    id, text: the names of the columns with ids and texts. Texts are strings or binary; one that is null has nothing to check. One
        that cannot be read is a row with the code `copydesk/unreadable`.
    threads: 1, since an engine has a process for each core; 0 for as many as suit the machine.
    """
    rows = list(pairs(batch, id=id, text=text))
    found = checker.check_batch((article for _, article in rows), threads=threads)
    names = (name for name, _ in rows)
    return record_batch(zip(names, found), id=id, id_type=batch.column(id).type)


def pairs(batch: pa.RecordBatch | pa.Table, *, id: str = "id", text: str = "text") -> Iterator[tuple[Any, Text]]:
    """The articles of a batch, each with its id; without those whose text is null."""
    ids, texts = batch.column(id), batch.column(text)
    there = texts.is_valid()
    return zip(ids.filter(there).to_pylist(), texts.filter(there).to_pylist())


def survey(
    batch: pa.RecordBatch | pa.Table, checker: Checker, *, text: str = "text", id: str | None = None, threads: int = 1
) -> Tally:
    """What the articles of a batch come to: a part of an archive, which `Tally.merge` adds to others.

    text, threads: as of `check`.
    id: the column with ids, if a survey of names is to show where a spelling is found.
    """
    rows = list(pairs(batch, id=id or text, text=text))
    ids = None if id is None else (str(name) for name, _ in rows)
    return checker.survey((article for _, article in rows), ids=ids, threads=threads)
