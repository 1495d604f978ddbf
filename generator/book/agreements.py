"""Agreements: terms that a person agreed with one partner, and tiers that a person set, each with reason and owner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import Field, model_validator

from generator.source import (
    Diagnosed,
    Diagnostic,
    Fault,
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


class _Agreement(Frozen):
    """With whom, why, by whom, and from which day to which, both included."""

    partner: str
    starts: Day = Field(alias="from")
    until: Day | None = None
    reason: Wording
    owner: str

    @model_validator(mode="after")
    def _rising(self) -> _Agreement:
        if self.until is not None and self.until < self.starts:
            raise Fault(
                "agreement-unclear",
                "This agreement ends before it starts.",
                at=("until",),
                other=("from",),
                other_label="it starts here",
                consequence="It would hold on no day.",
                cure="Correct one of the two dates.",
            )
        return self

    def holds(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return self.starts <= on and (self.until is None or on <= self.until)


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
    """All agreements, in the order of their files; `trees` holds the files that exist, by name."""

    terms: tuple[AgreedTerm, ...] = ()
    overrides: tuple[SetTier, ...] = ()
    trees: Mapping[str, Tree] = field(default_factory=dict)


def read_agreements(data: Path, languages: Sequence[str], ids: Sequence[str]) -> Agreements:
    """Read `terms.yaml` and `overrides.yaml`, where they exist, for the partners `ids`.

    Raises Diagnosed: what the files say wrong, unknown-partner, agreement-unclear.
    """
    context = {"languages": tuple(languages)}
    trees: dict[str, Tree] = {}
    told: list[Diagnostic] = []
    found: dict[str, TermsFile | OverridesFile] = {}
    for name, model in ((TERMS, TermsFile), (OVERRIDES, OverridesFile)):
        if not (data / name).is_file():
            continue
        try:
            trees[name] = load_yaml(data / name)
            found[name] = validate(model, trees[name], context)
        except Diagnosed as wrong:
            told += wrong.diagnostics
    raise_if(told)
    terms, overrides = found.get(TERMS), found.get(OVERRIDES)
    out = Agreements(
        terms.terms if isinstance(terms, TermsFile) else (),
        overrides.overrides if isinstance(overrides, OverridesFile) else (),
        trees,
    )
    raise_if(in_order(_faults(out, ids)))
    return out


def _faults(agreements: Agreements, ids: Sequence[str]) -> Iterator[Diagnostic]:
    """Partners that nobody knows, and two terms of one name for a partner on one day."""
    known = set(ids)
    for name, rows in ((TERMS, agreements.terms), (OVERRIDES, agreements.overrides)):
        for number, row in enumerate(rows):
            if row.partner in known:
                continue
            near = did_you_mean(row.partner, list(ids)[:20_000])
            key = "terms" if name == TERMS else "overrides"
            yield Diagnostic(
                "unknown-partner",
                find(agreements.trees[name], (key, number, "partner")).place,
                f"There is no partner `{row.partner}`.",
                consequence="What was agreed would hold for nobody.",
                cure=f"Did you mean `{near}`?" if near else "Correct the id, or remove the agreement.",
            )
    first: dict[tuple[str, str], list[int]] = {}
    for number, term in enumerate(agreements.terms):
        for earlier in first.setdefault((term.partner, term.term), []):
            if overlap(agreements.terms[earlier], term):
                yield two_at_once(agreements.trees[TERMS], "terms", earlier, number)
        first[term.partner, term.term].append(number)


def overlap(one: _Agreement, other: _Agreement) -> bool:
    """Whether both hold on some day."""
    return (one.until is None or other.starts <= one.until) and (
        other.until is None or one.starts <= other.until
    )


def two_at_once(tree: Tree, key: str, earlier: int, later: int) -> Diagnostic:
    """The message about two agreements of one partner that hold on one day."""
    return Diagnostic(
        "agreement-unclear",
        find(tree, (key, later, "from")).place,
        "Two agreements about the same thing hold for this partner on one day.",
        other=Mark(find(tree, (key, earlier, "from")).place, "the other starts here"),
        consequence="Nobody could tell which of the two is paid.",
        cure="Let one end on the day before the other starts.",
    )
