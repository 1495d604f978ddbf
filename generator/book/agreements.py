"""Agreements: what a person agreed with one partner, set, or booked for them, each with reason and owner."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from generator.book.by_hand import ADJUSTMENTS, Adjustment, AdjustmentsFile
from generator.book.consents import CONSENTS, Consent, ConsentsFile
from generator.book.control_totals import CONTROL_TOTALS, ControlTotal, ControlTotalsFile
from generator.book.goals import GOALS, Goal, GoalsFile
from generator.book.lasting import Lasting
from generator.book.staff import PEOPLE, PeopleFile, Person
from generator.source import (
    Diagnosed,
    Diagnostic,
    Frozen,
    Mark,
    Tree,
    did_you_mean,
    find,
    in_order,
    load_yaml,
    raise_if,
    validate,
)
from generator.terms.quantity import Amount, Day, Slug
from generator.terms.text import Wording

TERMS, OVERRIDES = "terms.yaml", "overrides.yaml"


class _Agreement(Lasting):
    """With whom, why, by whom, and from which day to which, both included."""

    called: ClassVar[str] = "agreement"
    reason: Wording
    owner: str


class AgreedTerm(_Agreement):
    """An individual term of one partner."""

    term: Slug
    value: Amount


class SetTier(_Agreement):
    """A tier that a person set for one partner."""

    tier: Slug
    until: Day


class TermsFile(Frozen):
    """The file terms.yaml."""

    terms: tuple[AgreedTerm, ...]


class OverridesFile(Frozen):
    """The file overrides.yaml."""

    overrides: tuple[SetTier, ...]


@dataclass(frozen=True)
class Agreements:
    """All that people wrote, in the order of their files; `trees` holds the files that exist, by name.

    Where the book is read as of a day, `places` are the places in their files of the rows that were known then, and
    `not_known` counts the others.
    """

    terms: tuple[AgreedTerm, ...] = ()
    overrides: tuple[SetTier, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    goals: tuple[Goal, ...] = ()
    consents: tuple[Consent, ...] = ()
    control_totals: tuple[ControlTotal, ...] = ()
    people: Mapping[str, Person] = field(default_factory=dict)
    trees: Mapping[str, Tree] = field(default_factory=dict)
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    not_known: Mapping[str, int] = field(default_factory=dict)

    def place(self, file: str, number: int) -> int:
        """The place in its file of one of the rows of a file."""
        return self.places[file][number] if file in self.places else number

    def as_of(self, known: date, strangers: Collection[str]) -> Agreements:
        """Those that were known on a day, of partners who were known; what is said of totals always stands."""
        rows: Mapping[str, Sequence[_Row]] = {name: getattr(self, key) for name, _, key in _OF_PARTNERS}
        places = {
            name: tuple(
                number
                for number, one in enumerate(some)
                if one.known_on(known) and one.partner not in strangers
            )
            for name, some in rows.items()
        }
        later = {name: len(rows[name]) - len(kept) for name, kept in places.items()}
        known_rows: dict[str, Any] = {
            key: tuple(rows[name][number] for number in places[name]) for name, _, key in _OF_PARTNERS
        }
        not_known = {name: count for name, count in later.items() if count}
        return replace(self, **known_rows, places=places, not_known=not_known)


_Row = AgreedTerm | SetTier | Adjustment | Goal | Consent
_OF_PARTNERS = (
    (TERMS, TermsFile, "terms"),
    (OVERRIDES, OverridesFile, "overrides"),
    (ADJUSTMENTS, AdjustmentsFile, "adjustments"),
    (GOALS, GoalsFile, "goals"),
    (CONSENTS, ConsentsFile, "consents"),
)
_FILES = (
    *_OF_PARTNERS,
    (CONTROL_TOTALS, ControlTotalsFile, "control_totals"),
    (PEOPLE, PeopleFile, "people"),
)


def read_agreements(
    data: Path,
    languages: Sequence[str],
    ids: Sequence[str],
    known: date | None = None,
    strangers: Collection[str] = frozenset(),
) -> Agreements:
    """Read what people wrote, where the files exist, for the partners `ids`.

    With `known` as of that day, on which the `strangers` were no partners yet.
    Raises Diagnosed: what the files say wrong, unknown-partner, agreement-unclear, reference-twice.
    """
    context = {"languages": tuple(languages)}
    trees: dict[str, Tree] = {}
    told: list[Diagnostic] = []
    found: dict[str, Any] = {}
    for name, model, key in _FILES:
        if not (data / name).is_file():
            continue
        try:
            trees[name] = load_yaml(data / name)
            found[key] = getattr(validate(model, trees[name], context), key)
        except Diagnosed as wrong:
            told += wrong.diagnostics
    raise_if(told)
    out = Agreements(**found, trees=trees)
    # Judged as a whole, whatever was known when: what is wrong in the files is wrong today.
    raise_if(in_order(_faults(out, {*ids, *strangers})))
    return out if known is None else out.as_of(known, strangers)


def _faults(agreements: Agreements, people: Collection[str]) -> Iterator[Diagnostic]:
    """Partners that nobody knows, two terms of one name for a partner on one day, and references that repeat."""
    for name, _, key in _OF_PARTNERS:
        rows: Sequence[_Row] = getattr(agreements, key)
        for number, partner in enumerate(one.partner for one in rows):
            if partner in people:
                continue
            near = did_you_mean(partner, sorted(people)[:20_000])
            yield Diagnostic(
                "unknown-partner",
                find(agreements.trees[name], (key, number, "partner")).place,
                f"There is no partner `{partner}`.",
                consequence="What was agreed would hold for nobody.",
                cure=f"Did you mean `{near}`?" if near else "Correct the id, or remove the agreement.",
            )
    first: dict[tuple[str, str], list[int]] = {}
    for number, term in enumerate(agreements.terms):
        for earlier in first.setdefault((term.partner, term.term), []):
            if agreements.terms[earlier].overlaps(term):
                yield two_at_once(agreements.trees[TERMS], "terms", earlier, number)
        first[term.partner, term.term].append(number)
    yield from _twice(agreements)
    references: dict[str, int] = {}
    for number, one in enumerate(agreements.adjustments):
        before = references.setdefault(one.reference, number)
        if before != number:
            tree = agreements.trees[ADJUSTMENTS]
            yield Diagnostic(
                "reference-twice",
                find(tree, ("adjustments", number, "reference")).place,
                f"Two adjustments have the reference `{one.reference}`.",
                other=Mark(find(tree, ("adjustments", before, "reference")).place, "it stands here too"),
                consequence="One of them would be taken for the other, and booked once instead of twice.",
                cure="Give each a reference of its own.",
            )


def _twice(agreements: Agreements) -> Iterator[Diagnostic]:
    """Two consents of a partner to one purpose on a day, and two goals of a partner under one name."""
    given: dict[tuple[str, str], list[int]] = {}
    for number, one in enumerate(agreements.consents):
        for purpose in one.to:
            for earlier in given.setdefault((one.partner, purpose), []):
                if agreements.consents[earlier].overlaps(one):
                    yield two_at_once(agreements.trees[CONSENTS], "consents", earlier, number)
            given[one.partner, purpose].append(number)
    named: dict[tuple[str, str], int] = {}
    for number, goal in enumerate(agreements.goals):
        before = named.setdefault((goal.partner, goal.goal), number)
        if before != number:
            tree = agreements.trees[GOALS]
            yield Diagnostic(
                "duplicate-name",
                find(tree, ("goals", number, "goal")).place,
                f"Partner `{goal.partner}` has two goals of the name `{goal.goal}`.",
                other=Mark(find(tree, ("goals", before, "goal")).place, "first here"),
                consequence="Their statement could not tell the two apart.",
                cure="Rename one of them.",
            )


def two_at_once(tree: Tree, key: str, earlier: int, later: int) -> Diagnostic:
    """The message about two agreements of one partner that hold on one day."""
    return Diagnostic(
        "agreement-unclear",
        find(tree, (key, later, "from")).place,
        "Two agreements about the same thing hold for this partner on one day.",
        other=Mark(find(tree, (key, earlier, "from")).place, "the other starts here"),
        consequence="Nobody could tell which of the two counts.",
        cure="Let one end on the day before the other starts.",
    )
