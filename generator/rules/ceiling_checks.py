"""Checks of ceilings: amounts are money of the right breadth, and in force where clauses rest on them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.rules.amount_checks import unknown_in_amount
from generator.rules.pay_checks import every_faults, pay_faults
from generator.source import Diagnostic, Fault, find
from generator.terms.agreed import Individual
from generator.terms.amount import amount_metrics
from generator.terms.ceiling import CeilingVersion
from generator.terms.programme import Programme
from generator.terms.titles import Titles
from generator.terms.version import in_force

_FILE = "programme.yaml"


def unknown_in_ceilings(programme: Programme) -> Iterator[Diagnostic]:
    """Metrics and individual terms that nobody defined, and terms that are agreed in no money."""
    tree = programme.trees[_FILE]
    for name, ceiling in programme.file.ceilings.items():
        for number, version in enumerate(ceiling.versions):
            path = ("ceilings", name, "versions", number, "amount")
            yield from unknown_in_amount(programme, version.amount, tree, path)


def ceiling_faults(programme: Programme, titles: Titles) -> Iterator[Diagnostic]:
    """Ceilings in no money, ceilings of all by a figure of one, and clauses under a ceiling that is not in force."""
    for name, ceiling in programme.file.ceilings.items():
        for number, version in enumerate(ceiling.versions):
            faults = (
                *every_faults(version.amount, ("amount",), titles),
                *pay_faults(version.amount, ("amount",), titles),
                *_breadth(programme, version),
            )
            for fault in faults:
                yield fault.diagnostic(programme.trees[_FILE], ("ceilings", name, "versions", number))
    for name, clause in programme.clauses.items():
        tree = programme.trees[programme.clause_files[name]]
        for number, one in enumerate(clause.versions):
            if one.ceiling is None or one.ceiling not in programme.file.ceilings:
                continue
            if in_force(programme.file.ceilings[one.ceiling].versions, one.starts) is None:
                yield Diagnostic(
                    "not-in-force",
                    find(tree, ("versions", number, "ceiling")).place,
                    f"The ceiling `{one.ceiling}` is not in force on {one.starts}.",
                    consequence="The page would promise a limit that nobody keeps.",
                    cure="Let the ceiling start with the clause, or earlier.",
                )


def _breadth(programme: Programme, version: CeilingVersion) -> Iterator[Fault]:
    """The ceiling of a whole programme is the same figure for everybody."""
    if version.of == "partner":
        return
    scopes = [
        programme.metrics[metric].versions[-1].scope.kind for _, metric in amount_metrics(version.amount)
    ]
    if isinstance(version.amount, Individual) or any(scope != "programme" for scope in scopes):
        yield Fault(
            "ceiling-of-one",
            "The ceiling of all partners together needs a figure of the whole programme.",
            at=("amount",),
            consequence="The figure differs from partner to partner, and nobody could say whose is meant.",
            cure="Take a metric with `scope: programme`, or write `of: partner`.",
        )
