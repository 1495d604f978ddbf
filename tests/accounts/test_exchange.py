"""Payouts in other currencies: by which rate, how they are rounded, what is left to the house, and what is refused."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.accounts.exchange import Exchange
from generator.accounts.keeping import keep_accounts
from generator.accounts.kept import Accounts
from generator.book.rates import Rates
from generator.rules.exact import checked
from generator.settlement.settle import Settlement
from generator.source import Diagnosed, forget_lines
from generator.terms.currencies import Currencies, coin_digits
from generator.terms.rounding import Mode
from generator.workflow.booking import accounts_of, read_closes
from generator.workflow.build import lint, read_records, settled
from generator.workflow.places import Places
from tests.house.tree import ROOT
from tools.closing import closed

BASE = ROOT / "tests" / "diagnostics" / "_base"
RATES = "- {table: rates, files: rates.csv, columns: {currency: code, date: day, rate: {column: rate, digits: 4}}}\n"
PAYOUTS = "currencies: {payouts: {rate_of: end_of_period, rounding: {mode: half_up}}}\n"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """The sound project of the gallery, in which Boris is paid in euros and Clara in yen."""
    made = Places.of(Path(shutil.copytree(BASE, tmp_path / "project")))
    policy(made, PAYOUTS)
    sources, partners = made.data / "sources.yaml", made.data / "partners.csv"
    text = sources.read_text("utf-8").replace("    name: name\n", "    name: name\n    currency: cur\n", 1)
    sources.write_text(text + RATES, "utf-8")
    sales = made.data / "sales.csv"
    sales.write_text(
        "".join(sales.read_text("utf-8").splitlines(keepends=True)[:3]), "utf-8"
    )  # those of January
    head, *rows = partners.read_text("utf-8").splitlines()
    paid_in = {"boris": "EUR", "clara": "JPY"}
    told = [f"{row},{paid_in.get(row.partition(',')[0], '')}" for row in rows]
    partners.write_text("\n".join([f"{head},cur", *told]) + "\n", "utf-8")
    rates(made, "EUR,2026-01-31,98.5", "EUR,2026-02-27,101", "JPY,2026-01-31,0.6123", "JPY,2026-02-28,0.6")
    return made


def policy(places: Places, says: str) -> None:
    path = places.program / "programme.yaml"
    shutil.copy(BASE / "program" / "programme.yaml", path)
    path.write_text(f"{path.read_text('utf-8')}    {says}", "utf-8")
    forget_lines()


def rates(places: Places, *rows: str) -> None:
    (places.data / "rates.csv").write_text("\n".join(["code,day,rate", *rows]) + "\n", "utf-8")


def accounts(places: Places, on: date) -> Accounts:
    read = lint(places, on)
    with read_records(places, read.programme, on) as book:
        closes = read_closes(places, book.sources)
        return accounts_of(settled(read, book, on), closes, on - timedelta(days=1))


def payout(kept: Accounts, period: str, partner: str) -> tuple[object, ...]:
    """What one partner is paid: amount, currency, rate, its day, what is received, and the difference."""
    (account,) = [one for one in kept.periods if one.period.name == period]
    (row,) = [one for one in account.payouts.to_pylist() if one["partner"] == partner]
    day = None if row["rate_date"] is None else str(row["rate_date"])
    return row["amount"], row["currency"], row["rate"], day, row["paid"], row["difference"]


def test_what_is_paid_is_divided_by_the_rate_of_the_last_day(places: Places) -> None:
    kept = accounts(places, date(2026, 2, 1))
    assert payout(kept, "2026-01", "anna")[1:] == ("RUB", None, None, payout(kept, "2026-01", "anna")[0], 0)
    amount, *told = payout(kept, "2026-01", "boris")
    assert amount == 3253
    # 32.53 / 98.5 = 0.3302..., and 0.33 x 98.5 = 32.505, rounded 32.51
    assert told == ["EUR", "98.5", "2026-01-31", 33, 2]
    assert kept.periods[0].house.exchange_difference == 2
    assert kept.periods[0].house.closing == 2


def test_before_the_end_no_rate_is_known(places: Places) -> None:
    assert payout(accounts(places, date(2026, 1, 31)), "2026-01", "boris") == (
        3253,
        "EUR",
        None,
        None,
        None,
        0,
    )


def test_what_comes_to_nothing_is_carried_forward(places: Places) -> None:
    rates(places, "EUR,2026-01-31,6507", "JPY,2026-01-31,1")
    account = accounts(places, date(2026, 2, 1)).periods[0]
    (row,) = [one for one in account.payouts.to_pylist() if one["partner"] == "boris"]
    assert (row["state"], row["due"], row["amount"], row["paid"]) == ("carried_forward", 3253, 0, 0)
    assert account.movements.closing.tolist() == [0, 3253, 0]
    rates(places, "EUR,2026-01-31,6506", "JPY,2026-01-31,1")
    assert payout(accounts(places, date(2026, 2, 1)), "2026-01", "boris")[-2:] == (1, -3253)


def test_a_closed_payout_keeps_its_rate(places: Places) -> None:
    closed(places, "2026-01")
    rates(places, "EUR,2026-01-31,50", "JPY,2026-01-31,1")
    kept = accounts(places, date(2026, 3, 1))
    assert payout(kept, "2026-01", "boris") == (3253, "EUR", "98.5", "2026-01-31", 33, 2)
    assert kept.periods[1].house.opening == 2


def test_a_close_waits_for_its_rate(places: Places) -> None:
    rates(places, "EUR,2026-01-30,98.5", "JPY,2026-01-31,1")
    with pytest.raises(Diagnosed) as told:
        closed(places, "2026-01")
    (one,) = told.value.diagnostics
    assert one.slug == "rate-missing"
    assert one.says == "Partner `boris` is paid in EUR, and there is no rate of 31 January 2026."
    assert "nearest one there is of 2026-01-30" in one.cure
    policy(places, PAYOUTS.replace("end_of_period", "end_of_period, max_age: 1 days"))
    closed(places, "2026-01")
    assert payout(accounts(places, date(2026, 2, 1)), "2026-01", "boris")[2:4] == ("98.5", "2026-01-30")


def test_nobody_is_paid_in_a_currency_of_which_the_policy_says_nothing(places: Places) -> None:
    policy(places, "currencies: {}\n")
    with pytest.raises(Diagnosed, match="`boris` is to be paid in EUR") as told:
        accounts(places, date(2026, 2, 1))
    assert [one.slug for one in told.value.diagnostics] == ["conversion-missing"]


drawn_rates = st.fractions(min_value=Fraction(1, 1000), max_value=Fraction(10**4), max_denominator=10**4)
drawn_modes = st.sampled_from(["half_up", "half_even", "down"])
CODES = (None, "EUR", "JPY", "KWD", "RUB")


@pytest.fixture(scope="module")
def settlement(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settlement]:
    """The sound project, settled up to March."""
    places = Places.of(Path(shutil.copytree(BASE, tmp_path_factory.mktemp("drawn") / "project")))
    on = date(2026, 3, 31)
    read = lint(places, on)
    with read_records(places, read.programme, on) as book:
        yield settled(read, book, on)


@settings(max_examples=8, deadline=None)
@given(
    codes=st.lists(st.sampled_from(CODES), min_size=3, max_size=3),
    rates=st.lists(drawn_rates, min_size=9, max_size=9),
    mode=drawn_modes,
)
def test_all_parties_close_when_payouts_are_converted_back(
    settlement: Settlement, codes: list[str | None], rates: list[Fraction], mode: Mode
) -> None:
    kept = keep_accounts(in_currencies(settlement, codes, rates, mode), ended=date.max)
    received = Fraction(0)
    for account in kept.periods:
        for row in account.payouts.to_pylist():
            rate = Fraction(row["rate"] or 1)
            worth = Fraction(row["paid"], 10 ** coin_digits(row["currency"])) * rate * 100
            received += rounded(worth, mode)
            assert row["amount"] - row["difference"] == rounded(worth, mode)
    last = kept.periods[-1]
    booked = sum(sum(one.lines["amount"].to_pylist()) for one in kept.periods)
    assert received + int(last.movements.closing.sum()) + last.house.closing == booked > 0


def in_currencies(
    settlement: Settlement, codes: list[str | None], rates: list[Fraction], mode: Mode
) -> Settlement:
    """The settlement with partners paid in these currencies, by a rate for each and the last day of each period."""
    says = Currencies.model_validate({"payouts": {"rate_of": "end_of_period", "rounding": {"mode": mode}}})
    file, book = settlement.programme.file, settlement.book
    versions = tuple(one.model_copy(update={"currencies": says}) for one in file.policy.versions)
    policy = file.policy.model_copy(update={"versions": versions})
    programme = replace(settlement.programme, file=file.model_copy(update={"policy": policy}))
    days = [(code, result.period.last) for code in CODES[1:4] if code for result in settlement.results]
    # Rates have finite decimals, as all rates of files do.
    known = {day: Fraction(int(rate * 10**4) + 1, 10**4) for day, rate in zip(days, rates, strict=True)}
    partners = replace(book.partners, currency=tuple(codes))
    exchanged = replace(book, partners=partners, rates=Rates(book.rates.place, known, 4))
    return replace(settlement, programme=programme, book=exchanged)


def rounded(value: Fraction, mode: Mode) -> int:
    """A value above zero rounded to a whole number by counting both neighbours."""
    low = value.numerator // value.denominator
    over = 2 * (value - low)
    return low + int(mode != "down" and (over > 1 or (over == 1 and (mode == "half_up" or low % 2 == 1))))


@settings(max_examples=60)
@given(
    amounts=st.lists(st.integers(0, 10**9), min_size=3, max_size=3),
    rate=drawn_rates,
    mode=drawn_modes,
)
def test_nobody_wins_or_loses_more_than_the_rounding(amounts: list[int], rate: Fraction, mode: Mode) -> None:
    codes = {0: "EUR", 1: "JPY", 2: "KWD"}
    exchange = Exchange("RUB", mode, codes, dict.fromkeys(codes.values(), (date(2026, 1, 31), rate)))
    paid = exchange.payable(checked(amounts)).tolist()
    for row, amount in enumerate(paid):
        one = exchange.of_partner(row, amount)
        assert one.paid is not None
        assert (amount == 0) == (one.paid == 0)
        coin = rate * 100 / 10 ** coin_digits(codes[row])
        assert abs(one.paid * coin - amount) <= (coin if mode == "down" else coin / 2)
        assert mode != "down" or one.paid * coin <= amount
        assert amount == amounts[row] or amounts[row] < coin, "only what comes to nothing is carried forward"
