"""What a statement must show of the partner besides lines and figures: rating, tiers, what was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from generator.audit.agreed import Agreement
from generator.audit.amounts import own_terms
from generator.audit.promise import Edition
from generator.audit.reckoning import Expected
from generator.audit.records import Records
from generator.audit.statement import Statement
from generator.audit.telling import Wanted
from generator.audit.wording import Tongue


def terms_of(expected: Expected, records: Records) -> list[Agreement]:
    """The terms that are in force for the partner on the period's last day, in the order of the policy."""
    policy = expected.edition.policy
    order = policy.individual if policy is not None else ()
    found = records.agreed.in_force(expected.partner.id, expected.period.last)
    return sorted((one for one in found if one.name in order), key=lambda one: order.index(one.name))


def unit_of_term(term: Agreement, edition: Edition, shown: str = "") -> str:
    """The unit in which a term is shown: a bare number is in that of the figure which holds where none is agreed.

    Where no rule names the term, no page says in what it is: money or a plain number, as it is shown.
    """
    if term.unit:
        return term.unit
    terms = [clause.terms for clause in edition.clauses.values()]
    free = shown if shown == "count" else edition.currency
    return next((one.unit for one in own_terms(terms) if one.term == term.name), free)


def figures_of_partner(
    expected: Expected, records: Records, statement: Statement
) -> Iterator[tuple[str, Wanted]]:
    """Every figure that stands for the partner rather than for a line."""
    edition = expected.edition
    titles = expected.titles.get(statement.language, {})
    policy = edition.policy
    if policy is not None and policy.rating:
        value: Fraction = expected.standing.metrics[policy.rating]
        yield "rating", Wanted(edition.metrics[policy.rating].unit, value, "metric-differs")
    for ladder, held in expected.held.items():
        if held.achieved != held.paid:
            title = titles.get(f"tier/{held.achieved}", "")
            yield f"tier/{ladder}/achieved", Wanted("text", title, "tier-differs")
        if held.override is not None and held.override.last is not None:
            yield f"tier/{ladder}/override/until", Wanted("date", held.override.last, "tier-differs")
    for term in terms_of(expected, records):
        fact = statement.facts.get(f"term/{term.name}")
        unit = unit_of_term(term, edition, fact.unit if fact is not None else "")
        yield f"term/{term.name}", Wanted(unit, term.value, "term-differs")
        if term.last is not None:
            yield f"term/{term.name}/until", Wanted("date", term.last, "term-differs")


def result_words(expected: Expected, titles: dict[str, str], tongue: Tongue) -> list[str]:
    """The words at the head of a statement between what is paid and by which rules."""
    edition, say = expected.edition, tongue.say
    policy = edition.policy
    found: list[str] = []
    if policy is not None and policy.rating:
        found.append(f"{titles.get(f'metric/{policy.rating}', '')} {say('box')}")
    found += [f"{titles.get(f'ladder/{name}', '')} {say('box')}" for name in edition.ladders]
    for name, held in expected.held.items():
        title = titles.get(f"ladder/{name}", "")
        if held.achieved != held.paid:
            found.append(say("achieved", title=title))
        if held.override is not None:
            found.append(say("set by company", title=title))
    return found


def term_words(expected: Expected, records: Records, titles: dict[str, str], tongue: Tongue) -> str:
    """The words of the part on what was agreed; nothing where nothing is in force."""
    terms = terms_of(expected, records)
    if not terms:
        return ""
    told = [
        tongue.say(
            "own term until" if term.last is not None else "own term",
            title=titles.get(f"individual/{term.name}", ""),
        )
        for term in terms
    ]
    return " ".join([tongue.say("own terms"), *told])


def reasons_of(expected: Expected, records: Records, language: str) -> Iterator[tuple[str, str]]:
    """The reasons that people gave, by the marks under which they stand."""
    overrides = [held.override for held in expected.held.values() if held.override is not None]
    for kind, agreements in (("override", overrides), ("term", terms_of(expected, records))):
        for number, one in enumerate(agreements, start=1):
            yield f"{kind} {number}", one.reason.get(language, "")
