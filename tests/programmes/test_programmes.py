"""The example programme and the small one come to what was worked out for them apart from the engine."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np

from tests.programmes.totals import by_clause, expected, money, of_partner, settled

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def test_the_example_programme() -> None:
    settlement = settled(ROOT, date(2026, 11, 12))
    wanted = expected(HERE / "lnyanka.yaml")
    assert [result.period.name for result in settlement.results] == list(wanted)
    for result in settlement.results:
        month = wanted[result.period.name]
        assert int(result.figures.present.sum()) == int(month["statements"]), result.period.name
        assert by_clause(result) == {clause: money(sum_) for clause, sum_ in month["lines"].items()}
        story = {clause: money(amount) for clause, amount in month["story"].items()}
        assert of_partner(settlement, result, "P-0007") == story, result.period.name


def test_the_small_programme() -> None:
    settlement = settled(HERE / "small", date(2026, 2, 28))
    wanted = expected(HERE / "small" / "expected.yaml")
    partners = settlement.book.partners
    for result in settlement.results:
        month = wanted[result.period.name]
        present = [partners.ids[row] for row in np.flatnonzero(result.figures.present)]
        assert present == month["partners"]
        for metric in ("volume", "first_sales"):
            column = result.figures.metric(metric)
            for partner, value in month[metric].items():
                found = Decimal(int(column.values[partners.row_of[partner]])) / 10**column.digits
                assert found == money(value), (result.period.name, metric, partner)
        silver = result.figures.tier_rank("silver") >= result.figures.rank_of("silver")
        for partner, tier in month["tier"].items():
            assert silver[partners.row_of[partner]] == (tier == "silver"), (result.period.name, partner)
        for partner in present:
            lines = {
                clause: money(amounts[partner])
                for clause, amounts in month["lines"].items()
                if partner in amounts
            }
            assert of_partner(settlement, result, partner) == lines
            assert sum(lines.values()) == money(month["payout"][partner])
        assert sum(by_clause(result).values()) == money(month["total"])
    assert [result.period.name for result in settlement.results] == ["2026-01", "2026-02"]
    sales = next(line for line in settlement.book.control if line.table == "sales")
    rows = {key: int(value) for key, value in wanted["rows"].items()}
    assert {"read": sales.read, "counted": sales.counted, "rejected": sales.rejected} == rows
    amount = sales.sums["amount"]
    sums = {key: money(value) for key, value in wanted["amount"].items()}
    assert {"read": amount.read, "counted": amount.counted, "rejected": amount.rejected} == sums
