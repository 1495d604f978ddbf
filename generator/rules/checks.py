"""Checks that need the whole programme: references that lead nowhere, units that do not fit, figures in prose."""

from __future__ import annotations

from collections.abc import Iterator

from generator.rules import MODULES
from generator.rules.amount_checks import amount_faults
from generator.rules.carrier_checks import carrier_faults, lone_groups
from generator.rules.ceiling_checks import ceiling_faults
from generator.rules.corrections import correction_faults
from generator.rules.editions import sayings_of
from generator.rules.endless import endless_bases
from generator.rules.fund_checks import fund_faults
from generator.rules.leg_checks import leg_faults
from generator.rules.line_checks import line_faults
from generator.rules.moment_checks import moment_faults
from generator.rules.order import read_cycles
from generator.rules.pay_checks import rate_faults, without_account
from generator.rules.plain_titles import own_addresses, own_names, plain_titles
from generator.rules.prose_checks import latest_sayings, word_faults
from generator.rules.recognised import recognition_faults
from generator.rules.references import references, same_titles
from generator.rules.reward_checks import priced_without_account, reward_words
from generator.rules.standing_dates import standing_dates
from generator.rules.training_checks import training_faults
from generator.rules.window_dates import account_dates, window_dates
from generator.rules.wording import CITED, UnknownReference, resolve
from generator.source import ADVICE, Diagnostic, Fault, Mark, Place, Step, did_you_mean, find
from generator.terms.clause import ClauseVersion
from generator.terms.metric_units import unit_faults
from generator.terms.programme import Programme
from generator.terms.quantity import Quantity
from generator.terms.titles import Titles


def check_programme(programme: Programme) -> list[Diagnostic]:
    """All faults and advice of the whole, in no particular order."""
    told = [*references(programme), *own_names(programme)]
    if told:
        return told  # what follows would stumble over the same faults again
    told += read_cycles(programme)
    told += standing_dates(programme)
    told += window_dates(programme)
    told += account_dates(programme)
    told += priced_without_account(programme)
    told += lone_groups(programme)
    told += ceiling_faults(programme, programme.titles())
    told += _least_payouts(programme)
    told += same_titles(programme)
    told += plain_titles(programme)
    told += own_addresses(programme)
    told += _tiers_of_two_ladders(programme)
    titles = programme.titles()
    told += _metric_units(programme, titles)
    told += endless_bases(programme)
    for name, clause in programme.clauses.items():
        for number, version in enumerate(clause.versions):
            told += _clause(programme, titles, name, number, version)
    if not told:
        told += correction_faults(programme, titles)
        told += recognition_faults(programme, titles)
        told += reward_words(programme, titles)
        told += _cited(programme, titles)
        # That a course lags behind a rule is advice, for rules which can stand.
        told += [one for one in training_faults(programme, titles) if one.weight != ADVICE or not told]
    return told


def _tiers_of_two_ladders(programme: Programme) -> Iterator[Diagnostic]:
    """Rules name a tier without its ladder."""
    first: dict[str, tuple[str, Place]] = {}
    for name, ladder in programme.ladders.items():
        for number, version in enumerate(ladder.versions):
            for rung, tier in enumerate(version.tiers):
                path = ("ladders", name, "versions", number, "tiers", rung, "tier")
                place = find(programme.trees["tiers.yaml"], path).place
                ladder_of, earlier = first.setdefault(tier.tier, (name, place))
                if ladder_of != name:
                    yield Diagnostic(
                        "duplicate-name",
                        place,
                        f"The tier `{tier.tier}` stands on two ladders.",
                        other=Mark(earlier, "first here"),
                        consequence="A rule that asks for it could mean either of them.",
                        cure="Rename one of them.",
                    )


def _least_payouts(programme: Programme) -> Iterator[Diagnostic]:
    """The least payout in something that the programme does not pay."""
    for number, version in enumerate(programme.file.policy.versions):
        if version.payout.minimum is not None:
            above: tuple[Step, ...] = ("policy", "versions", number)
            for fault in _money(version.payout.minimum, ("payout", "minimum"), programme.file.currency):
                yield fault.diagnostic(programme.trees["programme.yaml"], above)


def _metric_units(programme: Programme, titles: Titles) -> Iterator[Diagnostic]:
    """Figures of which a metric is made and that are in units which do not fit together."""
    for name, metric in programme.metrics.items():
        for number, version in enumerate(metric.versions):
            for fault in unit_faults(name, version, titles.metric_units):
                above: tuple[Step, ...] = ("metrics", name, "versions", number)
                yield fault.diagnostic(programme.trees["metrics.yaml"], above)


