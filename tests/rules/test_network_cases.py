"""Every case of the network kinds comes to what was worked out by hand, through records, metrics and settlement."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.terms.quantity import parse_quantity
from tests.plain import plain
from tests.settlement.projects import Project

HERE = Path(__file__).parent
KINDS = ("level_commission", "differential", "matching")
DAY = date(2026, 1, 31)
RANK = "rank"


@dataclass(frozen=True)
class Case:
    """One case of the file of a kind."""

    kind: str
    setting: dict[str, Any]
    row: dict[str, Any]


def cases(kind: str) -> list[Case]:
    read = plain(HERE / f"{kind}.yaml")
    for row in read["cases"]:
        assert set(row) <= {"name", "clause", "people", "then"}, row
    return [Case(kind, read["setting"], row) for row in read["cases"]]


CASES = [case for kind in KINDS for case in cases(kind)]


def project_of(case: Case, folder: Path) -> Project:
    """The people of a case with their sales, and its clause after those of its setting."""
    setting = case.setting
    tiers = setting["tiers"]
    project = Project(
        folder,
        {name: [version] for name, version in setting["metrics"].items()}
        | {RANK: [{"count": "sales", "where": {"status": RANK}, "window": "period", "scope": "own"}]},
        clauses={name: (one["kind"], [one["fields"]]) for name, one in setting.get("others", {}).items()}
        | {"the-case": (case.kind, [dict(case.row["clause"])])},
        measures={"money": "amount"},
        tiers=[
            {"tier": tier} | ({"reach": {RANK: {"at_least": str(number)}}} if number else {})
            for number, tier in enumerate(tiers)
        ],
        starts="2026-01-01",
        known=("sponsor",),
    )
    for name, given in case.row["people"].items():
        facts = dict(given or {})
        joined, left = facts.pop("joined", "2025-12-01"), facts.pop("left", "")
        project.partners.append([name, name, joined, left, facts.pop("sponsor", "")])
        for _ in range(tiers.index(facts.pop("tier", tiers[0]))):
            project.sales.append([f"s{len(project.sales)}", name, "2026-01-02", "", RANK, "0", "0", "0"])
        for status, sold in facts.items():
            for figure in sold if isinstance(sold, list) else [sold]:
                value = f"{float(parse_quantity(figure).value):.2f}"
                sale = [f"s{len(project.sales)}", name, joined if joined > "2026" else "2026-01-02"]
                project.sales.append([*sale, "", status, value, "0", "0"])
    return project


def paid(case: Case, folder: Path) -> dict[str, Any]:
    """Who is paid, by depth (level_commission), by source partner (matching), or at all."""
    out: dict[str, Any] = defaultdict(dict)
    with project_of(case, folder).settled(DAY) as settlement:
        ids = settlement.book.partners.ids
        for one in settlement.results[0].clauses:
            if one.clause != "the-case":
                continue
            lines = one.lines
            for at, who in enumerate(lines.who.tolist()):
                name = ids[who] if who >= 0 else "house"
                amount = parse_quantity(f"{lines.amount[at] / 100:.2f}").value
                if lines.record is not None and lines.depth is not None:
                    out[name].setdefault(str(lines.depth[at]), []).append(amount)
                elif lines.source is not None:
                    out[name][ids[lines.source[at]]] = amount
                elif lines.depth is not None:
                    out[name][str(lines.depth[at])] = amount
                else:
                    out[name] = amount
    return dict(out)


def as_figures(written: Any) -> Any:
    if isinstance(written, dict):
        return {key: as_figures(value) for key, value in written.items()}
    if isinstance(written, list):
        return [as_figures(one) for one in written]
    return parse_quantity(written).value


def test_there_are_cases_of_every_kind() -> None:
    for kind in KINDS:
        names = [case.row["name"] for case in CASES if case.kind == kind]
        assert len(names) >= 10
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.row['name']}")
def test_settlement(case: Case, tmp_path: Path) -> None:
    assert paid(case, tmp_path) == as_figures(case.row["then"])
