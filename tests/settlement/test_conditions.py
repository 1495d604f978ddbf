"""Conditions over a small book: each kind of test, in the period and in earlier ones, and how far each partner is."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.settlement.distance import Distance, Missing, distance
from generator.settlement.figures import PeriodFigures
from generator.settlement.settle import Settlement
from generator.terms.condition import condition_sentence, parse_condition
from generator.terms.saying import SayingsBuilder
from tests.settlement.projects import Project, title

ON = date(2026, 3, 31)
ANNA, BORIS, CLARA = range(3)
REASON = {"en": "A small town", "ru": "Маленький город"}


def project(folder: Path) -> Project:
    made = Project(
        folder,
        {
            "volume": [{"sum": "plain", "window": "period", "scope": "own"}],
            "target": [{"sum": "aim", "window": "lifetime", "scope": "own"}],
            "orders": [{"count": "sales", "window": "period", "scope": "own"}],
        },
        measures={"plain": "amount", "aim": "tax"},
        tiers=[
            {"tier": "start"},
            {"tier": "silver", "reach": {"volume": {"at_least": "100"}}, "lose": {"to": "met", "grace": "1 period"}},
            {"tier": "gold", "reach": {"volume": {"at_least": "300"}}},
        ],
        courses={"basics": {"valid_for": "2 months"}},
        clauses={
            "after-capped": (
                "fixed_bonus", [{"amount": "5", "earns": {"line": {"of": "tariff", "capped": "true"}}}]
            ),
            "tariff": (
                "commission",
                [{"base": "volume", "cap": "20", "below_zero": "zero",
                  "brackets": {"applies_to": "whole", "rows": [{"at_least": "0", "rate": "10 %"}]}}],
            ),
            "after-line": (
                "fixed_bonus", [{"amount": "3", "earns": {"line": {"of": "tariff", "in": "1 period before"}}}]
            ),
        },
        declared={
            "individual": {"plan": {"title": title("plan"), "unit": "money"}},
            "segments": {"dealer": {"title": title("dealer")}, "network": {"title": title("network")}},
        },
        agreed={
            "terms": [
                {"partner": "boris", "term": "plan", "value": "50", "from": "2026-02-01", "reason": REASON,
                 "owner": "Olga"}
            ]
        },
        known=("segment", "region"),
    )  # fmt: skip
    made.partners = [
        ["anna", "Anna", "2025-06-01", "", "dealer", "north"],
        ["boris", "Boris", "2026-01-31", "", "network", ""],
        ["clara", "Clara", "2026-03-01", "", "", "south"],
    ]

    def sale(number: int, partner: str, day: str, amount: str, tax: str = "0.000") -> list[str]:
        return [f"s{number}", partner, day, "", "paid", amount, tax, "1"]

    made.sales = [
        sale(1, "anna", "2025-12-15", "400.00", "100.500"),
        sale(2, "anna", "2026-01-10", "300.00"),
        sale(3, "anna", "2026-02-10", "100.50"),
        sale(4, "anna", "2026-03-10", "99.99"),
        sale(5, "boris", "2026-02-03", "49.99"),
        sale(6, "boris", "2026-03-31", "50.00"),
    ]
    made.events = [
        ["anna", "2026-02-01", "course_passed", "basics"],
        ["anna", "2026-01-20", "webinar", "spring"],
        ["boris", "2026-03-31", "webinar", "summer"],
        ["clara", "2026-03-02", "webinar", "spring"],
    ]
    return made


@pytest.fixture(scope="module")
def settlement(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settlement]:
    with project(tmp_path_factory.mktemp("project")).settled(ON) as done:
        yield done


@pytest.fixture(scope="module")
def march(settlement: Settlement) -> PeriodFigures:
    return settlement.results[2].figures


EVERYONE = "abc"


@pytest.mark.parametrize(
    ("condition", "who"),
    [
        ({"volume": {"at_least": "99.99"}}, "a"),
        ({"volume": {"at_least": "50"}}, "ab"),
        ({"volume": {"more_than": "50"}}, "a"),
        ({"volume": {"at_most": "50"}}, "bc"),
        ({"volume": {"less_than": "50"}}, "c"),
        ({"volume": {"equals": "50"}}, "b"),
        ({"orders": {"one_of": ["0", "2"]}}, "c"),
        ({"volume": {"at_least": {"metric": "target"}}}, "bc"),  # Anna's target is 100.50
        ({"volume": {"at_least": {"rate": "99 %", "of": "target"}}}, "abc"),  # 99.495
        ({"volume": {"at_least": {"individual": "plan", "default": "99.99"}}}, "ab"),
        ({"volume": {"more_than": {"individual": "plan", "default": "-1"}}}, "ac"),
        ({"volume": {"at_least": "100.50", "in": "1 period before"}}, "a"),
        ({"volume": {"at_least": "300", "in": "2 periods before"}}, "a"),
        ({"volume": {"at_least": "400", "in": "3 periods before"}}, "a"),  # before the programme began
        ({"volume": {"at_least": "100.50", "in": "each_of_last 3 periods"}}, "a"),
        ({"volume": {"at_least": "100.51", "in": "each_of_last 3 periods"}}, ""),
        ({"volume": {"at_least": "100.51", "in": "any 2 of_last 3 periods"}}, "a"),
        ({"volume": {"more_than": "0", "in": "any 1 of_last 2 periods"}}, "ab"),
        # the plan was agreed from February on
        (
            {"volume": {"less_than": {"individual": "plan", "default": "0"}, "in": "each_of_last 2 periods"}},
            "",
        ),
        ({"volume": {"less_than": {"individual": "plan", "default": "0"}, "in": "1 period before"}}, "b"),
        ({"tier": {"at_least": "silver"}}, "a"),  # kept by grace
        ({"tier_achieved": {"at_least": "silver"}}, ""),
        ({"tier": {"equals": "start"}}, "bc"),
        ({"tier": {"one_of": ["start", "gold"]}}, "bc"),
        ({"tier": {"equals": "gold", "in": "2 periods before"}}, "a"),
        ({"tier": {"at_least": "start", "in": "3 periods before"}}, EVERYONE),
        ({"tier": {"at_least": "silver", "in": "3 periods before"}}, ""),
        ({"course": "basics"}, "a"),  # through 31 March
        ({"segment": "dealer"}, "a"),
        ({"segment": {"one_of": ["network", "dealer"]}}, "ab"),
        ({"not": {"segment": "dealer"}}, "bc"),
        ({"region": "south"}, "c"),
        ({"region": {"one_of": ["south", "north"]}}, "ac"),
        ({"joined": {"before": "2026-01-31"}}, "a"),
        ({"joined": {"before": "2026-02-01"}}, "ab"),
        ({"joined": {"after": "2026-01-31"}}, "c"),
        ({"joined": {"within": "60 days"}}, "bc"),  # Boris's day 60 is 31 March
        ({"joined": {"within": "59 days"}}, "c"),
        ({"joined": {"within": "1 month"}}, "c"),
        ({"event": "webinar"}, "bc"),
        ({"event": {"name": "webinar", "subject": "spring"}}, "c"),
        ({"event": {"name": "webinar", "window": "last 3 periods"}}, EVERYONE),
        ({"event": {"name": "webinar", "window": "last 2 periods"}}, "bc"),
        ({"event": {"name": "webinar", "window": "lifetime"}}, EVERYONE),
        ({"event": {"name": "webinar", "window": "60 days from joining"}}, "bc"),
        ({"event": {"name": "webinar", "window": "59 days from joining"}}, "c"),
        ({"event": "training"}, ""),
        ({"line": {"of": "tariff"}}, "ab"),
        ({"line": {"of": "tariff", "capped": "true"}}, ""),
        ({"line": {"of": "tariff", "capped": "false"}}, "ab"),
        ({"line": {"of": "tariff", "capped": "true", "in": "2 periods before"}}, "a"),
        ({"line": {"of": "tariff", "in": "3 periods before"}}, ""),
        ({"all": [{"orders": {"at_least": "1"}}, {"region": "north"}]}, "a"),
        ({"any": [{"orders": {"equals": "0"}}, {"region": "north"}]}, "ac"),
    ],
    ids=str,
)
def test_who_meets_it(march: PeriodFigures, condition: Any, who: str) -> None:
    flags = march.holds(parse_condition(condition)).tolist()
    assert "".join(name for name, holds in zip(EVERYONE, flags, strict=True) if holds) == who


def test_a_clause_runs_after_those_whose_lines_it_reads(settlement: Settlement) -> None:
    lines = [
        (result.period.name, one.clause, one.lines.who.tolist(), one.lines.amount.tolist())
        for result in settlement.results
        for one in result.clauses
        if one.clause != "tariff" and len(one.lines.who)
    ]
    assert lines == [
        ("2026-01", "after-capped", [ANNA], [500]),
        ("2026-02", "after-line", [ANNA], [300]),
        ("2026-03", "after-line", [ANNA, BORIS], [300, 300]),
    ]
    order = [one.clause for one in settlement.results[0].clauses]
    assert order == ["after-capped", "tariff", "after-line"]  # they stand as their files do


def far(march: PeriodFigures, row: int, condition: Any) -> Distance:
    return distance(parse_condition(condition), march, row)


def gaps(found: Distance) -> list[list[tuple[Fraction | None, bool, bool]]]:
    """Of each way the gap of each test, whether it must hold, and whether the bound itself is not enough."""
    return [[(one.gap, one.wanted, one.beyond) for one in way] for way in found.ways]


@pytest.mark.parametrize(
    ("row", "condition", "ways"),
    [
        (ANNA, {"volume": {"at_least": "100"}}, [[(Fraction(1, 100), True, False)]]),
        (ANNA, {"volume": {"more_than": "99.99"}}, [[(Fraction(0), True, True)]]),
        (ANNA, {"volume": {"at_most": "99"}}, [[(Fraction(99, 100), True, False)]]),
        (BORIS, {"volume": {"equals": "40"}}, [[(Fraction(10), True, False)]]),
        (BORIS, {"orders": {"one_of": ["5", "3", "0"]}}, [[(Fraction(1), True, False)]]),
        (BORIS, {"not": {"volume": {"at_least": "50"}}}, [[(Fraction(0), False, True)]]),
        (BORIS, {"not": {"volume": {"less_than": "60"}}}, [[(Fraction(10), False, False)]]),
        (ANNA, {"volume": {"at_least": {"metric": "target"}}}, [[(Fraction(51, 100), True, False)]]),
        (CLARA, {"volume": {"at_least": {"individual": "plan", "default": "70"}}}, [[(Fraction(70), True, False)]]),
        (BORIS, {"tier": {"at_least": "gold"}}, [[(Fraction(2), True, False)]]),
        (ANNA, {"tier": {"at_least": "gold"}}, [[(Fraction(1), True, False)]]),
        (ANNA, {"tier": {"equals": "start"}}, [[(None, True, False)]]),
        (CLARA, {"course": "basics"}, [[(None, True, False)]]),
        (BORIS, {"volume": {"at_least": "40", "in": "any 2 of_last 3 periods"}}, [[(Fraction(1), True, False)]]),
        (BORIS, {"volume": {"at_least": "40", "in": "each_of_last 3 periods"}}, [[(Fraction(2), True, False)]]),
        (
            CLARA,
            {"all": [{"volume": {"at_least": "10"}}, {"region": "south"}, {"course": "basics"}]},
            [[(Fraction(10), True, False), (None, True, False)]],
        ),
        (
            CLARA,
            {"any": [{"volume": {"at_least": "10"}}, {"all": [{"orders": {"at_least": "2"}}, {"course": "basics"}]}]},
            [[(Fraction(10), True, False)], [(Fraction(2), True, False), (None, True, False)]],
        ),
        (
            CLARA,
            {"all": [{"any": [{"volume": {"at_least": "10"}}, {"orders": {"at_least": "1"}}]},
                     {"any": [{"segment": "dealer"}, {"region": "north"}]}]},
            [[(Fraction(10), True, False), (None, True, False)]] * 2
            + [[(Fraction(1), True, False), (None, True, False)]] * 2,
        ),
        (
            BORIS,
            {"not": {"any": [{"volume": {"more_than": "40"}}, {"segment": "network"}]}},
            [[(Fraction(10), False, False), (None, False, False)]],
        ),
    ],
    ids=str,
)  # fmt: skip
def test_how_far(march: PeriodFigures, row: int, condition: Any, ways: list[Any]) -> None:
    found = far(march, row, condition)
    assert not found.met
    assert gaps(found) == ways


def test_what_is_met_is_at_no_distance(march: PeriodFigures) -> None:
    assert far(march, ANNA, {"region": "north"}) == Distance(True)
    assert list(far(march, ANNA, {"not": {"region": "south"}}).each()) == []


def test_each_missing_test_is_told_once(march: PeriodFigures) -> None:
    orders = {"orders": {"at_least": "1"}}
    found = far(
        march, CLARA, {"any": [{"all": [orders, {"course": "basics"}]}, {"all": [orders, {"region": "x"}]}]}
    )
    told = list(found.each())
    assert len(found.ways) == 2
    assert [type(one.atom).__name__ for one in told] == ["MetricIs", "CoursePassed", "PartnerIs"]
    assert told[0] == Missing(told[0].atom, True, Fraction(0), Fraction(1), Fraction(1))


def test_many_ways_are_cut(march: PeriodFigures) -> None:
    either = {"any": [{"orders": {"at_least": "1"}}, {"course": "basics"}]}
    assert len(far(march, CLARA, {"all": [either] * 6}).ways) == 16


@pytest.mark.parametrize(
    ("condition", "en", "ru"),
    [
        (
            {"volume": {"at_least": "100", "in": "1 period before"}},
            "Volume is at least €100, 1 period earlier",
            "«Имя volume» — не меньше 100 €, 1 период назад",
        ),
        (
            {"volume": {"at_least": "100", "in": "each_of_last 3 periods"}},
            "Volume is at least €100, in each of the last 3 periods before this one",
            "«Имя volume» — не меньше 100 €, в каждом периоде за последние 3 периода до текущего",
        ),
        (
            {"volume": {"at_least": "100", "in": "any 2 of_last 6 periods"}},
            "Volume is at least €100, in at least 2 of the last 6 periods before this one",
            (
                "«Имя volume» — не меньше 100 €; "
                "за последние 6 периодов до текущего таких периодов — не меньше 2"
            ),
        ),
        (
            {"volume": {"equals": {"metric": "target"}}},
            "Volume equals Target",
            "«Имя volume» — столько же, сколько показатель «Имя target»",
        ),
        (
            {"orders": {"one_of": ["1", "3"]}},
            "Orders is one of these: 1, 3",
            "«Имя orders» — одно из значений: 1, 3",
        ),
        (
            {"tier_achieved": {"one_of": ["start", "gold"]}},
            "the tier achieved on the ladder Status is one of these: Start, Gold",
            "достигнутый статус на лестнице «Имя status» — один из перечисленных: Имя start, Имя gold",
        ),
        (
            {"segment": {"one_of": ["dealer", "network"]}},
            "the partner belongs to one of the segments Dealer, Network",
            "партнёр относится к одному из сегментов: Имя dealer, Имя network",
        ),
        ({"region": "north"}, "the partner's region is north", "регион партнёра — north"),
        (
            {"joined": {"within": "2 months"}},
            "the period ends within 2 months from joining, the day of joining included",
            "к концу периода с присоединения прошло не больше, чем 2 месяца, считая день присоединения",
        ),
        (
            {"event": {"name": "webinar", "subject": "spring", "window": "last 2 periods"}},
            (
                "the table events has a row of the partner with webinar in the column event and spring in the column "
                "subject, dated in the last 2 periods, the current period included"
            ),
            (
                "в таблице events есть строка партнёра, где в столбце event стоит webinar, "
                "а в столбце subject — spring; "
                "её дата попадает в последние 2 периода, включая текущий"
            ),
        ),
        (
            {"line": {"of": "tariff", "capped": "true"}},
            "the rule Tariff gives the partner a line limited by its cap in the same period",
            "по правилу «Имя tariff» у партнёра есть строка, ограниченная потолком в том же периоде",
        ),
    ],
    ids=str,
)
def test_sentences(settlement: Settlement, condition: Any, en: str, ru: str) -> None:
    builder = SayingsBuilder("rule/2026-01-01")
    titles = settlement.programme.titles()
    sentence = condition_sentence(builder, "earns.1", parse_condition(condition), titles)
    assert (sentence.text("en"), sentence.text("ru")) == (en, ru)
