"""Programmes that together hold every window, row source, carrier, table and condition."""

from typing import Any

from tests.settlement.projects import title

Clause = tuple[str, list[dict[str, Any]]]

OWN = {"window": "period", "scope": "own"}
PAID = {"sum": "plain", "where": {"status": "paid"}}
METRICS: dict[str, list[dict[str, Any]]] = {
    "volume": [{**PAID, **OWN}],
    "orders": [{"count": "sales", "where": {"status": "paid"}, **OWN}],
    "quality": [{"count": "sales", "where": {"status": "good"}, **OWN}],
    "rolling": [{**PAID, "window": "last 3 periods", "scope": "own"}],
    "lifetime": [{**PAID, "window": "lifetime", "scope": "own"}],
    "everybody": [{**PAID, "window": "period", "scope": "programme"}],
}
ROWS = {"per": "sale", "base": "plain", "source": {"sales": {"status": "paid"}}}
ALWAYS = {"announced": "2025-12-01", "from": "2026-01-01"}
MONDAY = {"per": "week", "from": "2026-01-05"}  # a clause by the week begins on a Monday


def slices(rate: str = "10 %") -> dict[str, Any]:
    return {"applies_to": "slice", "rows": [{"at_least": "0", "rate": rate}]}


def whole(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"applies_to": "whole", "rows": list(rows)}


def share(**more: Any) -> Clause:
    own = {} if "table" in more else {"brackets": slices()}
    return "commission", [{"base": "volume", **own, **more}]


def share_by(by: Any, *rows: dict[str, Any], **more: Any) -> Clause:
    return share(table={"by": by, "rows": list(rows)}, **more)


def per_sale(**more: Any) -> Clause:
    return "commission", [{**ROWS, "brackets": slices(), **more}]


def bonus(amount: Any, **more: Any) -> Clause:
    return "fixed_bonus", [{"amount": amount, **more}]


def when(condition: Any, **more: Any) -> Clause:
    return bonus("1", earns=condition, **more)


def versions(first: dict[str, Any], second: dict[str, Any]) -> Clause:
    return "commission", [first, second]


def sale_of_recruit(kind: str) -> dict[str, Any]:
    fact = {kind: {"sale": {"plain": {"at_least": "50"}}}, "within": "60 days from joining"}
    return {"direct_recruit": {"event": fact}}


SOLD = {"volume": {"at_least": "1"}}
PLAIN = {"base": "volume", "brackets": slices()}