def _clause(
    programme: Programme, titles: Titles, name: str, number: int, version: ClauseVersion
) -> Iterator[Diagnostic]:
    titles = titles.paying(version.pays_in)
    file = programme.clause_files[name]
    tree = programme.trees[file]
    above: tuple[Step, ...] = ("versions", number)
    module = MODULES[programme.clauses[name].kind]
    faulty = False
    kind = programme.clauses[name].kind
    faults = (
        *rate_faults(version, titles),
        *amount_faults(kind, version, titles),
        *carrier_faults(version),
        *module.check(version, titles),
        *_examples(version, titles),
    )
    for fault in faults:
        faulty = True
        yield fault.diagnostic(tree, above)
    for told in (
        *moment_faults(programme, name, number, version),
        *line_faults(programme, name, number, version),
        *fund_faults(programme, name, number, version),
        *leg_faults(programme, name, number, version),
        *without_account(programme, name, number, version),
    ):
        faulty |= told.weight != ADVICE
        yield told
    if faulty:
        return
    sayings = sayings_of(programme, name, version, titles)
    for key, words in (("words", version.words), ("why", version.why)):
        if words is not None:
            yield from word_faults(programme, file, (*above, key), words, sayings, titles)
    if not version.examples:
        yield Diagnostic(
            "threshold-without-example",
            find(tree, above).place,
            "This version has no worked example.",
            consequence="Only an example typed by a person can witness what the words mean.",
            cure="Add `examples:` with one on each side of every threshold.",
            weight=ADVICE,
        )


def _money(quantity: Quantity, path: tuple[Step, ...], currency: str) -> Iterator[Fault]:
    if quantity.unit not in ("", currency):
        yield Fault(
            "wrong-unit",
            f"This amount is in `{quantity.unit}`, but the programme pays in {currency}.",
            at=path,
            consequence="It cannot be paid as it stands.",
            cure=f"Write it in {currency}.",
        )
    elif quantity.value <= 0:
        yield Fault(
            "figure-negative",
            "An amount that is paid is above zero.",
            at=path,
            consequence="Partners would be promised a payment that is none.",
            cure="Correct the figure.",
        )


def _examples(version: ClauseVersion, titles: Titles) -> Iterator[Fault]:
    """Units that do not fit; an example of a table by tier that does not say who holds which tier."""
    table = getattr(version, "table", None)
    yield from _of_several(version)
    for at, example in version.short_examples:
        if table is not None and "tier" in table.by and example.tier is None:
            yield Fault(
                "missing-key",
                "The key `tier` is missing here.",
                at=("examples", at, "given"),
                consequence="The tier chooses the row, so without it nobody could work the example.",
                cure=f"Add the tier that the partner holds: `tier: {table.rows[0].tier}`.",
            )
        written: list[tuple[tuple[Step, ...], str, str]] = [
            (("given", name), quantity.unit, _unit_given(name, titles))
            for name, quantity in example.given.items()
            if name in titles.metric_units or name in titles.measure_units
        ]
        written.append((("then",), example.then.unit, titles.pay_unit))
        for path, unit, needed in written:
            if unit not in ("", needed):
                yield Fault(
                    "wrong-unit",
                    f"This figure is in `{unit}`, and what it stands for is in `{needed}`.",
                    at=("examples", at, *path),
                    consequence="The example would be worked with the figure as it stands.",
                    cure=f"Write it in `{needed}`, or without a unit.",
                )


def _of_several(version: ClauseVersion) -> Iterator[Fault]:
    """A rule over a tree or a fund exemplified by one partner alone; a tier that chooses a row and is not given."""
    table = getattr(version, "table", None)
    if version.among_others:
        for at, _ in version.short_examples:
            yield Fault(
                "example-needs-partners",
                "An example of a rule by which partners share says who they are.",
                at=("examples", at, "given"),
                consequence="One partner alone gets everything, so it would witness little.",
                cure="Write `given: {partners: {anna: {...}, boris: {...}}}`, and after `then` who earns what.",
            )
    if getattr(version, "tree", None) is not None:
        for at, _ in version.short_examples:
            yield Fault(
                "example-needs-partners",
                "An example of a rule over a tree says who stands in it.",
                at=("examples", at, "given"),
                consequence="One partner alone has nobody below and nobody above, so it would witness little.",
                cure="Write `given: {partners: {anna: {...}, boris: {sponsor: anna, ...}}}`, "
                "and after `then` who earns what.",
            )
    if table is None or "tier" not in table.by:
        return
    for at, scenario in version.scenarios:
        for path, person in scenario.people():
            if person.tier is None:
                yield Fault(
                    "missing-key",
                    "The key `tier` is missing here.",
                    at=("examples", at, *path),
                    consequence="The tier chooses the row, so without it nobody could work the example.",
                    cure=f"Add the tier that the partner holds: `tier: {table.rows[0].tier}`.",
                )


def _unit_given(name: str, titles: Titles) -> str:
    if name in titles.metric_units:
        return titles.unit_of(f"metric/{name}")
    return titles.unit_of(f"measure/{name}")


def _cited(programme: Programme, titles: Titles) -> Iterator[Diagnostic]:
    """Lessons and hand-written pages that cite a value which does not exist."""
    others = latest_sayings(programme, titles)
    for prose in (
        p for group in (programme.lessons, programme.pages) for by in group.values() for p in by.values()
    ):
        lines = prose.path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            for cited in CITED.finditer(line):
                try:
                    resolve(cited[1], None, others, titles)
                except UnknownReference as unknown:
                    near = did_you_mean(cited[1], [f"clause.{c}" for c in others] + list(unknown.known))
                    yield Diagnostic(
                        "unknown-reference",
                        Place(str(prose.path), number, cited.start() + 1, cited.end() - cited.start()),
                        f"The page cites `{cited[1]}`, which does not exist.",
                        consequence="Readers would see a hole instead of a value.",
                        cure=f"Did you mean `{near}`?"
                        if near
                        else "Cite it as `{{ clause.NAME.rows.1.rate }}`.",
                    )
