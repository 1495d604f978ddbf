"""What a page says of a fund that keeps what is left is understood whole or not at all; no fund loses anything."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.audit.kinds import pool
from generator.audit.pages import Sentence
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood
from generator.audit.terms import Carriers
from generator.audit.terms_network import Pool
from generator.audit.walk import MEMBERS
from tests import strategies
from tests.audit.test_sentences import filled

SAID = ("pays.week", "shared.equally", "cut")
RESTS = ("nobody", "not_above_zero")
KEPT = (*SAID, "added.kept", "last.kept", "remainder.kept", *(f"{one}.kept" for one in RESTS))
HOUSED = (*SAID, "remainder.house", *(f"{one}.house" for one in RESTS))


def read(*keys: str, language: str = "en", carriers: Carriers | None = None) -> Pool:
    """The terms of a section that says some sentences of the vocabulary."""
    said: list[Sentence] = [filled(pool.VOCABULARY.wordings[key][language], language) for key in keys]
    said += [filled(words[language], language) for words in MEMBERS.wordings.values()]
    section = Section("fund", "2026-01-01", language, "Fund", said, [], {})
    return pool.read(section, None, carriers or Carriers())


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_page_says_what_becomes_of_the_rest(language: str) -> None:
    assert read(*KEPT, language=language).kept
    assert not read(*HOUSED, language=language).kept
    steps = [one.replace("remainder.house", "remainder.steps") for one in HOUSED]
    assert read(*steps, language=language).by_steps


@pytest.mark.parametrize("key", [one for one in KEPT if one.endswith(".kept")])
def test_a_page_that_says_half_of_it_is_not_understood(key: str) -> None:
    with pytest.raises(NotUnderstood):
        read(*(one for one in KEPT if one != key))
    with pytest.raises(NotUnderstood):
        read(*HOUSED, key)
    if key.replace(".kept", ".house") in HOUSED:
        with pytest.raises(NotUnderstood):
            read(*(one.replace(".kept", ".house") if one == key else one for one in KEPT))


def test_what_is_taken_from_a_part_goes_where_the_rest_goes() -> None:
    grouped = Carriers(best_of="largest")
    assert read(*KEPT, "not_given_on.kept", carriers=grouped).kept
    assert not read(*HOUSED, "not_given_on.house", carriers=grouped).kept
    for keys in ((*KEPT, "not_given_on.house"), (*HOUSED, "not_given_on.kept"), KEPT):
        with pytest.raises(NotUnderstood):
            read(*keys, carriers=grouped)


FUNDS = st.fractions(min_value=0, max_value=1000, max_denominator=1000)
WEIGHTS = st.dictionaries(st.sampled_from("abcde"), st.integers(1, 99).map(Fraction))


@strategies.examples(25)
@given(st.lists(st.tuples(FUNDS, WEIGHTS), min_size=1, max_size=8), st.integers(0, 3))
def test_a_fund_loses_nothing_from_window_to_window(
    windows: list[tuple[Fraction, dict[str, Fraction]]], digits: int
) -> None:
    left = given = Fraction(0)
    for added, weights in windows:
        fund = left + added
        if not fund or not weights:
            left = fund
            continue
        shared = pool.shared_out(fund, weights, digits, by_steps=False)
        paid = sum(one.given for one in shared.portions.values())
        assert all(
            one.exact - Fraction(1, 10**digits) < one.given <= one.exact for one in shared.portions.values()
        )
        left, given = shared.left, given + paid
        assert 0 <= left < len(weights) * Fraction(1, 10**digits)
    assert given + left == sum(added for added, _ in windows)
