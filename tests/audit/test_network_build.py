"""The programme with all network kinds, built whole: the audit agrees, and notices changed lines and workings."""

from datetime import date
from html import unescape
from pathlib import Path

import pytest

from generator.audit.mutation import mutate
from generator.audit.network_mutants import NETWORK_OPERATORS
from generator.audit.plain import strip_tags
from generator.audit.run import audit
from generator.audit.step_mutants import STEP_OPERATORS
from generator.workflow.build import build
from generator.workflow.places import Places

TEAM = Path(__file__).resolve().parents[1] / "programmes" / "team"
WORKED = TEAM.parent / "worked"
ON = date(2026, 1, 31)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("team") / "build"
    summary = build(Places.of(TEAM, place), ON, bytes(range(32)))
    assert summary.verdict == "agrees", summary.audit["findings"][:10]
    return place


def test_agrees_on_lines_and_on_the_house(built: Path) -> None:
    answer = audit(TEAM, on=ON, build=built)
    assert not answer.findings
    assert answer.examined["lines"] > 20
    assert answer.examined["house lines"] == 5


def test_notices_what_is_changed(built: Path) -> None:
    names = [*NETWORK_OPERATORS, "line-figure-moved", "line-dropped", "line-doubled", "sentence-turned"]
    answer = mutate(TEAM, on=ON, build=built, tries=24, seed=11, full=2, operators=names)
    assert answer["killed"] == answer["tried"], answer["survivors"]
    assert not answer["unequal"]


# Worked out by hand, as tests/programmes/team/expected.yaml says: Anna's group without Boris's, less David's, and two
# generations below Boris, who has broken away with Clara.
WORKINGS = """
Group | Group volume | Rate | Product
your group, from €8,000 | €1,699.99 | 12% | €203.9988
partner 1, from €500 | €699.99 | −4% | −€27.9996
partner 2, from €8,000, has broken away | €400.00 | 0% | €0.00
generation 1 | €400.00 | 4% | €16.00
generation 2 | €9,000.00 | 2% | €180.00
Exact sum | €371.9992
Rounded | €372.00
"""


def test_workings_say_what_was_subtracted(built: Path) -> None:
    text = (built / "private/statements/anna/2026-01.html").read_text("utf-8")
    line = text.partition('data-line="group-bonus"')[2].partition("data-line=")[0]
    rows = [row.partition("</tr>")[0] for row in line.split("<tr>")[1:]]
    cells = [
        [piece.partition("</t")[0] for piece in row.replace("<th", "<td").split("<td")[1:]] for row in rows
    ]
    told = [" | ".join(strip_tags(f"<td{cell}").strip() for cell in row) for row in cells]
    assert [unescape(row) for row in told] == WORKINGS.strip().splitlines()
    assert "left out with groups that have broken away" in line


def test_notices_every_change_of_workings(tmp_path: Path) -> None:
    on = date(2026, 3, 31)
    summary = build(Places.of(WORKED, tmp_path), on, bytes(range(32)))
    assert summary.verdict == "agrees", summary.audit["findings"][:10]
    answer = mutate(WORKED, on=on, build=tmp_path, tries=40, seed=5, full=1, operators=[*STEP_OPERATORS])
    assert answer["killed"] == answer["tried"], answer["survivors"]
    assert len(answer["by_operator"]) >= 10
