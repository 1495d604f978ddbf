"""What a page says of lines in points, and of points for money, is understood whole or not at all."""

from datetime import date
from fractions import Fraction

import pytest

from generator.audit.amounts import Fixed, ForEvery
from generator.audit.kinds.level_commission import Share
from generator.audit.lines_in import LINES_IN, check_lines_in, lines_in
from generator.audit.pay_units import MONEY, PAYS_IN, POINTS
from generator.audit.promise import Edition
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood
from generator.audit.terms_money import CountedLines, Deduction, Guarantee
from generator.audit.terms_network import AnyTerms, DepthRow, Matching, Walk
from tests.audit.test_sentences import filled

WORDS = {**LINES_IN.wordings, **PAYS_IN.wordings}
GIFT = "reward:mug"


def full(every: int = 500, unit: str = "points", of: str = "RUB") -> ForEvery:
    """So many points for every full sum."""
    return ForEvery(Fraction("2.5"), unit, Fraction(every), of, "")


def matching(each: ForEvery | None = None) -> Matching:
    """A match of the lines of one rule, by a rate or with points for every full sum."""
    return Matching(("growth",), (), Walk("sponsor", (DepthRow(1, 1, Fraction(10), full=each),)))


COUNTED = CountedLines(("growth",))
RATED, STEPPED = matching(), matching(full())
SHARE = Deduction(Fixed(Fraction(20), "percent"), shares=True, counted=COUNTED)
PENALTY = Deduction(Fixed(Fraction(30), "points"), shares=False)
LEAST = Guarantee(Fixed(Fraction(90), "points"), COUNTED)
DEBT = Guarantee(Fixed(Fraction(90), "points"), COUNTED, recoverable=True)


def check(terms: AnyTerms, paid_in: str, *keys: str, language: str = "en") -> None:
    """Hold terms against a section that says some sentences."""
    said = [filled(WORDS[key][language], language) for key in keys]
    section = Section("match", "2026-01-01", language, "Match", said, [], {})
    check_lines_in(section, terms, paid_in, Edition(date(2026, 1, 1), currency="RUB"))


WHOLE = [
    (RATED, ("pays_in.points", "lines_in.points")),
    (STEPPED, ("pays_in.points", "lines_in.money")),
    (SHARE, ("pays_in.taken", "lines_in.points")),
    (PENALTY, ("pays_in.taken",)),
    (LEAST, ("pays_in.points", "lines_in.points")),
]
OTHER = {
    "pays_in.points": "pays_in.taken",
    "pays_in.taken": "pays_in.points",
    "lines_in.points": "lines_in.money",
    "lines_in.money": "lines_in.points",
}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(("terms", "keys"), WHOLE)
def test_a_rule_says_in_what_its_lines_are(terms: AnyTerms, keys: tuple[str, ...], language: str) -> None:
    check(terms, POINTS, *keys, language=language)
    for key in keys:
        with pytest.raises(NotUnderstood):
            check(terms, POINTS, *(OTHER[one] if one == key else one for one in keys), language=language)
    for key in LINES_IN.wordings:
        with pytest.raises(NotUnderstood):
            check(terms, POINTS, *({*keys} ^ {key}), language=language)


@pytest.mark.parametrize("terms", [RATED, SHARE, PENALTY, LEAST, DEBT])
def test_in_money_nothing_is_said_of_it(terms: AnyTerms) -> None:
    check(terms, MONEY)
    for key in (*LINES_IN.wordings, "pays_in.taken"):
        with pytest.raises(NotUnderstood):
            check(terms, MONEY, key)


@pytest.mark.parametrize(
    ("terms", "paid_in", "keys"),
    [
        (RATED, GIFT, ("pays_in.reward", "lines_in.points")),
        (SHARE, GIFT, ("pays_in.reward",)),
        (LEAST, GIFT, ("pays_in.reward",)),
        (DEBT, POINTS, ("pays_in.points", "lines_in.points")),
        (STEPPED, MONEY, ()),
        (matching(full(unit="RUB")), POINTS, ("pays_in.points", "lines_in.money")),
        (matching(full(of="points")), POINTS, ("pays_in.points", "lines_in.money")),
        (matching(full(of="USD")), POINTS, ("pays_in.points", "lines_in.money")),
        (matching(full(every=0)), POINTS, ("pays_in.points", "lines_in.money")),
    ],
)
def test_what_no_page_may_say(terms: AnyTerms, paid_in: str, keys: tuple[str, ...]) -> None:
    with pytest.raises(NotUnderstood):
        check(terms, paid_in, *keys)


def test_of_which_lines_a_rule_speaks() -> None:
    assert [lines_in(one, POINTS) for one in (RATED, STEPPED, SHARE, LEAST)] == [
        POINTS,
        MONEY,
        POINTS,
        POINTS,
    ]
    assert lines_in(RATED, MONEY) == MONEY


@pytest.mark.parametrize(
    ("lines", "points"), [("499.99", "0"), ("500", "2.5"), ("999.99", "2.5"), ("1500", "7.5")]
)
def test_points_for_every_full_sum(lines: str, points: str) -> None:
    share = Share("anna", 1, Fraction(lines), 1, Fraction(0), full=full())
    assert share.amount == Fraction(points)
