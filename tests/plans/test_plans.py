"""Plans of the field, each in one file with its figures worked by hand: settlement and the audit both come to them."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.audit.twice import published, read_twice
from tests.cookbook.test_recipes import Earned, earned
from tests.programmes.totals import expected, money
from tests.settlement.projects import Project, write_plain

HERE = Path(__file__).parent
PLANS = sorted(path.stem for path in HERE.glob("*.yaml"))
TEXTS = {
    "partners": {
        "partner",
        "name",
        "joined_on",
        "left_on",
        "sponsor",
        "placement",
        "position",
        "segment",
        "region",
    },
    "sales": {"sale", "partner", "date", "customer", "status", "return_of"},
    "sale_lines": {"sale", "partner", "date", "customer", "status"},
    "returns": {"partner", "date", "return_of"},
    "events": {"partner", "date", "event", "subject"},
    "targets": {"partner", "date", "target"},
    "redemptions": {"redemption", "partner", "date", "reward"},
}
"""The columns that hold no figure, by table."""


def write(plan: dict[str, Any], root: Path) -> None:
    """The project that a plan describes in short: versions, titles and columns are filled in."""
    Project(
        root,
        metrics={name: [version] for name, version in plan["metrics"].items()},
        clauses={
            name: (version.pop("kind"), [version])
            for name, version in ((name, dict(version)) for name, version in plan["clauses"].items())
        },
        measures=plan.get("measures", {}),
        tiers=plan.get("tiers", []),
        ladder=plan.get("ladder", {}),
        starts=plan["starts"],
        period=plan.get("period", "month"),
        declared=plan.get("declared", {}),
    ).write_programme()
    for name, content in plan.get("files", {}).items():
        write_plain(root / name, content)
    folder = root / "partners_data"
    folder.mkdir()
    sources = []
    for table, text in plan["tables"].items():
        (folder / f"{table}.csv").write_text(text, "utf-8")
        columns = {
            name: name if name in TEXTS[table] else _column(name, rows)
            for name, rows in _columns(text).items()
        }
        source = {"table": table, "files": f"{table}.csv", "columns": columns}
        sources.append(source | ({"unique": "sale"} if table == "sales" else {}))
    write_plain(folder / "sources.yaml", {"sources": sources})


def _columns(text: str) -> dict[str, list[str]]:
    head, *rows = csv.reader(io.StringIO(text))
    return {name: [row[at] for row in rows] for at, name in enumerate(head)}


def _column(name: str, cells: list[str]) -> dict[str, str]:
    """A figure where every cell is one, else a text."""
    if all(cell.replace("-", "", 1).replace(".", "", 1).isdigit() for cell in cells):
        return {"column": name, "digits": str(max(len(cell.partition(".")[2]) for cell in cells))}
    return {"column": name, "type": "text", "empty": "allowed"}


def by_hand(plan: dict[str, Any]) -> Earned:
    """What a person worked out: period -> partner -> clause -> sum."""
    return {
        period: {who: {name: money(one) for name, one in clauses.items()} for who, clauses in people.items()}
        for period, people in plan["expected"].items()
    }


@pytest.mark.parametrize("name", PLANS)
def test_both_computations_come_to_what_was_worked_out_by_hand(name: str, tmp_path: Path) -> None:
    plan, root = expected(HERE / f"{name}.yaml"), tmp_path / name
    write(plan, root)
    both = read_twice(root, date.fromisoformat(plan["on"]), published(root, date.fromisoformat(plan["on"])))
    assert both.differences() == []
    assert earned(both.settled) == by_hand(plan)


def test_every_plan_says_how_its_figures_come_about() -> None:
    for name in PLANS:
        plan = expected(HERE / f"{name}.yaml")
        assert plan["says"].strip()
        assert plan["by_hand"].strip()
    assert len(PLANS) >= 10
