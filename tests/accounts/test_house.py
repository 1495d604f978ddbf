"""The account of the house: what fell to it goes from period to period, and all parties together close."""

import csv
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.accounts.balances import OutOfBalance
from generator.accounts.house import HouseAccount, check_totals, house_of_table, house_table
from generator.accounts.parties import COLUMNS, write_parties
from tests.accounts.test_dues import VESTED, ground_of, sale

# January's second half of 4.00 is lost in March, for the total has not come to 150 by then.
FIRST = [sale("S1", "2026-01-10", "80.00")]
# A late sale of January: 6.50 instead of 4.00. Half of the difference is on hold, and lost at once with the rest.
LATER = [*FIRST, sale("S0", "2026-01-05", "40.00")]
ENDS = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]


def test_what_fell_to_the_house_stays_with_it(tmp_path: Path) -> None:
    ground = ground_of(tmp_path, VESTED)
    for end in ENDS:
        ground.close(FIRST, end)
    accounts = ground.accounts(LATER, date(2026, 4, 30))
    assert [one.house for one in accounts.periods] == [
        HouseAccount(0, 0, 0, 0, 0, 0),
        HouseAccount(0, 0, 0, 0, 0, 0),
        HouseAccount(0, 0, 0, 200, 0, 200),
        HouseAccount(200, 0, 0, 125, 0, 325),
    ]
    path = tmp_path / "private" / "accounts.csv"
    write_parties(accounts, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert tuple(rows[0]) == COLUMNS
    told = [{name: cell for name, cell in row.items() if cell not in ("", "0")} for row in rows[-4:]]
    assert told == [
        {"period": "2026-03", "state": "closed", "party": "partners", "forfeited": "2", "held_opening": "2"},
        {"period": "2026-03", "state": "closed", "party": "house", "forfeited": "2", "closing": "2"},
        {
            "period": "2026-04",
            "state": "open",
            "party": "partners",
            "adjusted": "2.5",
            "put_on_hold": "1.25",
            "forfeited": "1.25",
            "paid": "1.25",
        },
        {
            "period": "2026-04",
            "state": "open",
            "party": "house",
            "opening": "2",
            "forfeited": "1.25",
            "closing": "3.25",
        },
    ]


def test_an_account_that_does_not_close_is_refused(tmp_path: Path) -> None:
    account = HouseAccount(5, 4, -3, 2, 1, 9)
    account.check("2026-01")
    assert house_of_table(house_table(account)) == account
    with pytest.raises(OutOfBalance, match="the house: it comes to 9, not 8"):
        replace(account, closing=8).check("2026-01")
    one = ground_of(tmp_path, VESTED).accounts(FIRST, ENDS[0]).periods[0]
    booked = [one.lines["amount"]]
    check_totals(one.house, one.movements, booked, "2026-01")
    with pytest.raises(OutOfBalance, match="all parties together have 200, by what was booked -200"):
        check_totals(one.house, one.movements, [], "2026-01")
    # What rounding kept of a payment in another currency did not leave the company.
    with pytest.raises(OutOfBalance, match="have 200, by what was booked 201"):
        check_totals(replace(one.house, exchange_difference=1), one.movements, booked, "2026-01")
