"""Where the links of a statement must lead: each line to the version that gives it, each name to what is so named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.audit.findings import Findings
from generator.audit.kinds import Line, rule_of
from generator.audit.reckoning import Expected
from generator.audit.statement import Statement
from generator.audit.wording import Tongue

Link = tuple[str, str]  # the words and the address

RULES = "../rules/"


def check_links(
    statement: Statement, expected: Expected, lines: Mapping[str, Line], tongue: Tongue, findings: Findings
) -> None:
    """Hold the links against those that must be there, and each other one against those that there may be."""
    titles = expected.titles.get(statement.language, {})
    own = expected.edition
    edition = (tongue.dated("edition", own.start, own.corrected), f"../editions/{own.address}/")
    rules = [
        (titles.get(one.id, ""), f"{RULES}{one.id}/#v{one.version}") for one in map(rule_of, lines.values())
    ]
    rules += [
        (titles.get(one.key.clause, ""), f"{RULES}{one.key.clause}/#v{one.version}")
        for one in expected.changes
    ]
    rules += [(titles.get(one.clause, ""), f"{RULES}{one.clause}/") for one in expected.by_hand if one.clause]
    rules += [
        (titles.get(one.key.clause, ""), f"{RULES}{one.key.clause}/#v{one.entry.version}")
        for one in expected.waiting
    ]
    rules += [(titles.get(name, ""), f"{RULES}{name}/") for name, _ in (*expected.carried, *expected.anew)]
    shown = [link for link in statement.links if link[1].startswith(RULES)]
    others = [link for link in statement.links if not link[1].startswith(RULES)]
    ceilings = {
        (titles.get(f"ceiling/{one.cut.ceiling}", ""), f"../ceilings/{one.cut.ceiling}/")
        for one in lines.values()
        if one.cut is not None
    }
    for link in {edition, *rules, *ceilings} - set(statement.links):
        _wrong(statement, f"there is no link {link[0]!r} to {link[1]}", findings)
    if len(shown) == len(rules):
        for found, wanted in zip(shown, rules, strict=True):
            if found != wanted:
                _wrong(
                    statement, f"{found[0]!r} leads to {found[1]}, it should lead to {wanted[1]}", findings
                )
    else:
        _wrong(
            statement, f"{len(shown)} links lead to rules, there are {len(rules)} lines and changes", findings
        )
    allowed = {edition, *ceilings, *_named(expected, titles)}
    for words, address in others:
        if (words, address) not in allowed:
            _wrong(statement, f"{words!r} leads to {address}", findings)


def _named(expected: Expected, titles: Mapping[str, str]) -> Iterator[Link]:
    """Everything that a statement names and that has a page of its own."""
    edition = expected.edition
    for name in edition.metrics:
        yield titles.get(f"metric/{name}", ""), f"../metrics/{name}/"
    for ladder in edition.ladders.values():
        for tier in ladder.tiers:
            yield titles.get(f"tier/{tier.id}", ""), f"../tiers/#tier-{tier.id}"


def _wrong(statement: Statement, says: str, findings: Findings) -> None:
    findings.add("reference-wrong", statement.place(), says)
