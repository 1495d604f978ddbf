"""Three hundred drawn programmes: settlement, and the audit from pages and raw rows alone, agree on every figure.

They hold every kind with all its keys, every window, scope, test of a condition and form of an amount. With
PARTNERBOOK_EXAMPLES=10 ten times as many are drawn, others in every run, and the smallest that fails is sought.
"""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, reject

from generator.rules import MODULES
from generator.source import Diagnosed
from tests import strategies
from tests.drawn.coverage import all_there_is, used_by
from tests.drawn.programmes import Drawn, programmes
from tests.drawn.reading import read_twice
from tests.drawn.rules import KINDS

EACH = 28
WINDOWED = "differential matching attainment contest guarantee pool binary".split()
# What a kind does not take: lint refuses it, with the reason.
REFUSED = {f"{kind}.{key}" for kind in WINDOWED for key in ("as_of", "picks_by")}
REFUSED |= {f"guarantee.{key}" for key in ("times", "floor", "cap", "once", "best_of", "ceiling")}
REFUSED |= {f"{kind}.{key}" for kind in ("pool", "binary") for key in ("floor", "once")}
REFUSED |= {f"deduction.{key}" for key in ("best_of", "ceiling")}
REFUSED |= {
    f"{kind}.existing_from" for kind in "level_commission differential matching contest pool binary".split()
}
REFUSED |= {"metric.ends"}  # of a metric that something reads
REFUSED |= {"window sale", "window sale_line", "window event"}  # these stand under `per` alone
READ: Counter[str] = Counter()
USED: Counter[str] = Counter()


@pytest.mark.parametrize("kind", KINDS)
def test_both_readings_agree(kind: str, tmp_path: Path) -> None:
    certain = strategies.TIMES == 1

    @strategies.examples(EACH, costly=certain)
    @given(drawn=programmes(kind, tmp_path / "drawn", seeds=EACH if certain else 0))
    def agrees(drawn: Drawn) -> None:
        try:
            both = read_twice(drawn)
        except Diagnosed:
            READ["refused"] += 1
            reject()

        assert not both.differences(), (both.differences()[:4], dict(drawn.project.clauses))
        READ["agree"] += 1
        READ["lines"] += both.settled.total()
        READ["figures"] += len(both.mine)
        USED.update(used_by(both.programme))

    agrees()


def test_everything_is_drawn() -> None:
    """Of three hundred programmes that both readings read, and of hardly any that lint refuses."""
    if READ["agree"] + READ["refused"] < 11 * EACH:
        pytest.skip("only some of the programmes were read: run the whole file")
    assert READ["agree"] >= 300
    assert READ["refused"] <= READ["agree"] / 10
    assert READ["lines"] >= 1000
    assert set(KINDS) == set(MODULES)
    missing = all_there_is() - REFUSED - set(USED)
    assert not missing, sorted(missing)
