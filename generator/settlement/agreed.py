"""What was agreed with single partners, held against the programme: terms by day, and tiers set by a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

import numpy as np

from generator.book.agreements import OVERRIDES, TERMS, AgreedTerm, two_at_once
from generator.book.book import Book
from generator.rules.exact import Column, Flags
from generator.settlement.by_hand import faults_by_hand
from generator.settlement.partner_checks import goal_faults, manager_faults
from generator.settlement.reward_rows import reward_faults
from generator.settlement.standing import Set
from generator.source import Diagnostic, Step, did_you_mean, find, in_order, raise_if, with_subject
from generator.terms.programme import Programme
from generator.terms.quantity import COUNT, PERCENT
from generator.terms.version import in_force


class Agreed:
    """The agreements of a book, in the rows of its partners.

    Raises Diagnosed: unknown-term, wrong-unit, unknown-tier, override-not-allowed, agreement-unclear.
    """

    def __init__(self, programme: Programme, book: Book) -> None:
        found = book.agreements
        told = in_order(
            [
                *_segments(programme, book),
                *_terms(programme, book),
                *_overrides(programme, book),
                *faults_by_hand(programme, book),
                *reward_faults(programme, book),
                *goal_faults(programme, book),
                *manager_faults(book),
            ]
        )
        raise_if(with_subject(told, found.trees.values()))
        rows: Mapping[str, int] = book.partners.row_of if found.terms or found.overrides else {}
        self._size = len(book.partners.ids)
        self._terms = [(rows[term.partner], term) for term in found.terms]
        ladder_of = programme.titles().ladder_of
        self.tiers = tuple(
            Set(rows[one.partner], ladder_of[one.tier], one.tier, one.starts, one.until, number)
            for number, one in enumerate(found.overrides)
        )

    def term(self, name: str, on: date) -> tuple[Column, Flags]:
        """An individual term on a day: its value for those with whom it is agreed, and who they are."""
        mine = [
            (row, term.value.value) for row, term in self._terms if term.term == name and term.lasts_on(on)
        ]
        given = np.zeros(self._size, dtype=np.bool_)
        if not mine:
            return Column(np.zeros(self._size, dtype=np.int64), 0), given
        column = Column.from_fractions([value for _, value in mine])
        rows = np.array([row for row, _ in mine], dtype=np.int64)
        values = np.zeros(self._size, dtype=np.int64)
        values[rows] = column.values
        given[rows] = True
        return Column(values, column.digits), given

    def on(self, day: date) -> Iterator[tuple[int, AgreedTerm]]:
        """Each term in force on a day with the row of its partner."""
        yield from ((row, term) for row, term in self._terms if term.lasts_on(day))


def _segments(programme: Programme, book: Book) -> Iterator[Diagnostic]:
    """Partners of a segment that is not among the published ones."""
    known = programme.file.segments
    if not known:
        return
    partners = book.partners
    for cell in sorted({one for one in partners.segment if one is not None and one not in known}):
        rows = [row for row, one in enumerate(partners.segment) if one == cell]
        near = did_you_mean(cell, list(known))
        yield Diagnostic(
            "unknown-segment",
            find(programme.trees["programme.yaml"], ("segments",)).place,
            f"Partner `{partners.ids[rows[0]]}` belongs to the segment `{cell}`, which is not published here."
            if len(rows) == 1
            else f"{len(rows)} partners belong to the segment `{cell}`, which is not published here.",
            consequence="No rule that asks for a segment could mean them, and nobody would notice.",
            cure=f"Did you mean `{near}`? Then correct the records; else publish it."
            if near
            else f"Publish it: `{cell}: {{title: {{...}}}}`, or correct the records.",
        )


def _terms(programme: Programme, book: Book) -> Iterator[Diagnostic]:
    known = programme.file.individual
    for at, term in enumerate(book.agreements.terms):
        tree, number = book.agreements.trees[TERMS], book.agreements.place(TERMS, at)
        if term.term not in known:
            near = did_you_mean(term.term, list(known))
            yield Diagnostic(
                "unknown-term",
                find(tree, ("terms", number, "term")).place,
                f"There is no individual term `{term.term}`.",
                consequence="What was agreed would change nothing.",
                cure=f"Did you mean `{near}`?"
                if near
                else "Publish it in programme.yaml: `individual: {volume_target: {title: {...}, unit: money}}`.",
            )
            continue
        unit = {"money": programme.file.currency, "percent": PERCENT, "count": COUNT}.get(
            known[term.term].unit, known[term.term].unit
        )
        if term.value.unit not in ("", unit):
            yield Diagnostic(
                "wrong-unit",
                find(tree, ("terms", number, "value")).place,
                f"This value is in `{term.value.unit}`, but `{term.term}` is in `{unit}`.",
                consequence="It would be taken for another figure than was agreed.",
                cure=f"Write it in `{unit}`, or without a unit.",
            )


def _overrides(programme: Programme, book: Book) -> Iterator[Diagnostic]:
    ladder_of = programme.titles().ladder_of
    first: dict[tuple[str, str], list[int]] = {}
    rows = book.agreements.overrides
    for number, one in enumerate(rows):
        tree, where = book.agreements.trees[OVERRIDES], partial(book.agreements.place, OVERRIDES)
        place: tuple[Step, ...] = ("overrides", where(number), "tier")
        if one.tier not in ladder_of:
            near = did_you_mean(one.tier, list(ladder_of))
            yield Diagnostic(
                "unknown-tier",
                find(tree, place).place,
                f"There is no tier `{one.tier}`.",
                consequence="The tier that was set would be held by nobody.",
                cure=f"Did you mean `{near}`?"
                if near
                else "Tiers: " + ", ".join(f"`{t}`" for t in ladder_of) + ".",
            )
            continue
        ladder = ladder_of[one.tier]
        version = in_force(programme.ladders[ladder].versions, one.starts)
        if version is None or version.overrides != "allowed":
            yield Diagnostic(
                "override-not-allowed",
                find(tree, place).place,
                f"The ladder `{ladder}` does not say that a person may set a tier.",
                consequence="Its page promises every partner a tier by the rules alone.",
                cure="Add `overrides: allowed` to a new version of the ladder, or remove this row.",
            )
        for earlier in first.setdefault((one.partner, ladder), []):
            if rows[earlier].overlaps(one):
                yield two_at_once(tree, "overrides", where(earlier), where(number))
        first[one.partner, ladder].append(number)
