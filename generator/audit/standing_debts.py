"""Whether a guarantee that makes no debts says what becomes of those that its earlier versions made."""

from __future__ import annotations

from collections.abc import Sequence

from generator.audit.addresses import parted
from generator.audit.findings import Findings, Place
from generator.audit.promise import Clause, Edition
from generator.audit.public import SITE
from generator.audit.terms_money import Guarantee


def check_standing(editions: Sequence[Edition], findings: Findings) -> None:
    """Hold what each version says of debts against the earlier ones, as they were announced when it was."""
    versions: dict[str, dict[str, Clause]] = {}
    for edition in editions:
        for clause in edition.clauses.values():
            if isinstance(clause.terms, Guarantee):
                versions.setdefault(clause.id, {}).setdefault(clause.version, clause)
    for edition in editions:
        for clause in edition.clauses.values():
            terms = clause.terms
            if not isinstance(terms, Guarantee) or terms.recoverable:
                continue
            asked = _debts_before(clause, list(versions[clause.id].values()))
            if asked == terms.standing:
                continue
            slug = "sentence-missing" if asked else "sentence-unexpected"
            place = Place(f"{SITE}/editions/{edition.address}", f"{clause.id}/{clause.version}/standing")
            findings.add(slug, place, f"earlier versions of {clause.id} made {'' if asked else 'no '}debts")


def _debts_before(clause: Clause, versions: Sequence[Clause]) -> bool:
    """Whether an earlier version makes debts, as that was known when one was announced."""
    known = [one for one in versions if one.start < clause.start and _announced(one) <= _announced(clause)]
    latest = {one.start: one for one in sorted(known, key=lambda one: parted(one.version))}
    return any(isinstance(one.terms, Guarantee) and one.terms.recoverable for one in latest.values())


def _announced(clause: Clause) -> str:
    """The day of an announcement."""
    assert clause.announced is not None
    return clause.announced.isoformat()
