"""The tutorials, tried as a reader would: every file is written, every command is run, every figure is compared."""

import base64
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.house.tree import ROOT

PAGES = sorted((ROOT / "docs" / "tutorials").glob("*.md"))
_BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.M | re.S)
_SECRET = base64.b64encode(bytes(range(32))).decode()


@dataclass(frozen=True)
class Step:
    """A file to write (or to lengthen), or a command with what it must print."""

    path: str = ""
    text: str = ""
    adds: bool = False
    command: str = ""
    printed: tuple[str, ...] = ()


def steps(page: str) -> Iterator[Step]:
    """What a page asks the reader to do, in its order."""
    for block in _BLOCK.finditer(page):
        language, _, rest = block["info"].partition(" ")
        if language == "console":
            for one in re.split(r"^\$ ", block["text"], flags=re.M)[1:]:
                command, *printed = one.splitlines()
                yield Step(command=command, printed=tuple(printed))
        else:
            yield Step(path=rest.removesuffix(" (add)"), text=block["text"], adds=rest.endswith(" (add)"))


def follow(step: Step, folder: Path, environment: dict[str, str]) -> None:
    """Do what a step says in a folder. Raises AssertionError where it does not come out."""
    if step.path:
        path = folder / step.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if step.adds else "x", encoding="utf-8") as file:
            file.write(step.text)
        return
    program, *arguments = shlex.split(step.command) if not step.command.startswith("export") else ["export"]
    if program == "export":
        environment["PARTNERBOOK_SECRET"] = _SECRET
        return
    assert program == "partnerbook", step.command
    done = subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, f"{step.command}\n{said[-2000:]}"
    for line in step.printed:
        assert line in said, f"{step.command}\n{said[-2000:]}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_reader_who_follows_the_page_arrives(page: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PARTNERBOOK_SECRET": ""}
    found = list(steps(page.read_text("utf-8")))
    assert any(step.path for step in found)
    for step in found:
        follow(step, tmp_path, environment)


def test_the_table_of_the_differential_is_what_is_settled(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "tutorials" / "differential.md").read_text("utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for step in steps(page):
        if step.path and not step.adds:
            follow(step, tmp_path, environment)
    out = tmp_path / "ledger"
    follow(Step(command=f"partnerbook settle --root tea --on 2026-02-28 --out {out}"), tmp_path, environment)
    for period, column in (("2026-01", 3), ("2026-02", 6)):
        ledger = duckdb.sql(f"select partner, amount from read_parquet('{out}/{period}.parquet')")
        assert ledger is not None
        rows = ledger.fetchall()
        settled = {partner: Decimal(amount) / 100 for partner, amount in rows}
        for line in re.findall(r"^\| (T\d .*) \|$", page, re.M):
            cells = [cell.strip().replace(" ", "") for cell in line.split("|")]
            assert settled.get(cells[0], 0) == Decimal(cells[column]), (period, cells[0])
