"""What a page says of the recruits for whom a bonus is paid is understood whole or not at all."""

from dataclasses import replace

import pytest

from generator.audit.condition_sentences import CONDITION
from generator.audit.kinds.fixed_bonus import VOCABULARY, read
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood
from generator.audit.terms import Carriers, RecruitFact
from tests.audit.test_sentences import filled

GONE, WHEN, WITHIN = "recruit.gone", "recruit.when", "recruit.within"
SALES = ["fact.first", "fact.first_must", "fact.any"]


def fact_of(language: str, *keys: str) -> RecruitFact | None:
    """The fact of a recruit that a section states, of which the first key is the fact; it asks nothing of a sale."""
    said = [filled(VOCABULARY.wordings[key][language], language) for key in ("pays.recruit", *keys)]
    if keys[0].startswith("fact.condition"):
        test = filled(CONDITION.wordings["metric.at_least"][language], language)
        said.insert(2, replace(test, context=test.context._replace(depth=1)))
    section = Section("bonus", "2026-01-01", language, "Bonus", said, [], {})
    return read(section, None, {}, None, Carriers()).recruit


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_condition_says_that_who_left_before_does_not_count(language: str) -> None:
    fact = fact_of(language, "fact.condition.period", GONE)
    assert fact is not None
    assert fact.condition is not None
    for others in ((), (WHEN,), (GONE, WHEN), (GONE, WITHIN)):
        with pytest.raises(NotUnderstood):
            fact_of(language, "fact.condition.period", *others)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("sale", SALES)
def test_a_sale_says_nothing_of_it(sale: str, language: str) -> None:
    fact = fact_of(language, sale, WITHIN, WHEN)
    assert fact is not None
    assert fact.condition is None
    for others in ((GONE,), (WHEN, GONE), (WITHIN, WHEN, GONE), (WITHIN,)):
        with pytest.raises(NotUnderstood):
            fact_of(language, sale, *others)
