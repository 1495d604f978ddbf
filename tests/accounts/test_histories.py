"""Whatever comes late, the sum of all that was ever booked is what one settlement of the final truth gives."""

import os
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.accounts.close import read_chain
from generator.accounts.keyed import keyed_lines
from generator.accounts.store import CloseStore
from generator.terms.programme import Programme
from tests.accounts.histories import Ground, Row, programme_at

EXAMPLES = int(os.environ.get("PARTNERBOOK_EXAMPLES", "12"))
PARTNERS = [
    {"partner": name, "name": name, "joined_on": "2026-01-01", "sponsor": sponsor}
    for name, sponsor in (("anna", ""), ("boris", "anna"), ("clara", "boris"))
]
FIRST = date(2026, 1, 1)
ENDS = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


class Drawn:
    """The programme whose history is drawn; a failing example names it in a word."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """One programme for all histories."""
    return Drawn(programme_at(tmp_path_factory.mktemp("histories")))


@st.composite
def histories(draw: st.DrawFn) -> list[list[Row]]:
    """What is known of sales on each of four closing days: rows come late, are corrected, and are withdrawn."""
    known: list[list[Row]] = [[] for _ in ENDS]
    for number in range(draw(st.integers(1, 12))):
        day = FIRST + timedelta(days=draw(st.integers(0, 119)))
        first_known = draw(st.integers(0, 3))
        amount = draw(st.integers(-8_000, 20_000))
        partner = draw(st.sampled_from(PARTNERS))["partner"]
        changed = draw(st.integers(first_known, 3))
        what = draw(st.sampled_from(["same", "amount", "partner", "gone"]))
        for at, end in enumerate(ENDS):
            row = {
                "sale": f"S{number}",
                "partner": partner,
                "date": str(day),
                "amount": f"{amount / 100:.2f}",
            }
            if at >= changed and what == "amount":
                row["amount"] = f"{-amount / 100:.2f}"
            if at >= changed and what == "partner":
                row["partner"] = "clara"
            if at >= first_known and day <= end and not (at > changed and what == "gone"):
                known[at].append(row)
    return known


def truth(ground: Ground, sales: list[Row]) -> Counter[tuple[str, str]]:
    """What one settlement gives, by partner and clause."""
    settlement = ground.settlement(sales, ENDS[-1])
    found: Counter[tuple[str, str]] = Counter()
    for row in keyed_lines(settlement, settlement.results).to_pylist():
        found[row["partner"], row["clause"]] += row["amount"]
    return found


def nonzero(sums: Counter[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Only what is not zero."""
    return {key: amount for key, amount in sums.items() if amount}


@settings(max_examples=EXAMPLES, deadline=None)
@given(histories())
def test_everything_booked_is_the_final_truth(drawn: Drawn, known: list[list[Row]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        con = duckdb.connect(config={"threads": 1})
        ground = Ground(drawn.programme, CloseStore(str(Path(folder, "closed"))), PARTNERS, con)
        for at, end in enumerate(ENDS):
            ground.close(known[at], end + timedelta(days=1) if at < 3 else end)
        accounts = ground.accounts(known[-1], ENDS[-1])
        booked: Counter[tuple[str, str]] = Counter()
        paid = 0
        for account in accounts.periods:
            assert account.state == "closed"
            for row in [*account.lines.to_pylist(), *account.adjustments.to_pylist()]:
                booked[row["partner"], row["clause"]] += row["amount"]
            paid += int(account.movements.paid.sum())
        assert nonzero(booked) == nonzero(truth(ground, known[-1]))
        assert paid + int(accounts.periods[-1].movements.closing.sum()) == sum(booked.values())
        assert len(read_chain(ground.store)) == 4