CARRIED: dict[str, Clause] = {
    "by-period": share(),
    "by-quarter": share(per="quarter"),
    "by-half": share(
        per="half_year", brackets=whole({"at_least": "0", "rate": "1 %"}, {"at_least": "300", "rate": "2 %"})
    ),
    "by-week": share(**MONDAY),
    "by-day": share(per="day"),
    "by-sale": per_sale(),
    "soon": per_sale(source={"sales": {"status": "paid", "within": "60 days from joining"}}),
    "factor-and-bounds": share(times="110 %", cap="20", floor="3"),
    "by-quality": share(times={"metric": "quality"}, brackets=whole({"at_least": "0", "rate": "1 %"})),
    "own-factor": share(
        times={"individual": "factor", "default": "150 %"},
        floor="1",
        cap={"amount": "30", "per": "half_year"},
    ),
    "limit-quarter": share(cap={"amount": "20", "per": "quarter"}),
    "limit-month": per_sale(cap={"amount": "15", "per": "month"}),
    "limit-of-rate": per_sale(
        brackets=slices("33.33 %"), cap={"amount": {"rate": "7 %", "of": "rolling"}, "per": "month"}
    ),
    "limit-ever": share(cap={"amount": "50", "per": "lifetime"}),
    "given-back": share(cap={"amount": "12", "per": "year"}, below_zero="negative"),
    "cap-each": share(cap={"amount": "3", "each": "orders"}, below_zero="negative"),
    "cap-of-rate": share(cap={"rate": "1 %", "of": "lifetime"}),
    "once-customer": per_sale(once="customer"),
    "once-quarter": bonus(
        "3", earns={"volume": {"at_least": "30"}}, once={"each": "partner", "within": "quarter"}
    ),
    "best-one": share(best_of="grp"),
    "best-two": bonus("8", earns=SOLD, best_of="grp"),
    "best-sale-one": per_sale(best_of="sales"),
    "best-sale-two": (
        "fixed_bonus",
        [{"per": "sale", "amount": "9", "source": {"sales": {"status": "paid"}}, "best_of": "sales"}],
    ),
    "under-one": share(ceiling="both"),
    "under-two": bonus("8", earns=SOLD, ceiling="both"),
    "under-sale": per_sale(ceiling="both", below_zero="negative"),
    "all-one": share(ceiling="everyone"),
    "all-two": per_sale(brackets=slices("5 %"), ceiling="everyone"),
    "reads-cut": when({"line": {"of": "under-one", "capped": "true"}}),
    "rate-of": bonus({"rate": "2 %", "of": "rolling"}, earns={"orders": {"at_least": "1"}}),
    "each-of": bonus({"amount": "0.35", "each": "orders"}, earns={"volume": {"more_than": "0"}}),
    "later": versions(
        PLAIN, {**PLAIN, "brackets": slices("20 %"), "from": "2026-03-01", "existing_from": "2026-05-01"}
    ),
    "by-its-day": versions(
        {**ROWS, "picks_by": "sale_date", "brackets": slices()},
        {
            **ROWS,
            "picks_by": "sale_date",
            "brackets": slices("3 %"),
            "from": "2026-03-11",
            "existing_from": "2026-05-20",
        },
    ),
    "ending": ("commission", [{**PLAIN, "ends": "2026-03-31"}]),
}

