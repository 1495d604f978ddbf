"""Statements of closed periods: the very bytes that were issued, by what was booked, and what changed since.

Today's rows may give something else by now, so these statements are judged in three steps. They must be the bytes
that the close pins; their lines, account and changes must be those of its ledger, balances and adjustments; and where
the raw files and editions are still those of the close, or where today's rows still give all of it, every figure is
recomputed as on any other statement.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from generator.audit.booked import Change, Holding
from generator.audit.findings import Findings, Place
from generator.audit.listing import compare_words
from generator.audit.numerals import tells
from generator.audit.reckoning import Expected
from generator.audit.shown_changes import check_changes, tell_changes, words_of_changes
from generator.audit.shown_entries import all_of, check_entries, tell_entries
from generator.audit.shown_totals import figures_of_totals
from generator.audit.statement import Statement
from generator.audit.telling import Naming, Wanted
from generator.audit.wording import Tongue

# What may be worded otherwise by now without anything being wrong: the words are pinned by the close.
WORDS = frozenset({"text-differs", "reference-wrong"})
PARTS = frozenset({"later"})
Booked = tuple[str, str, str, Fraction]  # rule, what it is paid in, version, amount
DECIDED = ("by-hand-reference", "by-hand-reason", "by-hand-owner")


def check_issued(statement: Statement, want: Expected, findings: Findings) -> None:
    """The statement is the one that the close has, and shows what the close has booked."""
    issued = want.issued
    assert issued is not None
    if issued.html is None or statement.bytes != issued.html.strip().encode():
        findings.add(
            "closed-statement-differs", statement.place(), "its bytes are not those that were issued"
        )
    findings.count("issued statements")
    findings.merge(statement.findings)
    if (statement.partner, statement.period) != (want.partner.id, want.period.name):
        says = f"it names {statement.partner}/{statement.period}"
        findings.add("statement-of-another", f"statement {want.partner.id}/{want.period.name}", says)
    tongue = Tongue(issued.language)
    if statement.language != issued.language:
        findings.add("text-differs", statement.place(), f"its language is {statement.language!r}")
        return
    compare_words(statement, "head", tongue.say("head", status=tongue.say("closed")), findings)
    _lines(statement, want, issued, findings)
    _records(statement, findings)
    _money(statement, want, issued, findings)
    check_entries(statement, want, findings, by_day=True)
    naming = Naming(want.edition, want.titles.get(statement.language, {}), tongue, {})
    for one in all_of(tell_entries(want, naming)):
        for name, wanted in one.figures:
            assert isinstance(wanted.value, Fraction | date)
            _figure(statement, name, wanted.unit, wanted.value, findings)
        for name, words in one.marks.items():
            # Whose decision it was, and why, is booked; all other words may be others by now.
            if name.startswith(DECIDED) and statement.marks.get(name) != words:
                says = f"it says {statement.marks.get(name)!r}, booked was {words!r}"
                findings.add("close-differs", statement.place(name), says)


def _lines(statement: Statement, want: Expected, issued: Holding, findings: Findings) -> None:
    """Its lines are those that were booked, whatever the rules give today."""
    shown: Counter[Booked] = Counter()
    booked: Counter[Booked] = Counter()
    for name, version in statement.lines:
        figure = f"line/{name}/amount"
        amount, fact = statement.amount(figure), statement.facts.get(figure)
        unit = fact.unit if fact is not None else ""
        paid_in = "" if unit == want.edition.currency else unit
        shown[name.partition(":")[0], paid_in, version[:10], Fraction(0) if amount is None else amount] += 1
    findings.count("lines", len(statement.lines))
    for key, entry in issued.lines.items():
        booked[key.clause, key.paid_in, entry.version, entry.amount] += 1
    by_rule = _summed(shown), _summed(booked)
    # Several lines of one key, such as rows of one sale, are booked together: only their sum must agree then.
    if shown != booked and by_rule[0] != by_rule[1]:
        for clause, paid_in in sorted(by_rule[0].keys() | by_rule[1].keys()):
            one, other = (sums.get((clause, paid_in)) for sums in by_rule)
            if one != other:
                says = f"its lines come to {one}, booked were {other}"
                findings.add("close-differs", statement.place(f"line/{clause}"), says)


def _records(statement: Statement, findings: Findings) -> None:
    """The records that it lists are those whose hash it prints."""
    listed = [one for table in statement.tables if table.part == "records" for one in table.records]
    lines = "".join("\t".join(text for _, text in one.cells) + "\n" for one in listed)
    if statement.marks.get("records-hash") != hashlib.sha256(lines.encode()).hexdigest():
        says = "the hash of the records is not that of those it lists"
        findings.add("input-hash-differs", statement.place("records-hash"), says)
    findings.count("records", len(listed))


def _summed(lines: Counter[Booked]) -> dict[tuple[str, str], Fraction]:
    found: dict[tuple[str, str], Fraction] = {}
    for (clause, paid_in, _, amount), times in lines.items():
        name = clause, paid_in
        found[name] = found.get(name, Fraction(0)) + amount * times
    return found


def _money(statement: Statement, want: Expected, issued: Holding, findings: Findings) -> None:
    currency, money = want.edition.currency, issued.money
    _figure(statement, "result/payout", currency, money.paid, findings)
    _figure(statement, "result/earned", currency, money.earned, findings)
    totals: dict[str, Fraction] = {}
    for key, entry in issued.lines.items():
        totals[key.paid_in] = totals.get(key.paid_in, Fraction(0)) + entry.amount
    for name, wanted in figures_of_totals(totals):
        assert isinstance(wanted.value, Fraction)
        _figure(statement, name, wanted.unit, wanted.value, findings)
    names = money.shown()
    for name in names:
        _figure(statement, f"account/{name}", currency, getattr(money, name), findings)
    shown = {name.removeprefix("account/") for name in statement.facts if name.startswith("account/")}
    for name in sorted(shown - set(names)):
        findings.add("figure-unexpected", statement.place(f"account/{name}"), "nothing of it was booked")


def _figure(statement: Statement, name: str, unit: str, value: Fraction | date, findings: Findings) -> None:
    fact = statement.facts.get(name)
    if fact is None:
        findings.add("figure-missing", statement.place(name), f"it should show {value}")
    elif fact.figure is None or not tells(fact.figure, unit, value):
        findings.add("close-differs", statement.place(name), f"it shows {fact.text!r}, booked was {value}")
    findings.count("facts")


def check_later(
    statement: Statement,
    want: Expected,
    changes: Sequence[Change],
    titles: dict[str, str],
    findings: Findings,
) -> None:
    """Below the statement of a closed period stands what has changed in it since, and where it is booked."""
    _notice(statement, want, changes, findings)
    later = statement.later
    place = Place(f"statement {want.partner.id}/{want.period.name}", "later")
    if later is None:
        for one in changes:
            findings.add("adjustment-missing", place, f"nothing is said of {one.key.clause}: {one.amount}")
        return
    findings.merge(later.findings)
    if not _of_the_same(later, statement, want, place, findings):
        return
    tongue = Tongue(later.language)
    told = tell_changes(changes, "later", Naming(want.edition, titles, tongue, {}), want)
    check_changes(later, changes, "later", findings)
    if set(later.parts) != PARTS:
        findings.add("text-differs", place, f"its parts are {sorted(later.parts)}")
    compare_words(later, "later", words_of_changes("later", told, tongue), findings)
    figures = {name: wanted for one in told for name, wanted in one.figures}
    _figures(later, figures, findings)
    marks = {name: text for one in told for name, text in one.marks.items()}
    if list(later.marks.items()) != list(marks.items()):
        findings.add("text-differs", place, f"it says {later.marks}, it should say {marks}")
    links = [
        (titles.get(one.key.clause, ""), f"../rules/{one.key.clause}/#v{one.version}") for one in changes
    ]
    if later.links != links:
        findings.add("reference-wrong", place, f"its links are {later.links}, they should be {links}")


def _notice(statement: Statement, want: Expected, changes: Sequence[Change], findings: Findings) -> None:
    """Above the statement of a closed period stands how many lines have changed in it, and what that comes to."""
    notice, place = statement.notice, Place(f"statement {want.partner.id}/{want.period.name}", "later-notice")
    if notice is None or not changes:
        if notice is not None or changes:
            findings.add(
                "adjustment-differs", place, "it must be there where something changed, and only there"
            )
        return
    findings.merge(notice.findings)
    if not _of_the_same(notice, statement, want, place, findings):
        return
    tongue = Tongue(notice.language)
    booked = [one.amount for one in changes if not one.forgiven and not one.key.paid_in]
    figures = {"later/count": Wanted("count", Fraction(len(changes)), "adjustment-differs")}
    words = [tongue.say("notice")]
    if booked:
        total = sum(booked, Fraction(0))
        figures["later/sum"] = Wanted(want.edition.currency, total, "adjustment-differs")
        words.append(tongue.say("notice sum"))
    compare_words(notice, "later-notice", " ".join([*words, tongue.say("notice link")]), findings)
    _figures(notice, figures, findings)
    if list(notice.parts) != ["later-notice"] or notice.marks:
        findings.add("text-differs", place, f"its parts are {list(notice.parts)}")
    if notice.links != [(tongue.say("notice link"), "#pb-later")]:
        findings.add("reference-wrong", place, f"its links are {notice.links}")
    if statement.later is None or b' id="pb-later"' not in statement.later.bytes:
        findings.add("reference-wrong", place, "its link leads nowhere")


def _figures(later: Statement, wanted: dict[str, Wanted], findings: Findings) -> None:
    if [fact.id for fact in later.page.facts] != list(wanted):
        findings.add("adjustment-differs", later.place(), "its figures are not those that it should show")
    for name, want in wanted.items():
        fact = later.facts.get(name)
        if fact is None or fact.figure is None or not tells(fact.figure, want.unit, want.value):
            shown = fact.text if fact is not None else None
            says = f"it shows {shown!r}, it should show {want.value} {want.unit}"
            findings.add(want.slug, later.place(name), says)
        findings.count("facts")


def _of_the_same(
    beside: Statement, statement: Statement, want: Expected, place: Place, findings: Findings
) -> bool:
    """Whether what stands beside a statement names its partner, period and language; else that is found."""
    named = (beside.partner, beside.period, beside.language)
    same = named == (want.partner.id, want.period.name, statement.language)
    if not same:
        findings.add("statement-of-another", place, f"it names {beside.partner}/{beside.period}")
    return same
