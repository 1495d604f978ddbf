"""Presets: each gives a source that can be read, what a source says itself wins, and docs/sources.md tells them all."""

from pathlib import Path

import pytest

from generator.book.presets import FOLDER, joined, names, preset
from generator.book.sources import Source
from tests.book.making import read, rows, write

ROOT = Path(__file__).resolve().parents[2]
EACH = [(name, table) for name in names() for table in preset(name)["tables"]]


@pytest.mark.parametrize(("name", "table"), EACH)
def test_each_is_a_source_that_the_docs_tell(name: str, table: str) -> None:
    source = Source.model_validate({"table": table, "preset": name, "files": "export.csv"})
    page = (ROOT / "docs" / "sources.md").read_text("utf-8")
    part = page.partition(f"`{name}`")[2]
    for column, meant in source.columns.items():
        assert f"`{meant.column}`" in part, f"docs/sources.md does not tell where {column} comes from"


def test_presets_are_those_of_the_folder() -> None:
    assert names() == ("bitrix24", "ga4", "partnerstack", "post-affiliate-pro")
    assert {path.suffix for path in FOLDER.iterdir()} == {".yaml"}


def test_what_a_source_says_wins() -> None:
    own = {
        "table": "sales",
        "preset": "bitrix24",
        "files": "deals.csv",
        "columns": {"date": "DATE_CREATE", "channel": {"column": "SOURCE_ID", "type": "text"}},
        "converts": [],
    }
    whole = joined(own)
    assert list(whole["columns"]) == [*preset("bitrix24")["tables"]["sales"]["columns"], "channel"]
    assert whole["columns"]["date"] == "DATE_CREATE"
    assert (whole["converts"], whole["unique"]) == ([], "sale")


def test_moments_that_count_from_1970(tmp_path: Path) -> None:
    sources = """
- {table: partners, preset: partnerstack, files: partnerships.csv}
- {table: sales, preset: partnerstack, files: transactions.csv}
"""
    # 2026-02-28 21:00 and 20:59:59.999 in UTC: the first moment of March in Moscow, and the last of February.
    write(
        tmp_path,
        sources,
        partnerships_csv="partner_key,first_name,joined_at,email\nanna,Anna,1767225600000,a@example.org\n",
        transactions_csv="key,partner_key,customer_key,created_at,currency,amount\n"
        "t-1,anna,c-1,1772312400000,,1050\nt-2,anna,c-1,1772312399999,,-50\n",
    )
    with read(tmp_path) as book:
        assert rows(book, 'SELECT sale, CAST(date AS VARCHAR), CAST("at" AS VARCHAR), amount FROM sales') == [
            ("t-1", "2026-03-01", "2026-03-01 00:00:00", 1050),
            ("t-2", "2026-02-28", "2026-02-28 23:59:59.999", -50),
        ]


@pytest.mark.parametrize("cell", ["", "yesterday", "-1", "1772312400000000000", "999999999999999999", "1.5"])
def test_what_is_no_moment(tmp_path: Path, cell: str) -> None:
    source = "{sale: sale, partner: partner, date: {column: at, format: unix_ms}}"
    write(
        tmp_path,
        f"\n- {{table: partners, derive_from: sales}}\n- table: sales\n  files: sales.csv\n  columns: {source}\n"
        "  reject:\n  - {reason: bad-date, ceiling: 1, words: {en: no day}}\n"
        "  - {reason: missing-date, ceiling: 1, words: {en: no day}}\n",
        sales_csv=f"sale,partner,at\nO-1,P-1,{cell}\nO-2,P-1,0\n",
    )
    with read(tmp_path) as book:
        assert rows(book, "SELECT reason FROM rejects") == [("bad-date" if cell else "missing-date",)]
        assert rows(book, "SELECT CAST(date AS VARCHAR) FROM sales") == [("1970-01-01",)]