TABLES: dict[str, Clause] = {
    "by-tier": share_by(
        "tier", {"tier": "silver", "rate": "5 %"}, {"tier": "gold", "rate": "7 %", "only": "true"}
    ),
    "by-segment": share_by(
        "segment", {"segment": "dealer", "rate": "5 %"}, {"segment": "network", "rate": "7 %"}
    ),
    "by-condition": share_by(
        "condition",
        {"when": {"orders": {"at_least": "3"}}, "rate": "9 %"},
        {"when": {"all": [{"volume": {"at_least": "50"}}, {"segment": "dealer"}]}, "rate": "6 %"},
        {"when": "otherwise", "rate": "1 %"},
    ),
    "tier-and-volume": share_by(
        ["tier", "at_least"],
        {"tier": "start", "at_least": "0", "rate": "1 %"},
        {"tier": "start", "at_least": "50", "rate": "2 %"},
        {"tier": "gold", "at_least": "0", "rate": "5 %"},
        {"tier": "gold", "at_least": "400", "rate": "6 %"},
    ),
    "segment-and-condition": share_by(
        ["segment", "condition"],
        {"segment": "dealer", "when": {"orders": {"at_least": "3"}}, "rate": "9 %"},
        {"segment": "dealer", "when": "otherwise", "rate": "1 %"},
        {"segment": "network", "when": {"orders": {"at_least": "3"}}, "rate": "8 %"},
        {"segment": "network", "when": "otherwise", "rate": "2 %"},
    ),
    "segment-then-condition": share_by(
        ["segment", "condition"],
        {"segment": "dealer", "when": {"orders": {"at_least": "3"}}, "rate": "9 %"},
        {"segment": "dealer", "when": "otherwise", "rate": "1 %"},
        {"segment": "network", "when": "otherwise", "rate": "2 %"},
    ),
    "tier-then-condition": share_by(
        ["condition", "tier"],
        {"tier": "start", "when": {"orders": {"at_least": "3"}}, "rate": "3 %"},
        {"tier": "start", "when": {"orders": {"at_least": "2"}}, "rate": "2 %"},
        {"tier": "gold", "when": {"orders": {"at_least": "2"}}, "rate": "5 %"},
        {"tier": "gold", "when": "otherwise", "rate": "4 %"},
    ),
    "condition-then-figure": share_by(
        ["condition", "at_least"],
        {"when": {"orders": {"at_least": "3"}}, "at_least": "200", "rate": "9 %"},
        {"when": "otherwise", "at_least": "0", "rate": "1 %"},
        {"when": "otherwise", "at_least": "100", "rate": "2 %"},
    ),
    "segment-and-count": share_by(
        ["segment", "at_least"],
        {"segment": "dealer", "at_least": "2", "each": "1"},
        {"segment": "dealer", "at_least": "4", "each": "2"},
        {"segment": "network", "at_least": "0", "each": "0.5"},
        base="orders",
    ),
    "each-whole": share(
        base="orders", brackets=whole({"at_least": "1", "each": "2"}, {"at_least": "3", "each": "3"})
    ),
    "each-slice": share(
        base="orders",
        brackets={
            "applies_to": "slice",
            "rows": [{"at_least": "0", "each": "2"}, {"at_least": "3", "each": "3"}],
        },
    ),
    "divided": share(
        chosen_by="orders",
        brackets={
            "applies_to": "slice",
            "rows": [{"at_least": "0", "rate": "5 %"}, {"at_least": "2", "rate": "11 %"}],
        },
    ),
    "own-rate": share(
        brackets=whole({"at_least": "0", "rate": {"individual": "own-rate", "default": "10 %"}})
    ),
    "recruit-must": bonus("20", for_each=sale_of_recruit("first_must")),
    "recruit-first": bonus("20", for_each=sale_of_recruit("first")),
    "recruit-by-week": bonus("20", for_each=sale_of_recruit("first"), **MONDAY),
    "recruit-active": bonus(
        "20", for_each={"direct_recruit": {"volume": {"at_least": "100"}}}, once="recruit"
    ),
    "recruit-limit": bonus(
        "20",
        for_each={"direct_recruit": {"volume": {"at_least": "200"}}},
        cap={"amount": "30", "per": "year"},
    ),
    "webinar": bonus("5", per="event", source={"events": {"event": "webinar"}}),
    "each-event": bonus(
        "5", per="event", source={"events": {"event": {"one_of": ["webinar", "visit"]}}}, once="event"
    ),
    "sale-after": bonus(
        "1",
        per="sale",
        source={"sales": {"status": "paid"}},
        earns={"volume": {"at_least": "100"}},
        as_of="window_start",
        once="sale",
    ),
}

TIERS: list[dict[str, Any]] = [
    {"tier": "start"},
    {"tier": "bronze", "reach": {"volume": {"at_least": "60"}}, "lose": {"to": "met", "at": "period_end"}},
    {
        "tier": "silver",
        "reach": {"volume": {"at_least": "120"}},
        "keep": {"volume": {"at_least": "60", "in": "any 2 of_last 3 periods"}},
        "lose": {"to": "one_step", "at": "quarter_end", "grace": "1 period"},
        "floor": "bronze",
    },
    {
        "tier": "gold",
        "reach": {"all": [{"volume": {"at_least": "250"}}, {"orders": {"at_least": "2"}}]},
        "keep": {"volume": {"at_least": "100"}},
        "lose": {"to": "met", "at": "period_end", "grace": "2 periods"},
    },
]

