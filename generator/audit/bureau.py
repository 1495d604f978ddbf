"""Judges all statements of some partners: who has which, what the index says, and each one by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from generator.audit.balances import Movements
from generator.audit.booked import Change
from generator.audit.candidate import check_candidate, check_kept
from generator.audit.coverage import Coverage
from generator.audit.findings import Findings, Place
from generator.audit.issued import WORDS, check_issued, check_later
from generator.audit.judging import Judge
from generator.audit.listing import Listing
from generator.audit.metrics import NotComputable
from generator.audit.opened import Cabinet, Index, open_partner
from generator.audit.reckoning import Expected, NotJudgeable, Reckoning
from generator.audit.running import Moved
from generator.audit.sealed import address_of
from generator.audit.shapes import NotUnderstood
from generator.audit.standing import NoSuchThing
from generator.audit.statement import Statement
from generator.audit.wording import Tongue


@dataclass
class Answer:
    """What judging some partners gave; `addresses` are those of sealed files that a link led to."""

    findings: Findings = field(default_factory=Findings)
    coverage: Coverage = field(default_factory=Coverage)
    addresses: set[str] = field(default_factory=set)
    accounts: dict[str, Movements] = field(default_factory=dict)  # by period, all partners together


@dataclass
class Bureau:
    """All that statements are judged with."""

    cabinet: Cabinet
    reckoning: Reckoning
    listing: Listing
    on: date
    languages: tuple[str, ...]
    unchanged: frozenset[str] = frozenset()  # closed periods whose raw files and editions are still the same

    def judge(self, names: list[str]) -> Answer:
        """Judge everything of some partners."""
        answer = Answer()
        for name in names:
            self._partner(name, answer)
        return answer

    def _partner(self, name: str, answer: Answer) -> None:
        findings = answer.findings
        known = self.reckoning.records.partners.get(name)
        expected: dict[str, Expected] = {}
        if known is not None:
            try:
                hear = self._listener(name, answer)
                expected = {one.period.name: one for one in self.reckoning.of(known, hear)}
            except (NotJudgeable, NotComputable, NotUnderstood, NoSuchThing) as error:
                findings.add("clause-not-audited", Place(f"statements of {name}"), str(error))
                return
        if not self.cabinet.knows(name):
            for period in expected:
                findings.add(
                    "statement-missing", Place(f"statement {name}/{period}"), "the partner has no link"
                )
            return
        index, statements = open_partner(self.cabinet, name, findings)
        link = self.cabinet.links.get(name)
        if link is not None and index is not None:
            answer.addresses |= {address_of(link.token, one) for one in ("index", *index.periods)}
        for period in sorted(set(expected) | set(statements)):
            place = Place(f"statement {name}/{period}")
            if period not in statements:
                findings.add("statement-missing", place, "there is none, and there should be one")
            elif period not in expected:
                findings.add("statement-unexpected", place, "there is one, and there should be none")
        if (making := self.reckoning.making) is not None:
            check_kept(self.reckoning, statements.get(making), name, findings)
        judge = Judge(self.listing, self.on, self.languages, findings, answer.coverage)
        earned: dict[str, Fraction] = {}
        before = ""
        for period, want in expected.items():
            if period in statements:
                earlier = earned.get(before) if want.follows else None
                try:
                    if want.issued is None:
                        earned[period] = judge.judge(statements[period], want, earlier)
                    else:
                        earned[period] = self._issued(judge, statements[period], want, earlier)
                except (NotComputable, NotUnderstood, NoSuchThing) as error:
                    place = Place(f"statement {name}/{period}")
                    findings.add("clause-not-audited", place, f"a figure cannot be reckoned: {error}")
                self._later(statements[period], want, findings)
                self._language(statements[period], want, link.language if link else "", findings)
            before = period
        if index is not None:
            self._index(name, index, statements, expected, findings)

    def _listener(self, name: str, answer: Answer) -> Callable[[Moved], None]:
        """Adds each period to the accounts of all, and holds it against a close that is being made."""

        def hear(moved: Moved) -> None:
            known = answer.accounts.get(moved.period.name, Movements())
            answer.accounts[moved.period.name] = known + replace(moved.money, to_house=moved.to_house)
            check_candidate(self.reckoning, name, moved, answer.findings)

        return hear

    def _issued(
        self, judge: Judge, statement: Statement, want: Expected, earlier: Fraction | None
    ) -> Fraction:
        """A statement as a close has issued it: by today's rows where they still give it, else by what was booked."""
        check_issued(statement, want, judge.findings)
        trial = Judge(self.listing, self.on, self.languages)
        try:
            total = trial.judge(statement, want, earlier)
        except (NotComputable, NotUnderstood, NoSuchThing):
            if want.period.name in self.unchanged:
                raise
            total = want.money.earned
        # What it was recomputed by counts as examined: the difference is held against the adjustments, key by key.
        judge.coverage.merge(trial.coverage)
        if not trial.findings.found:
            judge.findings.merge(trial.findings)
        elif want.period.name in self.unchanged:
            judge.findings.found |= {one for one in trial.findings.found if one.slug not in WORDS}
        return total

    def _later(self, statement: Statement, want: Expected, findings: Findings) -> None:
        """What changed since a period was closed, as it stands below its statement."""
        changes: list[Change] = []
        if want.issued is not None and self.reckoning.books is not None:
            later = self.reckoning.books.later(want.partner.id, want.period.name)
            changes = list(map(self.reckoning.addressed, later))
            changes += self.reckoning.open_changes(want.partner.id, want.period.name)
        if want.issued is not None:
            titles = want.titles.get(statement.language, {})
            check_later(statement, want, changes, titles, findings)
        elif statement.later is not None or statement.notice is not None:
            findings.add("adjustment-unexpected", statement.place("later"), "the period is not closed")

    def _language(self, statement: Statement, want: Expected, linked: str, findings: Findings) -> None:
        if want.issued is not None:
            return  # it stays as it was issued, whatever the partner reads today
        wish = want.partner.language
        language = wish if wish in self.languages else self.languages[0]
        if statement.language != language or linked != language:
            says = f"it is in {statement.language!r}, linked as {linked!r}; the partner reads {language!r}"
            findings.add("text-differs", statement.place(), says)

    def _index(
        self,
        name: str,
        index: Index,
        statements: dict[str, Statement],
        expected: dict[str, Expected],
        findings: Findings,
    ) -> None:
        """The index repeats what its statements say."""
        place = Place(f"index of {name}")
        partner = self.reckoning.records.partners.get(name)
        title = (partner.name or name) if partner is not None else name
        if index.partner != name or " ".join(index.name.split()) != " ".join(title.split()):
            findings.add("statement-of-another", place, f"it names {index.partner!r}, {index.name!r}")
        order = list(index.periods)
        if order != sorted(order, reverse=True):
            findings.add("text-differs", place, "its periods are not in order")
        for period, row in index.periods.items():
            statement, want = statements.get(period), expected.get(period)
            if statement is None or want is None:
                continue  # found already
            tongue = Tongue(statement.language)
            told = {
                "period": period,
                "title": tongue.period(want.period),
                "status": tongue.say(want.state),
                "payout_text": " ".join(statement.text("result/payout").split()),
            }
            if want.issued is not None:
                told |= {"title": " ".join(want.issued.title.split())}
            if row != told or (index.language != statement.language and want.issued is None):
                findings.add("text-differs", place, f"of {period} it says {row}, it should say {told}")
