"""What clauses carry, over which windows they pay and by which tables, each worked out by hand."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.source import Diagnosed
from tests.settlement.projects import Project, title

OWN = {"window": "period", "scope": "own"}
METRICS: dict[str, list[dict[str, Any]]] = {
    "volume": [{"sum": "plain", "where": {"status": "paid"}, **OWN}],
    "orders": [{"count": "sales", "where": {"status": "paid"}, **OWN}],
    "quality": [{"count": "sales", "where": {"status": "good"}, **OWN}],
}
Line = tuple[str, str, str, int, bool]
MARCH = date(2026, 3, 31)


def tenth(rate: str = "10 %", **row: str) -> dict[str, Any]:
    return {"applies_to": "slice", "rows": [{"at_least": "0", "rate": rate, **row}]}


def share(**more: Any) -> tuple[str, list[dict[str, Any]]]:
    return "commission", [{"base": "volume", "brackets": tenth(), **more}]


def per_sale(**more: Any) -> tuple[str, list[dict[str, Any]]]:
    source = {"sales": {"status": "paid"}}
    return "commission", [{"per": "sale", "base": "plain", "source": source, "brackets": tenth(), **more}]


class Book:
    """Sales as (partner, day, amount, customer, status), and what a programme of clauses pays for them."""

    def __init__(self, folder: Path, *sales: Sequence[object], **more: Any) -> None:
        self.folder, self.sales, self.more = folder, sales, more

    def project(self, **clauses: tuple[str, list[dict[str, Any]]]) -> Project:
        named = {name.replace("_", "-"): clause for name, clause in clauses.items()}
        project = Project(self.folder, self.more.pop("metrics", METRICS), clauses=named, **self.more)
        if not project.partners:
            project.partners = [[name, name, "2025-12-01", ""] for name in "ab"]
        for number, sale in enumerate(self.sales):
            who, day, amount, customer, status = (*map(str, sale), *("", "", "paid")[len(sale) - 2 :])
            project.sales.append([f"s{number:03}", who, day, customer, status or "paid", amount, "0", "1"])
        return project

    def lines(self, on: date = MARCH, **clauses: tuple[str, list[dict[str, Any]]]) -> list[Line]:
        """(first day of the window, partner, clause, cents, capped) in the order of pages."""
        with self.project(**clauses).settled(on) as settlement:
            ids = settlement.book.partners.ids
            return [
                (str(one.window.first)[2:], ids[who], one.clause, amount, capped)
                for result in settlement.results
                for one in result.clauses
                for who, amount, capped in zip(
                    one.lines.who.tolist(),
                    one.lines.amount.tolist(),
                    one.lines.capped.tolist(),
                    strict=True,
                )
            ]


def paid(lines: list[Line]) -> list[tuple[str, str, int]]:
    return [(first, who, amount) for first, who, _, amount, _ in lines]


def test_a_quarter_pays_in_the_period_in_which_it_ends(tmp_path: Path) -> None:
    sales = [
        ("a", "2026-01-05", 100),
        ("a", "2026-03-31", 50),
        ("a", "2026-04-01", 7),
        ("b", "2026-02-01", 30),
    ]
    lines = Book(tmp_path, *sales).lines(date(2026, 6, 30), q=share(per="quarter"))
    assert paid(lines) == [("26-01-01", "a", 1500), ("26-01-01", "b", 300), ("26-04-01", "a", 70)]


def test_weeks_begin_on_monday_and_pay_where_they_end(tmp_path: Path) -> None:
    sales = [
        ("a", "2026-01-04", 900),
        ("a", "2026-01-05", 100),
        ("a", "2026-01-31", 7),
        ("b", "2026-02-01", 30),
    ]
    lines = Book(tmp_path, *sales).lines(q=share(**{"per": "week", "from": "2026-01-05"}))
    assert paid(lines) == [("26-01-05", "a", 1000), ("26-01-26", "a", 70), ("26-01-26", "b", 300)]


def test_each_day_by_itself(tmp_path: Path) -> None:
    sales = [("a", "2026-01-05", 100), ("a", "2026-01-05", 10), ("a", "2026-01-06", 7)]
    assert paid(Book(tmp_path, *sales).lines(q=share(per="day"))) == [
        ("26-01-05", "a", 1100),
        ("26-01-06", "a", 70),
    ]


def test_a_condition_over_a_quarter_is_judged_over_the_quarter(tmp_path: Path) -> None:
    sales = [("a", "2026-01-05", 60), ("a", "2026-03-31", 50), ("b", "2026-03-31", 99)]
    clause = share(per="quarter", earns={"volume": {"at_least": "100"}})
    assert paid(Book(tmp_path, *sales).lines(q=clause)) == [("26-01-01", "a", 1100)]


def test_each_sale_is_rounded_by_itself(tmp_path: Path) -> None:
    sales = [
        ("a", "2026-01-05", "0.05"),
        ("a", "2026-01-05", "0.05"),
        ("b", "2026-01-06", "0.04"),
        ("b", "2026-01-07", 5, "", "no"),
    ]
    assert paid(Book(tmp_path, *sales).lines(q=per_sale())) == [("26-01-01", "a", 1), ("26-01-01", "a", 1)]


def test_a_sale_soon_after_joining(tmp_path: Path) -> None:
    sales = [("a", "2026-01-10", 10), ("a", "2026-03-10", 20), ("a", "2026-03-11", 40)]
    source = {"sales": {"status": "paid", "within": "60 days from joining"}}
    partners = [["a", "a", "2026-01-10", ""]]
    book = Book(tmp_path, *sales, partners=partners)
    assert paid(book.lines(q=per_sale(source=source))) == [("26-01-01", "a", 100), ("26-03-01", "a", 200)]


def test_a_sale_goes_by_the_version_of_its_day(tmp_path: Path) -> None:
    sales = [("a", "2026-01-14", 100), ("a", "2026-01-15", 100), ("a", "2026-02-01", 100)]
    first = per_sale()[1][0] | {"picks_by": "sale_date"}
    later = first | {"from": "2026-01-15", "brackets": tenth("20 %")}
    lines = Book(tmp_path, *sales).lines(q=("commission", [first, later]))
    assert paid(lines) == [("26-01-01", "a", 1000), ("26-01-01", "a", 2000), ("26-02-01", "a", 2000)]


def test_a_version_that_starts_later_for_those_who_were_there(tmp_path: Path) -> None:
    sales = [(who, f"2026-0{month}-05", 100) for month in (1, 2, 3) for who in "ab"]
    partners = [["a", "a", "2026-01-31", ""], ["b", "b", "2026-02-01", ""]]
    first = share()[1][0]
    later = first | {"from": "2026-02-01", "existing_from": "2026-03-01", "brackets": tenth("20 %")}
    lines = Book(tmp_path, *sales, partners=partners).lines(q=("commission", [first, later]))
    assert sorted(paid(lines)) == [
        ("26-02-01", "a", 1000),
        ("26-02-01", "b", 2000),
        ("26-03-01", "a", 2000),
        ("26-03-01", "b", 2000),
    ]


@pytest.mark.parametrize(
    ("more", "cents"),
    [
        ({"times": "150 %"}, (1500, False)),
        ({"times": "2"}, (2000, False)),
        ({"times": {"metric": "quality"}}, (3000, False)),
        ({"floor": "10.01"}, (1001, False)),
        ({"floor": "10"}, (1000, False)),
        ({"cap": "9.99"}, (999, True)),
        ({"cap": "10"}, (1000, False)),
        ({"cap": {"rate": "1.234 %", "of": "volume"}}, (123, True)),
        ({"cap": {"amount": "2.50", "each": "quality"}}, (750, True)),
        ({"times": "150 %", "cap": "12", "floor": "11"}, (1200, True)),
        ({"times": "50 %", "floor": "8", "cap": "9"}, (800, False)),
    ],
)
def test_factor_floor_and_cap_in_their_order(
    tmp_path: Path, more: dict[str, Any], cents: tuple[int, bool]
) -> None:
    sales = [("a", "2026-01-05", 100), *[("a", "2026-01-06", 0, "", "good")] * 3]
    lines = Book(tmp_path, *sales).lines(date(2026, 1, 31), q=share(**more))
    assert [(amount, capped) for _, who, _, amount, capped in lines if who == "a"] == [cents]


def test_a_count_is_no_cap(tmp_path: Path) -> None:
    with pytest.raises(Diagnosed, match="This amount is in `count`"):
        Book(tmp_path).lines(q=share(cap={"metric": "quality"}))


def test_a_floor_speaks_to_all_whom_the_rule_speaks_to(tmp_path: Path) -> None:
    sales = [("a", "2026-01-05", 1), ("b", "2026-01-05", "-5")]
    lines = Book(tmp_path, *sales).lines(date(2026, 1, 31), q=share(floor="3"))
    assert paid(lines) == [("26-01-01", "a", 300)]
    rows = {"applies_to": "slice", "rows": [{"at_least": "1", "rate": "10 %"}]}
    lines = Book(tmp_path, *sales).lines(date(2026, 2, 28), q=share(floor="3", brackets=rows))
    assert paid(lines) == [("26-01-01", "a", 300)]
    lines = Book(tmp_path).lines(date(2026, 1, 31), q=share(floor="3"))
    assert paid(lines) == [("26-01-01", "a", 300), ("26-01-01", "b", 300)]


def test_a_cap_over_a_window_is_used_up_line_by_line(tmp_path: Path) -> None:
    sales = [("a", f"2026-0{month}-05", amount) for month, amount in ((1, 100), (2, 60), (3, 80), (4, 10))]
    lines = Book(tmp_path, *sales).lines(date(2026, 4, 30), q=share(cap={"amount": "20", "per": "quarter"}))
    assert [(amount, capped) for *_, amount, capped in lines] == [
        (1000, False),
        (600, False),
        (400, True),
        (100, False),
    ]
    lines = Book(tmp_path, *sales).lines(date(2026, 4, 30), q=share(cap={"amount": "20", "per": "lifetime"}))
    assert [amount for *_, amount, _ in lines] == [1000, 600, 400]


def test_a_negative_line_gives_room_back(tmp_path: Path) -> None:
    sales = [("a", "2026-01-05", 100), ("a", "2026-02-05", -50), ("a", "2026-03-05", 200)]
    clause = share(cap={"amount": "12", "per": "year"}, below_zero="negative")
    assert [amount for *_, amount, _ in Book(tmp_path, *sales).lines(q=clause)] == [1000, -500, 700]


def test_once_a_customer_with_anybody(tmp_path: Path) -> None:
    sales = [
        ("a", "2026-01-05", 10, "x"),
        ("b", "2026-01-06", 20, "x"),
        ("b", "2026-01-07", 30, "y"),
        ("a", "2026-02-01", 40, "y"),
        ("a", "2026-02-02", 50),
        ("a", "2026-02-02", 60),
    ]
    lines = Book(tmp_path, *sales).lines(q=per_sale(once="customer"))
    assert paid(lines) == [
        ("26-01-01", "a", 100),
        ("26-01-01", "b", 300),
        ("26-02-01", "a", 500),
        ("26-02-01", "a", 600),
    ]


def test_once_a_partner_within_a_quarter(tmp_path: Path) -> None:
    sales = [("a", f"2026-0{month}-05", 10 * month) for month in (2, 3, 4, 5)]
    once = {"each": "partner", "within": "quarter"}
    lines = Book(tmp_path, *sales).lines(date(2026, 5, 31), q=share(once=once))
    assert paid(lines) == [("26-02-01", "a", 200), ("26-04-01", "a", 400)]


def test_of_a_group_the_largest_line_stays(tmp_path: Path) -> None:
    sales = [("a", "2026-01-05", 100), ("b", "2026-01-05", 400)]
    clauses = {
        "one": share(best_of="volume-bonus"),
        "two": (
            "fixed_bonus",
            [{"amount": "20", "earns": {"volume": {"more_than": "0"}}, "best_of": "volume-bonus"}],
        ),
        "three": share(best_of="volume-bonus"),
        "free": share(),
    }
    lines = Book(tmp_path, *sales).lines(**clauses)
    assert [(who, clause, amount) for _, who, clause, amount, _ in lines] == [
        ("b", "one", 4000),
        ("a", "two", 2000),
        ("a", "free", 1000),
        ("b", "free", 4000),
    ]


def test_what_a_group_took_away_uses_nothing_up(tmp_path: Path) -> None:
    sales = [("a", "2026-01-05", 100), ("a", "2026-02-05", 300)]
    clauses = {
        "one": share(best_of="g", once="partner"),
        "two": ("fixed_bonus", [{"amount": "20", "earns": {"volume": {"more_than": "0"}}, "best_of": "g"}]),
    }
    lines = Book(tmp_path, *sales).lines(**clauses)
    assert [(first, clause, amount) for first, _, clause, amount, _ in lines] == [
        ("26-01-01", "two", 2000),
        ("26-02-01", "one", 3000),
    ]


RECRUITS = [["a", "a", "2025-12-01", "", ""], *[[who, who, "2026-01-01", "", "a"] for who in "bcd"]]


def bonus(event: Mapping[str, Any], **more: Any) -> tuple[str, list[dict[str, Any]]]:
    return "fixed_bonus", [{"amount": "20", "for_each": {"direct_recruit": event}, **more}]


def test_the_first_sale_of_a_recruit_must_pass(tmp_path: Path) -> None:
    sales = [
        ("b", "2026-02-01", 100),
        ("b", "2026-02-02", 100),
        ("c", "2026-02-01", 99),
        ("c", "2026-02-03", 100),
        ("d", "2026-03-02", 200),
    ]
    large = {"sale": {"plain": {"at_least": "100"}}}
    book = Book(tmp_path, *sales, partners=RECRUITS, known=("sponsor",))
    assert paid(
        book.lines(
            r=bonus({"event": {"first_must": large, "within": "60 days from joining"}}, once="recruit")
        )
    ) == [("26-02-01", "a", 2000)]
    book = Book(tmp_path, *sales, partners=RECRUITS, known=("sponsor",))
    assert paid(book.lines(r=bonus({"event": {"first": large}}))) == [("26-02-01", "a", 2000)] * 2 + [
        ("26-03-01", "a", 2000)
    ]


def test_a_condition_of_each_recruit(tmp_path: Path) -> None:
    sales = [
        ("b", "2026-01-05", 100),
        ("b", "2026-02-02", 100),
        ("c", "2026-02-01", 100),
        ("a", "2026-02-01", 100),
    ]
    clause = bonus({"volume": {"at_least": "100"}})
    book = Book(tmp_path, *sales, partners=RECRUITS, known=("sponsor",))
    assert paid(book.lines(r=clause)) == [("26-01-01", "a", 2000)] + [("26-02-01", "a", 2000)] * 2
    book = Book(tmp_path, *sales, partners=RECRUITS, known=("sponsor",))
    assert len(book.lines(r=bonus({"volume": {"at_least": "100"}}, once="recruit"))) == 2
    book = Book(tmp_path, *sales, partners=RECRUITS, known=("sponsor",))
    assert not book.lines(r=bonus({"volume": {"at_least": "100"}}, earns={"volume": {"at_least": "101"}}))


def test_an_event_pays_its_partner(tmp_path: Path) -> None:
    events = [
        ["a", "2026-01-05", "webinar", "x"],
        ["a", "2026-01-06", "webinar", "x"],
        ["a", "2026-02-06", "webinar", "y"],
        ["b", "2026-02-06", "talk", "y"],
    ]
    clause = {"per": "event", "amount": "5", "source": {"events": {"event": "webinar"}}}
    assert len(Book(tmp_path, events=events).lines(e=("fixed_bonus", [clause]))) == 3
    lines = Book(tmp_path, events=events).lines(e=("fixed_bonus", [clause | {"once": "event"}]))
    assert paid(lines) == [("26-01-01", "a", 500), ("26-02-01", "a", 500)]


def test_an_amount_for_each_unit(tmp_path: Path) -> None:
    sales = [("a", "2026-01-05", 1)] * 5 + [("b", "2026-01-05", 1)] * 2
    rows = [{"at_least": "0", "each": "3"}, {"at_least": "2", "each": "4"}]
    for applies_to, cents in (("slice", [1800, 600]), ("whole", [2000, 800])):
        clause = share(base="orders", brackets={"applies_to": applies_to, "rows": rows})
        lines = Book(tmp_path, *sales).lines(q=clause)
        assert [amount for *_, amount, _ in lines] == cents
    fixed = (
        "fixed_bonus",
        [{"amount": {"amount": "15", "each": "orders"}, "earns": {"orders": {"at_least": "3"}}}],
    )
    assert [amount for *_, amount, _ in Book(tmp_path, *sales).lines(q=fixed)] == [7500]


TIERS: list[dict[str, Any]] = [
    {"tier": "start"},
    *[
        {"tier": tier, "reach": {"quality": {"at_least": str(number)}}}
        for number, tier in enumerate(("bronze", "silver", "gold", "top"), 1)
    ],
]


def held(**ranks: int) -> list[tuple[object, ...]]:
    """100 sold by each, and the tier of each by its rank."""
    out: list[tuple[object, ...]] = []
    for who, rank in ranks.items():
        out += [(who, "2026-01-05", 100), *[(who, "2026-01-06", 0, "", "good")] * rank]
    return out


FIVE = [[name, name, "2025-12-01", ""] for name in "abcde"]


def test_a_row_for_one_tier_only(tmp_path: Path) -> None:
    rows = [{"tier": "bronze", "rate": "1 %"}, {"tier": "gold", "only": "true", "rate": "5 %"}]
    clause = "commission", [{"base": "volume", "table": {"by": "tier", "rows": rows}}]
    book = Book(tmp_path, *held(a=0, b=1, c=2, d=3, e=4), tiers=TIERS, partners=FIVE)
    assert [(who, amount) for _, who, _, amount, _ in book.lines(q=clause)] == [
        ("b", 100),
        ("c", 100),
        ("d", 500),
        ("e", 100),
    ]


def test_tier_and_volume_choose_together(tmp_path: Path) -> None:
    rows = [
        {"tier": "bronze", "at_least": "0", "rate": "1 %"},
        {"tier": "bronze", "at_least": "100", "rate": "2 %"},
        {"tier": "gold", "at_least": "150", "rate": "9 %"},
    ]
    clause = "commission", [{"base": "volume", "table": {"by": ["tier", "at_least"], "rows": rows}}]
    sales = [*held(a=0, b=1, c=2, d=3, e=3), ("b", "2026-01-07", "-0.01"), ("e", "2026-01-07", 50)]
    book = Book(tmp_path, *sales, tiers=TIERS, partners=FIVE)
    assert [(who, amount) for _, who, _, amount, _ in book.lines(q=clause)] == [
        ("b", 100),
        ("c", 200),
        ("e", 1350),
    ]


def test_the_first_condition_that_holds(tmp_path: Path) -> None:
    rows = [
        {"when": {"volume": {"at_least": "200"}}, "rate": "5 %", "name": "large"},
        {"when": {"orders": {"at_least": "2"}}, "rate": "3 %"},
        {"when": "otherwise", "rate": "1 %"},
    ]
    clause = "commission", [{"base": "volume", "table": {"by": "condition", "rows": rows}}]
    sales = [
        ("a", "2026-01-05", 150),
        ("a", "2026-01-05", 50),
        ("b", "2026-01-05", 50),
        ("b", "2026-01-05", 50),
        ("a", "2026-02-05", 50),
    ]
    assert paid(Book(tmp_path, *sales).lines(q=clause)) == [
        ("26-01-01", "a", 1000),
        ("26-01-01", "b", 300),
        ("26-02-01", "a", 50),
    ]


def test_the_row_of_a_segment(tmp_path: Path) -> None:
    rows = [{"segment": "dealer", "rate": "5 %"}, {"segment": "network", "rate": "7 %"}]
    clause = "commission", [{"base": "volume", "table": {"by": "segment", "rows": rows}}]
    partners = [["a", "a", "2025-12-01", "", "network"], ["b", "b", "2025-12-01", "", ""]]
    declared = {"segments": {name: {"title": title(name)} for name in ("dealer", "network")}}
    sales = [("a", "2026-01-05", 100), ("b", "2026-01-05", 100)]
    book = Book(tmp_path, *sales, partners=partners, known=("segment",), declared=declared)
    assert paid(book.lines(q=clause)) == [("26-01-01", "a", 700)]


def test_a_rate_agreed_with_one_partner(tmp_path: Path) -> None:
    rate = {"individual": "own-rate", "default": "10 %"}
    clause = share(brackets={"applies_to": "whole", "rows": [{"at_least": "0", "rate": rate}]})
    declared = {"individual": {"own-rate": {"title": title("own"), "unit": "percent"}}}
    sales = [("a", "2026-01-05", 100), ("b", "2026-01-05", 100)]
    book = Book(tmp_path, *sales, declared=declared)
    assert paid(book.lines(q=clause)) == [("26-01-01", "a", 1000), ("26-01-01", "b", 1000)]


def test_a_sale_is_judged_by_the_period_before(tmp_path: Path) -> None:
    sales = [("a", "2026-01-05", 100), ("a", "2026-02-05", 10), ("a", "2026-03-05", 10)]
    clause = per_sale(earns={"volume": {"at_least": "100"}}, as_of="window_start")
    assert paid(Book(tmp_path, *sales).lines(q=clause)) == [("26-02-01", "a", 100)]


def ceiling(**more: Any) -> dict[str, Any]:
    version = {"announced": "2025-12-01", "from": "2026-01-01", **more}
    return {"ceilings": {"all-bonuses": {"title": title("ceiling"), "versions": [version]}}}


UNDER = {
    "one": share(ceiling="all-bonuses"),
    "two": (
        "fixed_bonus",
        [{"amount": "20", "earns": {"volume": {"more_than": "0"}}, "ceiling": "all-bonuses"}],
    ),
    "free": share(),
}
SOLD = [("a", "2026-01-05", 100), ("b", "2026-01-05", 400)]


def cut(lines: list[Line]) -> list[tuple[str, str, int, bool]]:
    return [(who, clause, amount, capped) for _, who, clause, amount, capped in lines]


def test_a_ceiling_cuts_each_line_in_proportion(tmp_path: Path) -> None:
    declared = ceiling(amount="31", shared="pro_rata")
    assert cut(Book(tmp_path, *SOLD, declared=declared).lines(**UNDER)) == [
        ("a", "one", 1000, False),
        ("b", "one", 2066, True),  # 4 000 x 31 / 60
        ("a", "two", 2000, False),
        ("b", "two", 1033, True),
        ("a", "free", 1000, False),
        ("b", "free", 4000, False),
    ]


def test_under_a_ceiling_in_order_the_later_rule_gives_way(tmp_path: Path) -> None:
    declared = ceiling(amount={"rate": "10 %", "of": "volume"}, shared="in_order")
    assert cut(Book(tmp_path, *SOLD, declared=declared).lines(**UNDER))[:2] == [
        ("a", "one", 1000, False),
        ("b", "one", 4000, False),
    ]
    declared = ceiling(amount="41", shared="in_order")
    lines = cut(Book(tmp_path, *SOLD, declared=declared).lines(**UNDER))
    assert lines[2:4] == [("a", "two", 2000, False), ("b", "two", 100, True)]


def test_a_ceiling_of_all_partners_together(tmp_path: Path) -> None:
    metrics = METRICS | {"everybody": [{"sum": "plain", "window": "period", "scope": "programme"}]}
    declared = ceiling(amount={"rate": "9 %", "of": "everybody"}, of="programme", shared="pro_rata")
    book = Book(tmp_path, *SOLD, declared=declared, metrics=metrics)
    assert [amount for _, clause, amount, _ in cut(book.lines(**UNDER)) if clause != "free"] == [
        500,  # 45 shared in the proportions 10, 40, 20, 20
        2000,
        1000,
        1000,
    ]