CONDITIONS: dict[str, Clause] = {
    name: when(condition, **more)
    for name, condition, more in (
        ("tier-bronze", {"tier": {"at_least": "bronze"}}, {}),
        ("tier-silver", {"tier": {"at_least": "silver"}}, {}),
        ("tier-gold", {"tier": {"equals": "gold"}}, {}),
        ("achieved", {"tier_achieved": {"at_least": "silver"}}, {}),
        ("achieved-one-of", {"tier_achieved": {"one_of": ["bronze", "gold"]}}, {}),
        ("tier-before", {"tier": {"at_least": "silver", "in": "1 period before"}}, {}),
        ("tier-each", {"tier": {"at_least": "bronze", "in": "each_of_last 2 periods"}}, {}),
        ("tier-any", {"tier": {"one_of": ["bronze", "silver"], "in": "any 2 of_last 4 periods"}}, {}),
        ("volume-before", {"volume": {"at_least": "100", "in": "1 period before"}}, {}),
        ("volume-each", {"volume": {"more_than": "10", "in": "each_of_last 3 periods"}}, {}),
        ("volume-any", {"not": {"volume": {"less_than": "100", "in": "any 2 of_last 3 periods"}}}, {}),
        ("rolling-before", {"rolling": {"at_least": "150", "in": "2 periods before"}}, {}),
        ("equals", {"orders": {"equals": "2"}}, {}),
        ("one-of", {"orders": {"one_of": ["1", "3"]}}, {}),
        ("bound-of-rate", {"volume": {"at_least": {"rate": "50 %", "of": "rolling"}}}, {}),
        ("bound-each", {"volume": {"more_than": {"amount": "60", "each": "orders"}}}, {}),
        ("bound-own", {"volume": {"at_least": {"individual": "target", "default": "100"}}}, {}),
        (
            "bound-before",
            {"volume": {"at_least": {"individual": "target", "default": "100"}, "in": "1 period before"}},
            {},
        ),
        ("segment", {"segment": "dealer"}, {}),
        ("segments", {"segment": {"one_of": ["dealer", "network"]}}, {}),
        ("region", {"region": "north"}, {}),
        ("joined-before", {"joined": {"before": "2026-01-15"}}, {}),
        ("joined-after", {"joined": {"after": "2026-01-15"}}, {}),
        ("joined-days", {"joined": {"within": "90 days"}}, {}),
        ("joined-months", {"joined": {"within": "3 months"}}, {}),
        ("event", {"event": "webinar"}, {}),
        ("event-subject", {"event": {"name": "webinar", "subject": "a", "window": "last 3 periods"}}, {}),
        ("line", {"line": {"of": "capped"}}, {}),
        ("line-capped", {"line": {"of": "capped", "capped": "true"}}, {}),
        ("line-free", {"line": {"of": "capped", "capped": "false"}}, {}),
        ("line-before", {"line": {"of": "capped", "in": "1 period before"}}, {}),
        (
            "quarter-tier",
            {"all": [{"tier": {"at_least": "bronze"}}, {"volume": {"at_least": "150"}}]},
            {"per": "quarter"},
        ),
        (
            "quarter-shift",
            {"volume": {"at_least": "100", "in": "each_of_last 2 periods"}},
            {"per": "quarter"},
        ),
        ("week-event", {"event": "webinar"}, MONDAY),
        ("quarter-event", {"event": "webinar"}, {"per": "quarter"}),
        ("once", {"volume": {"at_least": "20"}}, {"once": "partner"}),
    )
} | {"capped": share(cap="5")}


def declared() -> dict[str, Any]:
    """What the programmes declare besides their clauses."""
    terms = {"own-rate": "percent", "factor": "percent", "target": "money"}
    both = {**ALWAYS, "amount": "25", "shared": "pro_rata"}
    # A whole number of cents, since what a ceiling is rounded to is not said.
    everyone = {**ALWAYS, "amount": "90", "of": "programme", "shared": "in_order"}
    return {
        "segments": {name: {"title": title(name)} for name in ("dealer", "network")},
        "individual": {name: {"title": title(name), "unit": unit} for name, unit in terms.items()},
        "ceilings": {
            name: {"title": title(name), "versions": [version]}
            for name, version in (("both", both), ("everyone", everyone))
        },
    }


PROGRAMMES: dict[str, dict[str, Clause]] = {"carried": CARRIED, "tables": TABLES, "conditions": CONDITIONS}
