"""Holds one statement against what it should say: figures, lines, sums, tiers, courses, words and links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from generator.audit.alone import due
from generator.audit.calendar import earlier, good_through
from generator.audit.coverage import Coverage
from generator.audit.findings import Findings
from generator.audit.kinds import Line, rule_of
from generator.audit.listing import Listing, compare_words
from generator.audit.numerals import tells
from generator.audit.promise import Clause
from generator.audit.reckoning import Expected
from generator.audit.shortfalls import carries
from generator.audit.shown_account import account_words, figures_of_account
from generator.audit.shown_changes import figures_of_changes
from generator.audit.shown_entries import Entries, all_of, check_entries, compare_entries, tell_entries
from generator.audit.shown_exchange import exchange_words, figures_of_exchange
from generator.audit.shown_further import tell_further
from generator.audit.shown_lines import lines_by_name, tell_lines
from generator.audit.shown_links import check_links
from generator.audit.shown_money import tell_carried
from generator.audit.shown_order import check_order
from generator.audit.shown_partner import figures_of_partner, reasons_of, result_words, term_words, terms_of
from generator.audit.shown_totals import (
    Totals,
    figures_of_balance,
    figures_of_totals,
    totals_shown,
    words_of_totals,
)
from generator.audit.standing import NoSuchThing, Standing, highest
from generator.audit.statement import PARTS, Statement
from generator.audit.telling import Naming, Telling, Wanted
from generator.audit.terms import FixedBonus
from generator.audit.terms_legs import Binary
from generator.audit.terms_money import MoneyTerms
from generator.audit.terms_network import NetworkTerms
from generator.audit.told_parts import compare_parts, figures_of
from generator.audit.wording import Tongue


@dataclass
class Judge:
    """Judges statements; findings, coverage and counters gather in it."""

    listing: Listing
    on: date
    languages: tuple[str, ...]
    findings: Findings = field(default_factory=Findings)
    coverage: Coverage = field(default_factory=Coverage)

    def judge(self, statement: Statement, expected: Expected, earned_before: Fraction | None) -> Fraction:
        """Judge one statement and give what its lines add up to; `earned_before` is that of the period before."""
        findings = self.findings
        findings.merge(statement.findings)
        findings.count("statements")
        mine = (expected.partner.id, expected.period.name)
        if (statement.partner, statement.period) != mine:
            says = f"it names {statement.partner}/{statement.period}"
            findings.add("statement-of-another", f"statement {'/'.join(mine)}", says)
        tongue = Tongue(statement.language)
        if statement.language not in self.languages:
            findings.add("statement-unreadable", statement.place(), f"its language is {statement.language!r}")
            return Fraction(0)
        seen = self._standing(statement, expected)
        lines = self._lines(statement, expected, seen)
        totals = totals_shown(statement, expected.edition.currency)
        total = totals[expected.edition.currency]
        # Beside a period that runs nothing is compared yet.
        change = None if earned_before is None or expected.state == "open" else total - earned_before
        naming = Naming(expected.edition, expected.titles.get(statement.language, {}), tongue, {})
        told = tell_lines(lines, naming)
        carried = tell_carried(expected.carried, expected.anew, naming)
        entries = tell_entries(expected, naming)
        wanted = dict(self._wanted(statement, expected, told, totals, change)) | dict(carried.figures)
        wanted |= figures_of_changes(all_of(entries))
        further = tell_further(expected, lines, naming)
        wanted |= figures_of(further)
        check_entries(statement, expected, findings)
        self._figures(statement, wanted)
        terms = terms_of(expected, self.listing.records)
        check_order(
            statement,
            expected,
            lines,
            told,
            totals,
            change,
            terms,
            carried.figures,
            all_of(entries),
            further,
            findings,
        )
        compare_parts(statement, further, findings)
        check_links(statement, expected, lines, tongue, findings)
        for part in set(statement.parts) - set(PARTS):
            findings.add("text-differs", statement.place(part), "there is no such part")
        self._words(statement, expected, told, totals, change, tongue, entries)
        if expected.carried or "carried" in statement.parts:
            compare_words(statement, "carried", "".join(carried.words), findings)
        self._marks(statement, expected, lines, change is not None and change != 0, tongue, entries)
        self.listing.check(statement, expected, findings)
        return total

    def _standing(self, statement: Statement, expected: Expected) -> Standing:
        """The standing that the statement itself shows; what it does not show is taken from the raw records."""
        edition = expected.edition
        metrics = {
            name: value if (value := statement.amount(f"metric/{name}")) is not None else rebuilt
            for name, rebuilt in expected.standing.metrics.items()
        }
        own = expected.standing
        seen = Standing(metrics, own.courses, own.tiers, own.achieved, own.life)
        titles = expected.titles.get(statement.language, {})
        tiers = dict(own.tiers)
        for ladder in edition.ladders.values():
            shown = statement.text(f"tier/{ladder.id}")
            # Where a ladder remembers nothing, the statement itself shows all that its conditions ask for.
            plain = not ladder.remembers and not ladder.overrides
            given = highest(ladder, seen, edition) if plain else own.tiers[ladder.id]
            for tier in ladder.tiers:
                if titles.get(f"tier/{tier.id}") == shown:
                    if tier.id != given:
                        says = f"{shown!r} is shown, its conditions give {given}"
                        self.findings.add("tier-differs", statement.place(f"tier/{ladder.id}"), says)
                    tiers[ladder.id] = tier.id
        seen.tiers = tiers
        self.coverage.climb(edition, seen)
        return seen

    def _lines(self, statement: Statement, expected: Expected, seen: Standing) -> dict[str, Line]:
        """The lines that follow from what the statement shows; the list of lines is compared with them."""
        edition, policy = expected.edition, expected.edition.policy
        assert policy is not None
        found = lines_by_name(expected.lines)
        for name, clause in edition.clauses.items():
            if clause.terms is None:
                continue  # the finding clause-not-audited is there already
            if shows_all(clause):
                # Worked out from the statement's own figures, which are held against the raw rows by themselves.
                found.pop(name, None)
                try:
                    line = due(clause, seen, edition, False)
                except NoSuchThing as error:
                    self.findings.add("clause-not-audited", statement.place(name), f"it speaks of {error}")
                    continue
                if line is not None and line.amount != 0:
                    found[name] = replace(line, rule=clause)
            self.coverage.meet(clause, seen, edition)
            self.findings.count("clauses")
        order = {name: at for at, name in enumerate(expected.order)}
        lines = dict(sorted(found.items(), key=lambda one: order[rule_of(one[1]).id]))
        for one in lines.values():
            self.coverage.apply(rule_of(one), one)
        shown = [name for name, _ in statement.lines]
        for name in lines:
            if name not in shown:
                says = f"{lines[name].amount} should be paid and there is no line"
                self.findings.add("line-missing", statement.place(f"line/{name}"), says)
        for name, version in statement.lines:
            clause_in_force = edition.clauses.get(name)
            if name not in lines:
                if clause_in_force is None or clause_in_force.terms is not None:
                    self.findings.add(
                        "line-unexpected", statement.place(f"line/{name}"), "nothing is due by it"
                    )
            elif (due_by := rule_of(lines[name]).version) != version:
                says = f"the line is said to follow the version of {version}, due is that of {due_by}"
                self.findings.add("edition-wrong", statement.place(f"line/{name}"), says)
            self.findings.count("lines")
        for name in set(shown):
            if shown.count(name) > 1:
                self.findings.add(
                    "line-doubled", statement.place(f"line/{name}"), f"{shown.count(name)} lines"
                )
        if [name for name in shown if name in lines] != [name for name in lines if name in shown]:
            self.findings.add(
                "text-differs", statement.place("lines"), "the lines are not in the edition's order"
            )
        return lines

    def _wanted(
        self,
        statement: Statement,
        expected: Expected,
        told: dict[str, Telling],
        totals: Totals,
        change: Fraction | None,
    ) -> Iterator[tuple[str, Wanted]]:
        """Every figure that the statement must show, by id."""
        edition = expected.edition
        policy = edition.policy
        assert policy is not None
        money = edition.currency
        titles = expected.titles.get(statement.language, {})
        yield "result/payout", Wanted(money, expected.money.paid, "balance-differs")
        yield "result/earned", Wanted(money, totals[money], "sum-differs")
        yield from figures_of_totals(totals)
        yield from figures_of_balance(expected.goods.points)
        if change:
            yield f"result/{'more' if change > 0 else 'less'}", Wanted(money, abs(change), "sum-differs")
        # The span begins on the day after the end: a month after 30 June is good through 31 July.
        pay_by = good_through(expected.period.last + timedelta(days=1), policy.within, policy.within_unit)
        yield "result/pay_by", Wanted("date", pay_by, "payout-day-differs")
        for ladder, tier in expected.standing.tiers.items():
            yield f"tier/{ladder}", Wanted("text", titles.get(f"tier/{tier}", ""), "tier-differs")
        for name, value in expected.standing.metrics.items():
            yield f"metric/{name}", Wanted(edition.metrics[name].unit, value, "metric-differs")
        yield from figures_of_exchange(expected.exchange, money)
        yield from figures_of_account(expected)
        yield from figures_of_partner(expected, self.listing.records, statement)
        for name, one in told.items():
            for what, wanted in one.figures:
                yield f"line/{name}/{what}", wanted

    def _figures(self, statement: Statement, wanted: dict[str, Wanted]) -> None:
        for name, want in wanted.items():
            fact = statement.facts.get(name)
            if fact is None:
                self.findings.add("figure-missing", statement.place(name), f"it should show {want.value}")
            elif fact.figure is not None and not tells(fact.figure, want.unit, want.value):
                told = f"it shows {fact.text!r}, it should show {want.value} {want.unit}"
                self.findings.add(want.slug, statement.place(name), told)
            self.findings.count("facts")
        for name in statement.facts.keys() - wanted.keys():
            says = f"it shows {statement.facts[name].text!r}, for which nothing asks"
            self.findings.add("figure-unexpected", statement.place(name), says)

    def _words(
        self,
        statement: Statement,
        expected: Expected,
        told: dict[str, Telling],
        totals: Totals,
        change: Fraction | None,
        tongue: Tongue,
        entries: Entries,
    ) -> None:
        say, edition = tongue.say, expected.edition
        titles = expected.titles.get(statement.language, {})
        status = say(expected.state)
        compare_words(statement, "head", say("head", status=status), self.findings)
        changed = [say("more" if change > 0 else "less")] if change else []
        head = result_words(expected, titles, tongue)
        result = [
            say("payout"),
            *exchange_words(expected.exchange, tongue),
            *changed,
            say("earned"),
            *words_of_totals(totals, titles, tongue),
            *(say("points balance") for _ in figures_of_balance(expected.goods.points)),
            say("pay by"),
            *head,
            say("rules"),
        ]
        compare_words(statement, "result", " ".join(result), self.findings)
        lines = ["".join(one.words) for one in told.values()]
        body = [*lines, say("total"), *words_of_totals(totals, titles, tongue)] if lines else [say("nothing")]
        compare_words(statement, "lines", " ".join([say("lines"), *body]), self.findings)
        figures = [f"{titles.get(f'metric/{name}', '')} {say('box')}" for name in edition.metrics]
        compare_words(statement, "figures", " ".join([say("figures"), *figures]), self.findings)
        agreed = term_words(expected, self.listing.records, titles, tongue)
        if agreed or "terms" in statement.parts:
            compare_words(statement, "terms", agreed, self.findings)
        account = account_words(expected, tongue)
        if account or "account" in statement.parts:
            compare_words(statement, "account", account, self.findings)
        compare_entries(statement, entries, tongue, self.findings)
        compare_words(statement, "foot", say("foot", policy=titles.get("policy", "")), self.findings)

    def _marks(
        self,
        statement: Statement,
        expected: Expected,
        lines: dict[str, Line],
        compared: bool,
        tongue: Tongue,
        entries: Entries,
    ) -> None:
        """Names, periods, versions and hashes in words."""
        edition = expected.edition
        marks = {
            "name": " ".join((expected.partner.name or expected.partner.id).split()),
            "partner": expected.partner.id,
            "period": tongue.period(expected.period),
            "edition": tongue.dated("edition", edition.start, edition.corrected),
            "edition-hash": edition.hash,
        }
        if compared:
            rhythm = edition.policy.period if edition.policy is not None else "month"
            marks["period-before"] = tongue.period(earlier(expected.period, 1, rhythm))
        for name, line in lines.items():
            rule = rule_of(line)
            marks[f"version {name}"] = tongue.dated("version", rule.start, rule.corrected)
            if line.unit is not None and line.unit.row is not None:
                marks[f"record {name}"] = self.listing.name_of(line.unit.table, line.unit.row)
        for one in all_of(entries):
            marks |= one.marks
        for moved in expected.anew.values():
            marks["carried-period"] = tongue.period(moved.period)
        marks |= dict(reasons_of(expected, self.listing.records, statement.language))
        for name, words in marks.items():
            shown = statement.marks.get(name)
            if shown != words:
                slug = "edition-wrong" if name.startswith(("edition", "version")) else "text-differs"
                self.findings.add(slug, statement.place(name), f"it says {shown!r}, it should say {words!r}")
        for name in statement.marks.keys() - marks.keys() - {"records-hash"}:
            says = f"it says {statement.marks[name]!r}, for which nothing asks"
            self.findings.add("text-differs", statement.place(name), says)


def shows_all(clause: Clause) -> bool:
    """Whether a line of a clause follows from the figures, tiers and courses that its statement shows, and no more."""
    terms = clause.terms
    if (
        terms is None
        or isinstance(terms, NetworkTerms | MoneyTerms | Binary)
        or terms.per != "period"
        or terms.source is not None
        or clause.existing_from is not None
    ):
        return False
    carriers = terms.carriers
    if carries(terms):
        return False  # it depends on the windows before, too
    if carriers.once or carriers.limit is not None or carriers.best_of or carriers.ceiling:
        return False
    return not (isinstance(terms, FixedBonus) and terms.recruit is not None)
