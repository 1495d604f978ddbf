"""Settlement of the real orders comes to what was computed once apart from the engine."""

from datetime import date
from pathlib import Path

import pytest

from generator.settlement.settle import Settlement
from tests.programmes.totals import by_clause, expected, money, settled

pytestmark = pytest.mark.real

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def settlement() -> Settlement:
    return settled(HERE, date(2011, 12, 31))


def test_lines_by_clause_and_month(settlement: Settlement) -> None:
    wanted = {
        month: {clause: money(sum_) for clause, sum_ in lines.items()}
        for month, lines in expected(HERE / "expected.yaml").items()
    }
    assert {result.period.name: by_clause(result) for result in settlement.results} == wanted


def test_every_row_is_counted_or_rejected(settlement: Settlement) -> None:
    sales = next(line for line in settlement.book.control if line.table == "sales")
    assert (sales.read, sales.counted, sales.rejected) == (541_909, 405_375, 136_534)
    assert sales.holds
    assert len(settlement.book.partners.ids) == 4_372
