"""The gallery of what the book says: each folder is a small project that is refused with exactly these words."""

import ast
from datetime import date
from pathlib import Path

import pytest

from generator.book import read_book
from generator.source import Diagnosed, for_terminal

GALLERY = Path(__file__).parents[1] / "diagnostics"
BOOK = Path(__file__).parents[2] / "generator" / "book"
# Said of what people wrote once the programme is known too, and shown by its gallery.
WITH_PROGRAMME = {
    "override-not-allowed",
    "agreement-unclear",
    "unknown-partner",
    "unknown-manager",
    "adjustment-of-no-period",
    "conversion-missing.payout",
    "conversion-too-fine",
    "figure-too-large",
    "rate-missing",
    "period-name-unclear.none",
    "unknown-column.control-total",
    "closes-unreachable",
    "control-total-differs",
}
CASES = sorted(
    path
    for path in GALLERY.iterdir()
    if (path / "partners_data").is_dir()
    and not (path / "program").exists()
    and path.name not in WITH_PROGRAMME
)
# Said by the model of YAML too, and shown by its own gallery.
OF_OTHERS = {"wrong-type", "figure-negative", "duplicate-name"} | WITH_PROGRAMME


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_what_is_said(case: Path) -> None:
    with pytest.raises(Diagnosed) as found:
        read_book(
            case / "partners_data", on=date(2026, 11, 12), time_zone="Europe/Moscow", languages=("ru", "en")
        )
    said = "\n\n".join(for_terminal(one, case) for one in found.value.diagnostics) + "\n"
    assert said == (case / "expected.txt").read_text(encoding="utf-8")
    assert [one.slug for one in found.value.diagnostics] == [case.name]
    for one in found.value.diagnostics:
        assert one.consequence, "what it means for partners is not said"
        assert one.cure, "no cure"


def slugs_in(path: Path) -> set[str]:
    """Slugs that a module gives to a diagnostic: the first text of each call that makes one."""
    makers = {"Fault", "Diagnostic", "unreadable"}
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in makers
            and node.args
        ):
            found |= {
                one.value
                for one in ast.walk(node.args[0])
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            }
    return found


def test_every_slug_of_the_book_is_shown() -> None:
    used = set().union(*(slugs_in(path) for path in BOOK.glob("*.py"))) - OF_OTHERS
    assert used <= {case.name for case in CASES}
