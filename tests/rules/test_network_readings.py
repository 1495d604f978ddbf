"""The cases of the network kinds in the audit's reading: from the page and the raw rows it comes to the same lines."""

from pathlib import Path
from typing import Any

import pytest

from tests.rules.joined import Both, read_both
from tests.rules.test_network_cases import CASES, DAY, Case, as_figures, project_of


def told(both: Both, language: str, kind: str) -> dict[str, Any]:
    """What the audit gives by the clause of the case, in the shape in which a case tells it."""
    out: dict[str, Any] = {}
    for (_, person, clause, amount, _, where), count in sorted(both.audited[language].items()):
        if clause != "the-case":
            continue
        depth, _, source = where.partition(" ")
        if not where:
            out[person] = amount
        else:
            out.setdefault(person, {}).setdefault(source or depth, []).extend([amount] * count)
    return out


def plain(figures: Any) -> Any:
    """Figures without the order of the lines of one depth."""
    if isinstance(figures, dict):
        return {key: plain(value) for key, value in figures.items()}
    return sorted(figures) if isinstance(figures, list) else figures


def nested(figures: dict[str, Any]) -> dict[str, Any]:
    """What a case says, with every line of a depth or source in a list."""
    return {
        person: {key: value if isinstance(value, list) else [value] for key, value in lines.items()}
        if isinstance(lines, dict)
        else lines
        for person, lines in figures.items()
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.row['name']}")
def test_audit(case: Case, tmp_path: Path) -> None:
    both = read_both(project_of(case, tmp_path), DAY)
    assert not both.findings
    assert set(both.audited) == {"en", "ru"}
    assert not both.differences()
    for language in both.audited:
        assert plain(told(both, language, case.kind)) == plain(nested(as_figures(case.row["then"])))
