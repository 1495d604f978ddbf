"""The quick and the careful reader of CSV read every file alike, or the quick one leaves it to the other."""

import tempfile
from pathlib import Path

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.book.files import DataFile
from generator.book.reading_csv import _careful, _quick
from generator.source import Place

PIECES = st.sampled_from(
    ["a", "1,5", ";", ";", "\n", "\n", "\r\n", '"', '"x"', ';"y z"', " ", "ж", '""', "\r"]
)


def as_lists(table: object) -> list[list[str | None]]:
    columns = getattr(table, "columns")  # noqa: B009
    return [pa.chunked_array(c).to_pylist() if isinstance(c, pa.Array) else c.to_pylist() for c in columns]


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["h;k\n", "h\n", '"h";k\r\n', ""]))
def test_both_readers_agree(body: str, header: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes((header + body).encode())
        quick = _quick(path, ";")
        if quick is None:
            return
        careful = _careful(path, ";", DataFile(path, "x.csv"), Place("sources.yaml", 1, 1))
    assert quick.header == careful.header
    assert not careful.broken
    assert quick.rows.to_pylist() == careful.rows.to_pylist()
    assert as_lists(quick) == as_lists(careful)


def test_the_quick_reader_takes_what_exports_usually_are(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    for text in ("a;b\n1;2\n", 'a;b\r\n"1";"x;y"\r\n', "a;b\n1;2", 'a;b\n"";2\n'):
        path.write_text(text, newline="")
        assert _quick(path, ";") is not None, text
    for text in ('a;b\n1;"x\ny"\n', "a;b\n\n1;2\n", 'a;b\n1;"x ""y"""\n', "a;b\r1;2\r", "a;b\n1;2;\n"):
        path.write_text(text, newline="")
        assert _quick(path, ";") is None, text
