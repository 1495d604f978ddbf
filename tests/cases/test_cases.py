"""Published plans of the field as small projects: every number of the source comes out, and the audit agrees."""

import shutil
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.accounts.keeping import keep_accounts
from generator.book import read_book
from generator.rules.contract import HOUSE
from generator.rules.editions import editions
from generator.rules.folder import load_programme
from generator.rules.guarantee import GuaranteeVersion
from generator.settlement.distance import distance
from generator.settlement.settle import PeriodResult, Settlement, settle
from generator.terms.condition import MetricIs
from generator.terms.currencies import coin_digits
from generator.terms.quantity import Quantity
from generator.terms.version import in_force
from generator.workflow.build import build
from generator.workflow.places import Places
from tests.audit.twice import published, read_twice
from tests.programmes.totals import expected, money

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("*/expected.yaml"))
Lines = dict[str, dict[str, list[Decimal]]]


def lines_of(settlement: Settlement, result: PeriodResult) -> Lines:
    """partner -> clause -> amounts in the order of the ledger; the house is `house`."""
    found: dict[str, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    ids = settlement.book.partners.ids
    for one in result.clauses:
        for who, amount in zip(one.lines.who.tolist(), one.lines.amount.tolist(), strict=True):
            found["house" if who == HOUSE else ids[who]][one.clause].append(Decimal(amount) / 100)
    return {partner: dict(clauses) for partner, clauses in found.items()}


def amounts(written: Any) -> list[Decimal]:
    """One amount or several."""
    return [money(one) for one in (written if isinstance(written, list) else [written])]


@pytest.fixture(params=CASES, scope="module")
def case(request: pytest.FixtureRequest) -> Path:
    """The folder of one case."""
    return HERE / str(request.param)


@pytest.fixture(scope="module")
def settled(case: Path) -> Iterator[tuple[dict[str, Any], Settlement]]:
    """What must come out, and the settlement."""
    wanted = expected(case / "expected.yaml")
    on = date.fromisoformat(wanted["on"])
    programme, _ = load_programme(case / "program")
    file = programme.file
    data = (case / "partners_data").resolve()
    rules = programme.conversions()
    with read_book(
        data, on=on, time_zone=file.time_zone, languages=programme.languages, conversions=rules
    ) as book:
        yield wanted, settle(programme, book, editions(programme, on), on)


def test_every_printed_number_comes_out(settled: tuple[dict[str, Any], Settlement]) -> None:
    wanted, settlement = settled
    by_period = {r.period.name: lines_of(settlement, r) for r in settlement.results}
    for period, partners in wanted.get("lines", {}).items():
        given = {p: {c: sorted(amounts(a)) for c, a in clauses.items()} for p, clauses in partners.items()}
        found = {p: {c: sorted(a) for c, a in clauses.items()} for p, clauses in by_period[period].items()}
        assert found == given, period
    for period, partners in wanted.get("sums", {}).items():
        found = {p: {c: sum(a) for c, a in clauses.items()} for p, clauses in by_period[period].items()}
        assert found == {p: {c: money(a) for c, a in clauses.items()} for p, clauses in partners.items()}
    for partner, clauses in wanted.get("lines_in_order", {}).items():
        for clause, listed in clauses.items():
            found_in_order = [
                a for lines in by_period.values() for a in lines.get(partner, {}).get(clause, [])
            ]
            assert found_in_order == amounts(listed)
    everything = {"": wanted.get("total", {}), **wanted.get("until", {})}
    for until, partners in everything.items():
        for partner, clauses in partners.items():
            for clause, total in clauses.items():
                paid = [
                    amount
                    for period, lines in by_period.items()
                    if not until or period <= until
                    for amount in lines.get(partner, {}).get(clause, [])
                ]
                assert sum(paid) == money(total), (until, partner, clause)


def test_every_printed_figure_comes_out(settled: tuple[dict[str, Any], Settlement]) -> None:
    wanted, settlement = settled
    results = {r.period.name: r for r in settlement.results}
    row_of = settlement.book.partners.row_of
    for period, partners in wanted.get("metrics", {}).items():
        for partner, metrics in partners.items():
            for name, value in metrics.items():
                found = results[period].figures.metric(name).fractions()[row_of[partner]]
                assert found == money(value), (period, partner, name)
    for period, partners in wanted.get("depths", {}).items():
        for partner, clauses in partners.items():
            for clause, depths in clauses.items():
                lines = next(one.lines for one in results[period].clauses if one.clause == clause)
                assert lines.depth is not None
                mine = lines.who == row_of[partner]
                found_by_depth = dict(
                    zip(lines.depth[mine].tolist(), lines.amount[mine].tolist(), strict=True)
                )
                assert found_by_depth == {int(d): money(a) * 100 for d, a in depths.items()}
    for period, partners in wanted.get("distance", {}).items():
        for partner, clauses in partners.items():
            for clause, missing in clauses.items():
                version = in_force(
                    settlement.programme.clauses[clause].versions, results[period].period.first
                )
                assert version is not None
                assert version.earns is not None
                far = distance(version.earns, results[period].figures, row_of[partner])
                found_missing = {
                    one.atom.metric: one.gap for one in far.each() if isinstance(one.atom, MetricIs)
                }
                assert found_missing == {name: money(value) for name, value in missing.items()}


def test_what_is_carried_comes_out(settled: tuple[dict[str, Any], Settlement]) -> None:
    wanted, settlement = settled
    results = {r.period.name: r for r in settlement.results}
    row_of = settlement.book.partners.row_of
    for period, partners in wanted.get("net", {}).items():
        for partner, amount in partners.items():
            assert results[period].earned()[row_of[partner]] == money(amount) * 100, (period, partner)
    for period, partners in wanted.get("carried", {}).items():
        for partner, states in partners.items():
            for state, written in states.items():
                one = results[period].carried[clause_and_state(state)]
                moved = (one.opening, one.into, one.out_of, one.closing)
                found = [Decimal(int(column[row_of[partner]])) / 100 for column in moved]
                assert found == amounts(written), (period, partner, state)
    for period, partners in wanted.get("balance", {}).items():
        for partner, states in partners.items():
            for state, written in states.items():
                assert balance(settlement, results[period], state, row_of[partner]) == money(written), period


def test_the_accounts_come_out(settled: tuple[dict[str, Any], Settlement]) -> None:
    wanted, settlement = settled
    if "accounts" not in wanted:
        return
    row_of = settlement.book.partners.row_of
    before = date.fromisoformat(wanted["on"]) - timedelta(days=1)
    periods = {one.period.name: one for one in keep_accounts(settlement, ended=before).periods}
    for period, partners in wanted["accounts"].items():
        movements = dict(periods[period].movements.columns())
        for partner, written in partners.items():
            found = {name: Decimal(int(movements[name][row_of[partner]])) / 100 for name in written}
            assert found == {name: money(one) for name, one in written.items()}, (period, partner)
    for period, partners in wanted.get("payouts", {}).items():
        rows = periods[period].payouts.to_pylist()
        told = {
            row["partner"]: [
                Decimal(row["paid"]) / 10 ** coin_digits(row["currency"]),
                row["currency"],
                row["rate"] or "",
                str(row["rate_date"] or ""),
                Decimal(row["difference"]) / 100,
            ]
            for row in rows
        }
        assert told == {
            partner: [money(paid), *rest, money(left)] for partner, (paid, *rest, left) in partners.items()
        }
    for period, written in wanted.get("house", {}).items():
        house = periods[period].house
        assert {name: Decimal(getattr(house, name)) / 100 for name in written} == {
            name: money(one) for name, one in written.items()
        }


def test_the_points_come_out(settled: tuple[dict[str, Any], Settlement]) -> None:
    wanted, settlement = settled
    if "points" not in wanted:
        return
    row_of = settlement.book.partners.row_of
    periods = {one.period.name: one for one in keep_accounts(settlement).periods}
    for period, partners in wanted["points"].items():
        account = periods[period].points
        assert account is not None
        columns = dict(account.columns())
        for partner, written in partners.items():
            found = {name: Decimal(int(columns[name][row_of[partner]])) / 100 for name in written}
            assert found == {name: money(one) for name, one in written.items()}, (period, partner)


def clause_and_state(written: str) -> tuple[str, str]:
    """`draw/debt`."""
    clause, _, state = written.partition("/")
    return clause, state


def balance(settlement: Settlement, result: PeriodResult, written: str, row: int) -> Decimal:
    """What a month pays above the draw where no debt is left, else the debt below zero."""
    clause, state = clause_and_state(written)
    debt = Decimal(int(result.carried[clause, state].closing[row])) / 100
    version = in_force(settlement.programme.clauses[clause].versions, result.period.first)
    assert isinstance(version, GuaranteeVersion)
    assert isinstance(version.minimum, Quantity)
    net = Decimal(int(result.earned()[row])) / 100
    return -debt if debt else net - Decimal(int(version.minimum.value))


def test_both_readings_come_to_the_same(case: Path, tmp_path: Path) -> None:
    """From the pages without the frame of the theme, and the raw records."""
    on = date.fromisoformat(expected(case / "expected.yaml")["on"])
    root = Path(shutil.copytree(case, tmp_path / "case"))
    both = read_twice(root, on, published(root, on))
    assert not both.differences()
    assert both.audited


@pytest.mark.proof
def test_the_published_pages_say_the_same(case: Path, tmp_path: Path) -> None:
    on = date.fromisoformat(expected(case / "expected.yaml")["on"])
    summary = build(Places.of(case, tmp_path / "build"), on, bytes(range(32)))
    assert summary.verdict == "agrees", summary.audit["findings"][:10]
    assert summary.audit["examined"]["lines"] > 0
