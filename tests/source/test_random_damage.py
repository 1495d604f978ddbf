"""Whatever somebody does to a programme: it loads, or its author is told where and why, in plain words."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from generator.book import read_book
from generator.rules.editions import editions
from generator.rules.folder import EmptyProgramme, load_programme
from generator.settlement.examples import check_examples
from generator.source import Diagnosed, Diagnostic, for_terminal, forget_lines, raise_if
from generator.workflow.publish import check_published

TESTS = Path(__file__).parents[1]
SMALL = TESTS / "programmes" / "small" / "program"
WHOLE = TESTS / "diagnostics" / "_base" / "program"  # has training, a glossary and pages, too
RECORDS = TESTS / "diagnostics" / "_base" / "partners_data"
ON = date(2026, 2, 28)
JARGON = re.compile(
    r"pydantic|validator|traceback|NoneType|\btuple\b|\bdict\b|\bNone\b|ValueError|0x[0-9a-f]{6}|ruamel|"
    r"\{'|\['|'\]|'\}|\bobject at\b"
)
FILES = sorted(
    (folder, path.relative_to(folder).as_posix())
    for folder in (SMALL, WHOLE)
    for path in folder.rglob("*.yaml")
)
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10**20),
    st.floats(allow_nan=True),
    st.text(max_size=12),
    st.sampled_from(
        ["", "{", "{rate}", "1,000", "7 %", "100 USD", "2026-02-30", "9999-12-31", "last 0 periods", "volume",
         "silver", "period", "*x", "a #b", "~", "null", "yes", "\u2212" + "5", "٣", "1e9", "60 days", "🙂"]
    ),
    st.lists(st.sampled_from(["volume", "", {"a": 1}, [1]]), max_size=2),
    st.dictionaries(st.sampled_from(["en", "ru", "at_least", "all", "not", "volume", ""]), st.just("5"), max_size=2),
)  # fmt: skip


@cache
def sound(file: tuple[Path, str]) -> str:
    return (file[0] / file[1]).read_text("utf-8")


def spots(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from spots(one, (*path, key))


def damaged(value: Any, path: tuple[str | int, ...], how: str, junk: Any) -> Any:
    """The value with the spot at `path` dropped, doubled, renamed or replaced."""
    if not path:
        return junk
    at: Any = value
    for step in path[:-1]:
        at = at[step]
    last = path[-1]
    if how == "drop":
        del at[last]
    elif how == "rename" and isinstance(at, dict):
        at[str(last)[:-1] or "x"] = at.pop(last)
    elif how == "repeat" and isinstance(at, list):
        at.append(deepcopy(at[last]))
    elif how == "insert" and isinstance(at, dict):
        at[str(junk)[:9] or "x"] = "1"
    else:
        at[last] = junk
    return value


def check(root: Path) -> None:
    forget_lines()
    for one in said_of(root / "program"):
        assert is_plain(one, root), for_terminal(one, root)


def said_of(folder: Path) -> tuple[Diagnostic, ...]:
    """All that is said of a programme before its data are read."""
    try:
        programme, advice = load_programme(folder)
        raise_if(list(check_examples(programme)))
        raise_if(check_published(programme, editions(programme, ON), ON))
    except EmptyProgramme:
        return ()
    except Diagnosed as told:
        return told.diagnostics
    return advice


def is_plain(one: Diagnostic, root: Path) -> bool:
    assert one.place is not None
    assert Path(one.place.path).is_relative_to(root)
    assert one.place.line >= 1
    assert one.place.column >= 1
    assert one.says.endswith((".", "?"))
    assert one.consequence
    told = f"{one.says} {one.consequence} {one.cure} {one.label}"
    return not JARGON.search(re.sub(r"`[^`\n]*`", "", told))  # what the author wrote may be anything


def with_file(file: tuple[Path, str], content: bytes) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        shutil.copytree(file[0], root / "program")
        (root / "program" / file[1]).write_bytes(content)
        check(root)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_values_and_keys_in_disorder(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(FILES))
    value = YAML(typ="safe", pure=True).load(sound(file).replace(" %", "_%"))
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(list(spots(value))))
        how = data.draw(st.sampled_from(["drop", "rename", "repeat", "insert", "replace", "replace"]))
        value = damaged(value, path, how, deepcopy(data.draw(JUNK)))
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        YAML(typ="safe", pure=True).dump(value, out)
        out.seek(0)
        text = out.read().replace("_%", " %")
    with_file(file, text.encode("utf-8", "replace"))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_text_in_disorder(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from([one for one in FILES if one[1] != "published.yaml"]))
    text = sound(file)
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 12))
        junk = data.draw(
            st.one_of(
                st.sampled_from(
                    [
                        "\t",
                        ":",
                        "{",
                        "}",
                        "[",
                        "]",
                        "'",
                        '"',
                        "#",
                        " #",
                        ",",
                        "- ",
                        "&a ",
                        "*a",
                        "!",
                        "%",
                        "\n",
                    ]
                ),
                st.text(max_size=5),
            )
        )
        text = text[:start] + junk + text[start + length :]
    with_file(file, text.encode("utf-8", "replace"))


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(FILES), st.binary(max_size=60), st.integers(0, 400))
def test_bytes_in_disorder(file: tuple[Path, str], junk: bytes, start: int) -> None:
    raw = sound(file).encode()
    with_file(file, raw[:start] + junk + raw[start:])


def read(data: Path) -> None:
    """Reading records ends in a book, or in words."""
    forget_lines()
    try:
        read_book(data, on=date(2026, 11, 12), time_zone="Europe/Moscow", languages=("ru", "en")).close()
    except Diagnosed as told:
        for one in told.diagnostics:
            assert is_plain(one, data), for_terminal(one, data)


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_sources_in_disorder(data: st.DataObject) -> None:
    value = YAML(typ="safe", pure=True).load((RECORDS / "sources.yaml").read_text("utf-8"))
    words = st.sampled_from(
        ["csv", "cp1251", ",", "sales.csv", "*.csv", "../x", "amount", "paid", "2", "events"]
    )
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(list(spots(value))))
        how = data.draw(st.sampled_from(["drop", "rename", "repeat", "insert", "replace", "replace"]))
        value = damaged(value, path, how, deepcopy(data.draw(st.one_of(JUNK, words))))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "data"
        shutil.copytree(RECORDS, folder)
        with (folder / "sources.yaml").open("w", encoding="utf-8") as out:
            YAML(typ="safe", pure=True).dump(value, out)
        read(folder)


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_records_in_disorder(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["sales.csv", "partners.csv", "events.csv"]))
    raw = (RECORDS / name).read_bytes()
    pieces = st.sampled_from([b'"', b",", b"\n", b"\r", b"\0", b"9" * 30, b"-", b"NaN", b"9999-12-31"])
    for _ in range(data.draw(st.integers(1, 3))):
        start, length = data.draw(st.integers(0, len(raw))), data.draw(st.integers(0, 8))
        raw = raw[:start] + data.draw(st.one_of(st.binary(max_size=4), pieces)) + raw[start + length :]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "data"
        shutil.copytree(RECORDS, folder)
        (folder / name).write_bytes(raw)
        read(folder)


def test_the_sound_programmes_load() -> None:
    assert said_of(SMALL) == said_of(WHOLE) == ()
