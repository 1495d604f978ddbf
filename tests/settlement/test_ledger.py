"""The ledger is what its schema says: int64 minor units, never zero, one row a line, and the same total everywhere."""

import json
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from generator.rules.contract import HOUSE
from generator.settlement.ledger import HOUSE_NAME, SCHEMA, SCHEMA_VERSION, ledger_table, write_ledger
from generator.settlement.settle import Settlement
from generator.terms.pay import MONEY
from tests.programmes.totals import settled

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "programmes" / "small"
ON = date(2026, 11, 12)


@pytest.fixture(scope="module")
def settlement() -> Settlement:
    return settled(ROOT, ON)


@pytest.fixture(scope="module")
def tables(settlement: Settlement, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    paths = write_ledger(settlement, tmp_path_factory.mktemp("ledger"))
    return {path.stem: pq.read_table(path) for path in paths}


def test_the_schema_is_written_as_promised(tables: dict[str, pa.Table]) -> None:
    assert list(tables) == [f"2026-{month:02}" for month in range(5, 12)]
    for table in tables.values():
        assert table.schema.names == SCHEMA.names
        assert table.schema.types == SCHEMA.types
        assert table.schema.metadata[b"ledger"] == SCHEMA_VERSION.encode()
        assert table.schema.field("amount").type == pa.int64()
        assert table.schema.field("base").type == pa.int64()


def test_no_line_is_zero_and_none_stands_twice(tables: dict[str, pa.Table]) -> None:
    for period, table in tables.items():
        assert table.num_rows > 0
        assert pc.min(pc.abs(table["amount"])).as_py() > 0
        for name in table.schema.names:
            if name not in ("base_per", "source", "depth", "record"):  # where a line has them
                assert table[name].null_count == 0
        named = [table[name].to_pylist() for name in ("partner", "clause", "source", "depth", "record")]
        keys = Counter(zip(*named, strict=True))
        assert max(keys.values()) == 1
        assert set(table["period"].to_pylist()) == {period}


def test_every_line_names_the_version_and_edition_it_rests_on(
    settlement: Settlement, tables: dict[str, pa.Table]
) -> None:
    for result in settlement.results:
        table = tables[result.period.name]
        assert set(table["edition"].to_pylist()) == {f"{result.edition.address}#{result.edition.hash}"}
        for clause, version in set(
            zip(table["clause"].to_pylist(), table["version"].to_pylist(), strict=True)
        ):
            part = result.edition.part(clause)
            assert part is not None
            assert version == part.starts
            assert version <= result.period.first


def test_sum_of_lines_is_the_result_of_each_partner(
    settlement: Settlement, tables: dict[str, pa.Table]
) -> None:
    for result in settlement.results:
        sums: defaultdict[str, int] = defaultdict(int)
        table = tables[result.period.name]
        for row in table.select(["partner", "amount", "unit"]).to_pylist():
            if row["unit"] == MONEY:
                sums[row["partner"]] += row["amount"]
        earned = dict(zip(settlement.book.partners.ids, result.earned().tolist(), strict=True))
        in_money = [one.lines for one in result.clauses if one.unit == MONEY]
        house = sum(lines.amount[lines.who == HOUSE].sum() for lines in in_money)
        assert dict(sums) == {
            name: amount for name, amount in {**earned, HOUSE_NAME: house}.items() if amount
        }


def test_writing_again_gives_the_same_bytes(settlement: Settlement, tmp_path: Path) -> None:
    first, second = (write_ledger(settlement, tmp_path / name) for name in ("one", "two"))
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_a_period_without_clauses_is_an_empty_table_of_the_same_schema(settlement: Settlement) -> None:
    empty = ledger_table(settlement, replace(settlement.results[0], clauses=()))
    assert empty.num_rows == 0
    assert empty.schema == SCHEMA


def test_settle_prints_the_sum_of_lines(tmp_path: Path) -> None:
    for part in ("program", "partners_data"):
        shutil.copytree(SMALL / part, tmp_path / part)
    command = [sys.executable, "-c", "from generator.cli import main; main()", "settle", "--json"]
    run = subprocess.run(
        [*command, "--root", str(tmp_path), "--on", "2026-02-28"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    answer = json.loads(run.stdout)
    sums = {Path(file).stem: sum(pq.read_table(file)["amount"].to_pylist()) for file in answer["files"]}
    assert answer["periods"] == sums == {"2026-01": 28001, "2026-02": 33760}
    assert answer["lines"] == sum(pq.read_table(file).num_rows for file in answer["files"]) == 8
    inside = tmp_path / "build" / "private" / "ledger"
    assert sorted(inside.iterdir()) == sorted(Path(file) for file in answer["files"])
