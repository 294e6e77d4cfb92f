"""Arrow, and the jobs of examples/engines: what they find is what the command finds, record by record."""

import subprocess
import sys

import pyarrow as pa
import pyarrow.dataset
import pytest

import copydesk
import copydesk.arrow
from conftest import ALL, ROOT, rows_of


def table_of(texts, ids=None):
    return pa.record_batch({"id": ids if ids is not None else [str(number) for number in range(len(texts))], "text": texts})


class TestArrow:
    def test_findings_are_those_of_the_command(self, archive, said):
        table = pa.parquet.read_table(archive.table)
        checker = copydesk.Checker()
        found = [copydesk.arrow.check(batch, checker) for batch in table.to_batches(max_chunksize=300)]
        assert rows_of(pa.Table.from_batches(found)) == said
        assert len(said) > 200

    def test_in_the_light_of_a_tally_too(self, archive, tmp_path):
        archive.survey(tmp_path / "archive.tally")
        checker = copydesk.Checker(tally=copydesk.Tally.load(tmp_path / "archive.tally"), **ALL)
        found = rows_of(copydesk.arrow.check(pa.parquet.read_table(archive.table), checker, threads=0))
        assert found == archive.said("--tally", tmp_path / "archive.tally", **ALL)
        assert any("names/archive" in row[3] for row in found)

    def test_ids_keep_their_type_and_their_name(self):
        batch = pa.record_batch({"key": pa.array([7], pa.uint16()), "body": ["The mayor said: “We wait."]})
        found = copydesk.arrow.check(batch, copydesk.Checker(), id="key", text="body")
        assert (found.schema.names[0], found.schema.types[0], found["key"].to_pylist()) == ("key", pa.uint16(), [7])
        with pytest.raises(ValueError, match="findings have a column `line` of their own"):
            copydesk.arrow.schema("line")

    @pytest.mark.parametrize("text", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())])
    def test_texts_are_strings_of_any_kind(self, text):
        batch = pa.record_batch({"id": ["a"], "text": pa.array(["The mayor said: “We wait."]).cast(text)})
        assert copydesk.arrow.check(batch, copydesk.Checker())["code"].to_pylist() == ["quotes/unclosed"]

    def test_a_text_that_cannot_be_read_is_a_row_and_one_that_is_null_is_none(self):
        found = copydesk.arrow.check(table_of([b"\x81\x8d\x8f", None, "قال إنه “ينتظر".encode()]), copydesk.Checker())
        assert list(zip(found["id"].to_pylist(), found["code"].to_pylist())) == [
            ("0", "copydesk/unreadable"),
            ("2", "quotes/unclosed"),
        ]

    def test_no_findings_are_a_table_without_rows(self):
        found = copydesk.arrow.check(table_of(pa.array([], pa.string()), pa.array([], pa.string())), copydesk.Checker())
        assert (found.num_rows, found.schema) == (0, copydesk.arrow.schema())


class TestParquet:
    def test_the_command_reads_it_as_the_records_that_duckdb_makes_of_it(self, archive, said, tmp_path):
        import duckdb

        records = tmp_path / "articles.jsonl"
        duckdb.sql(f"COPY (SELECT id, text FROM '{archive.table}') TO '{records}' (FORMAT json)")
        archive.records, kept = records, archive.records
        try:
            assert archive.said() == said
        finally:
            archive.records = kept


class TestJobs:
    @pytest.mark.parametrize("engine", ["duckdb", "dask"])
    def test_they_find_what_the_command_finds(self, engine, archive, said, tmp_path):
        job = ROOT / "examples" / "engines" / f"{engine}_job.py"
        subprocess.run([sys.executable, job, archive.table, tmp_path / "findings"], check=True, stdout=subprocess.DEVNULL)
        assert rows_of(pa.dataset.dataset(tmp_path / "findings", format="parquet").to_table()) == said
