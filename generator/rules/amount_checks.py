"""Checks of amounts in clauses: what they name exists, and comes out in the unit that the place needs."""

from __future__ import annotations

from collections.abc import Iterator

from generator.rules import MODULES
from generator.rules.pay_checks import every_faults, pay_faults
from generator.source import Diagnostic, Fault, Step, Tree, did_you_mean, find
from generator.terms.agreed import Individual
from generator.terms.amount import Amount, RateOf, amount_metrics, amount_unit
from generator.terms.carriers import carrier_amounts
from generator.terms.clause import ClauseVersion
from generator.terms.pay import pay_unit
from generator.terms.programme import Programme
from generator.terms.quantity import COUNT, PERCENT, Quantity
from generator.terms.titles import Titles

Place = tuple[Step, ...]
_BARE = {"rate": PERCENT, "factor": COUNT}
_AS_METRIC = "metric/"


def clause_amounts(kind: str, version: ClauseVersion) -> Iterator[tuple[Place, Amount, str]]:
    """The amounts of a version with their places, and what each must be: money, rate, factor, or as `metric/NAME`."""
    named = getattr(MODULES[kind], "amounts", None)
    if named is not None:
        yield from named(version)
    for path, amount in carrier_amounts(version):
        yield path, amount, "factor" if path == ("times",) else "money"


def metrics_read_by(kind: str, version: ClauseVersion) -> Iterator[tuple[Place, str]]:
    """The metrics that fields and amounts of a version read, with their places; not those of its conditions."""
    yield from MODULES[kind].metrics_read(version)
    for path, amount, _ in clause_amounts(kind, version):
        for inner, metric in amount_metrics(amount):
            yield (*path, *inner), metric


def unknown_in_amounts(
    programme: Programme, file: str, above: Place, kind: str, version: ClauseVersion
) -> Iterator[Diagnostic]:
    """Metrics and individual terms that nobody defined, and terms that are agreed in another unit than the default."""
    tree = programme.trees[file]
    units = programme.metric_units()
    paid = pay_unit(version.pays_in, programme.file.currency)
    for path, amount, needed in clause_amounts(kind, version):
        bare = units.get(needed.removeprefix(_AS_METRIC), _BARE.get(needed, paid))
        yield from unknown_in_amount(programme, amount, tree, (*above, *path), bare)


def unknown_in_amount(
    programme: Programme, amount: Amount, tree: Tree, path: Place, bare: str = ""
) -> Iterator[Diagnostic]:
    """The same of one amount; a bare figure is in `bare`, else in the currency."""
    for inner, metric in amount_metrics(amount):
        if metric not in programme.metrics:
            yield _unheard_of("metric", metric, list(programme.metrics), tree, (*path, *inner))
    if isinstance(amount, Individual):
        known = list(programme.file.individual)
        if amount.name in known:
            yield from _agreed_otherwise(programme, amount, tree, path, bare)
        else:
            yield _unheard_of("term", amount.name, known, tree, (*path, "individual"))


def _agreed_otherwise(
    programme: Programme, amount: Individual, tree: Tree, path: Place, bare: str
) -> Iterator[Diagnostic]:
    currency = programme.file.currency
    declared = programme.file.individual[amount.name].unit
    agreed = currency if declared == "money" else declared
    own = amount.default.with_unit(bare or currency).unit
    if own != agreed:
        yield Diagnostic(
            "wrong-unit",
            find(tree, (*path, "individual")).place,
            f"`{amount.name}` is agreed in `{agreed}`, and here something in `{own}` is needed.",
            consequence="With partners who have agreed on it another figure would be paid than with all others.",
            cure=f"Take a term in `{own}`.",
        )


def unknown_in_rows(
    programme: Programme, file: str, above: Place, kind: str, version: ClauseVersion
) -> Iterator[Diagnostic]:
    """Measures that nobody defined, or that are values of another table's rows."""
    tree = programme.trees[file]
    named = getattr(MODULES[kind], "measures_read", None)
    for path, measure, table in named(version) if named is not None else ():
        if measure not in programme.measures:
            yield _unheard_of("measure", measure, list(programme.measures), tree, (*above, *path))
            continue
        of = programme.measures[measure].versions[-1].of
        if of != table:
            yield Diagnostic(
                "measure-of-other-table",
                find(tree, (*above, *path)).place,
                f"`{measure}` is a value of rows of the table {of}, and here rows of {table} are read.",
                consequence="Nobody could say which value a row has.",
                cure=f"Take a measure of {table}, or read rows of {of}.",
            )


def _unheard_of(kind: str, word: str, known: list[str], tree: Tree, path: Place) -> Diagnostic:
    near = did_you_mean(word, known)
    return Diagnostic(
        f"unknown-{kind}",
        find(tree, path).place,
        f"There is no {kind} `{word}`.",
        consequence="The rule would rest on something that nobody defined.",
        cure=f"Did you mean `{near}`?"
        if near
        else "Known: " + ", ".join(f"`{n}`" for n in known) + "."
        if known
        else f"Publish it in programme.yaml: `individual: {{{word}: {{title: {{...}}, unit: percent}}}}`."
        if kind == "term"
        else "Define it first.",
    )


def amount_faults(kind: str, version: ClauseVersion, titles: Titles) -> Iterator[Fault]:
    """Amounts in a unit that does not fit, and plain ones that are not above zero."""
    for path, amount, needed in clause_amounts(kind, version):
        yield from every_faults(amount, path, titles)
        if needed == "money":
            yield from pay_faults(amount, path, titles)
        elif needed.startswith(_AS_METRIC):
            yield from _target(amount, path, titles, needed)
        else:
            yield from _factor(amount, path, titles, needed)


def _target(amount: Amount, path: Place, titles: Titles, metric: str) -> Iterator[Fault]:
    own = titles.unit_of(metric)
    unit = amount_unit(amount, titles, own)
    if unit != own:
        yield Fault(
            "wrong-unit",
            f"This target is in `{unit}`, but the metric is in `{own}`.",
            at=path,
            consequence="Two units cannot be compared.",
            cure=f"Write it in `{own}`, or without a unit.",
        )
    elif isinstance(amount, Quantity) and amount.value <= 0:
        yield Fault(
            "figure-negative",
            "A target is above zero.",
            at=path,
            consequence="Nobody could say how much of it is attained.",
            cure="Correct the figure.",
        )


def _factor(amount: Amount, path: Place, titles: Titles, needed: str) -> Iterator[Fault]:
    unit = amount_unit(amount, titles, PERCENT if needed == "rate" else COUNT)
    fits = (PERCENT,) if needed == "rate" else (PERCENT, COUNT)
    if unit not in fits or isinstance(amount, RateOf):
        yield Fault(
            "wrong-unit",
            f"This is in `{unit}`, and {'a rate is in percent' if needed == 'rate' else 'a factor has no unit'}.",
            at=path,
            consequence="The money would come out in no currency.",
            cure="Take a metric or a term in percent"
            + (", or write `7 %`." if needed == "rate" else " or a plain count, or write `110 %`."),
        )
    elif isinstance(amount, Quantity) and amount.value < 0:
        yield Fault(
            "figure-negative",
            "A factor is never negative.",
            at=path,
            consequence="Partners would pay for selling.",
            cure="Remove the minus.",
        )
