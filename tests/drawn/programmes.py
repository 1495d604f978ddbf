"""Draws whole programmes: some rules of any kind, what they are made of, and a book for them; as a strategy, too."""

import random
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from tests.drawn.book import DECLARED, Book, DrawnProject
from tests.drawn.conditions import COURSES, TIERS
from tests.drawn.figures import MEASURES, Spec
from tests.drawn.rules import ALONE, KINDS, Rules
from tests.settlement.projects import title

READING = ("matching", "guarantee")  # kinds that are made of the lines of others
TAKING = ("deduction",)
DAYS = (date(2026, 3, 31), date(2026, 2, 28), date(2026, 4, 18))
WORTH = ({"equals": "0.50"}, {"from": "2026-02-10", "equals": "0.75 EUR"})


@dataclass(frozen=True)
class Drawn:
    """A project that was drawn, the day as of which it is settled, and the language of its pages that is read."""

    project: DrawnProject
    on: date
    language: str


def draw_programme(r: random.Random, kind: str, folder: Path, beside: int = 2) -> Drawn:
    """A project with a rule of a kind, and up to so many beside it, in an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    draw = Rules(r)
    on = draw.one(DAYS)
    draw.weeks_alone = draw.chance(12)
    draw.versions = not draw.weeks_alone
    clauses = _clauses(draw, kind, beside)
    ceilings = draw.group(clauses)
    book = Book(r, on)
    dated = {"announced": "2025-12-01", "from": "2026-01-05" if draw.weeks_alone else "2026-01-01"}
    declared = _declared(draw, dated, ceilings)
    gifts: Spec = {}
    if "pays_in" in repr(clauses):
        account = {"rounding": {"mode": draw.one(["down", "half_up"]), "digits": draw.one("012")}}
        declared["points"] = {"title": title("points"), "versions": [dated | account]}
        given = draw.maybe(50, lambda: {"rounding": "half_up"})
        gifts["gift"] = {"title": title("gift"), "type": "gift", "versions": [dated | given]}
    tiers = _tiers(draw) if draw.tiers else []
    measures = _measures(draw, clauses)
    told = repr((draw.metrics, clauses, measures)) + "'events'" * draw.courses + "'partners''sales'"
    needed = {name for name in book.tables if f"'{name}'" in told.replace("'event'", "'events'")}
    agreed = book.agreed()
    # Of a term that nothing uses no page says what it is counted in.
    named = repr((clauses, draw.metrics))
    agreed["terms"] = [one for one in agreed["terms"] if f"'{one['term']}'" in named]
    project = DrawnProject(
        folder,
        draw.metrics,
        clauses=clauses,
        measures=measures,
        tiers=tiers,
        ladder={"overrides": "allowed"} if tiers else {},
        courses={COURSES[0]: {"valid_for": "2 months"}, COURSES[1]: {}} if draw.courses else {},
        rounding={"mode": draw.one(["half_up", "half_even", "down"]), "digits": draw.one("210")},
        period={"every": draw.one(["2 weeks", "10 days", "1 week"]), "from": "2026-01-05"}
        if draw.weeks_alone
        else "month",
        starts=dated["from"],
        declared=declared,
        rewards=gifts,
        agreed={name: rows for name, rows in agreed.items() if tiers or name != "overrides"},
        known=("sponsor",),
        tables={name: rows for name, rows in book.tables.items() if name in needed},
    )
    return Drawn(project, on, draw.one(["en", "ru"]))


def _clauses(draw: Rules, kind: str, beside: int) -> dict[str, tuple[str, list[Spec]]]:
    """Some rules and the one of the kind, each of which may read those before it."""
    clauses: dict[str, tuple[str, list[Spec]]] = {}
    others = [
        draw.one([one for one in KINDS if one not in READING]) for _ in range(draw.r.randrange(beside + 1))
    ]
    # What stands there to be read: a rule in money, often one in points besides.
    read = ["money", *(["points"] if draw.chance(65) else [])] if kind in (*READING, *TAKING) else []
    for number, one in enumerate([*others, *read, kind]):
        draw.alone = one if one in draw.paying else ""
        if draw.alone and draw.paying[draw.alone]:
            continue
        one = draw.one(["commission", "level_commission", "fixed_bonus"]) if draw.alone else one
        name = f"rule-{chr(ord('a') + number)}"
        clauses[name] = draw.rule(one)
        draw.lines = (*draw.lines, name)
        if one not in TAKING and draw.pays_in in draw.paying and "reward:" not in repr(clauses[name]):
            draw.paying[draw.pays_in][name] = one
    if draw.wish == "together" and kind not in ALONE:
        # A group and a ceiling want two of a kind: the rule has a twin that pays a little less.
        _, versions = clauses[name]
        clauses["rule-z"] = kind, [{**version, "times": "90 %"} for version in versions]
    return clauses


def _declared(draw: Rules, dated: Spec, ceilings: Spec) -> Spec:
    """What programme.yaml declares besides."""
    worth = [dated | one for one in WORTH[: 1 + draw.chance(25)]]
    units = {"PV": worth, "pieces": [dated]}
    found: Spec = {
        **DECLARED,
        "units": {name: {"title": title(name), "versions": versions} for name, versions in units.items()},
    }
    shared = {name: {"title": title(name), "versions": [dated | one]} for name, one in ceilings.items()}
    return found | ({"ceilings": shared} if shared else {})


def _tiers(draw: Rules) -> list[Spec]:
    """A ladder; who holds a tier may keep it for a while."""
    volume, orders = draw.basic("volume"), draw.basic("orders")
    second: Spec = {"reach": {volume: {"at_least": "100"}}}
    third: Spec = {"reach": {"all": [{volume: {"at_least": "200"}}, {orders: {"at_least": "2"}}]}}
    if draw.chance(40):
        second |= {"lose": {"to": "met", "at": "period_end"}}
        third |= {
            "keep": {volume: {"at_least": "60", "in": "any 1 of_last 2 periods"}},
            "lose": {
                "to": draw.one(["one_step", "met"]),
                "at": "period_end" if draw.weeks_alone else draw.one(["period_end", "quarter_end"]),
                "grace": "1 period",
            },
        }
        third |= draw.maybe(40, lambda: {"floor": "silver"})
        if not draw.weeks_alone and draw.chance(50):
            third["lose"]["at"] = "quarter_end"
    return [{"tier": TIERS[0]}, {"tier": TIERS[1]} | second, {"tier": TIERS[2]} | third]


def _measures(draw: Rules, clauses: dict[str, tuple[str, list[Spec]]]) -> dict[str, Spec]:
    """The measures that something names, and those of which these are made."""
    text = repr((draw.metrics, clauses))
    used = {name for name in MEASURES if f"'{name}'" in text}
    for _ in range(2):
        used |= {
            name for name in MEASURES if any(f"'measure': '{name}'" in repr(MEASURES[one]) for one in used)
        }
    return {name: {"of": "sales", **one} for name, one in MEASURES.items() if name in used}


def programmes(kind: str, folder: Path, seeds: int = 0) -> st.SearchStrategy[Drawn]:
    """Programmes with a rule of a kind, in a folder that each of them empties first: so many certain ones, or any.

    What Hypothesis draws of itself depends on the modules that a process has loaded (it takes constants from them):
    which keys of the language come up would be another thing in each run.
    """
    certain = (
        st.sampled_from(range(seeds)).map(lambda seed: random.Random(f"{kind} {seed}")) if seeds else None
    )
    drawn = st.randoms(use_true_random=False) if certain is None else certain
    return drawn.map(lambda r: draw_programme(r, kind, folder))
