"""The cookbook: each programme comes to what was worked out by hand, twice, and its page shows what its files say."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from generator.workflow.starting import COOKBOOK, Recipe, recipes, start
from tests.audit.twice import Lines, published, read_twice
from tests.programmes.totals import money
from tools import cookbook

Earned = dict[str, dict[str, dict[str, Decimal]]]


def earned(lines: Lines) -> Earned:
    """period -> partner -> clause -> sum of its lines, where it is not zero."""
    sums: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for (period, partner, clause, amount), count in lines.items():
        sums[period, partner, clause] += Decimal(amount.numerator) / Decimal(amount.denominator) * count
    found: Earned = defaultdict(lambda: defaultdict(dict))
    for (period, partner, clause), total in sums.items():
        if total:
            found[period][partner][clause] = total
    return {period: dict(partners) for period, partners in found.items()}


def by_hand(recipe: Recipe) -> Earned:
    """The same as a person worked it out."""
    return {
        period: {
            who: {clause: money(one) for clause, one in clauses.items()} for who, clauses in partners.items()
        }
        for period, partners in recipe.expected.items()
    }


@pytest.mark.parametrize("name", recipes())
def test_both_computations_come_to_what_was_worked_out_by_hand(name: str, tmp_path: Path) -> None:
    recipe = recipes()[name]
    start(tmp_path, recipe.on, name)
    both = read_twice(tmp_path, recipe.on, published(tmp_path, recipe.on))
    assert both.differences() == []
    assert earned(both.settled) == by_hand(recipe)


def test_every_folder_is_a_recipe() -> None:
    folders = {path.name for path in COOKBOOK.iterdir() if not path.name.startswith("_")}
    assert folders == set(recipes())
    assert len(recipes()) >= 17


def test_the_pages_are_up_to_date() -> None:
    made = cookbook.pages()
    assert set(cookbook.FOLDER.glob("*.md")) == set(made)
    stale = [path.name for path, text in made.items() if path.read_text("utf-8") != text]
    assert not stale, "run `make docs`"
