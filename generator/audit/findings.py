"""What the audit says: findings with their slugs, counters of what was examined, and the three verdicts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum


class Verdict(IntEnum):
    """The three answers of an audit; the number is the exit code."""

    AGREES = 0
    DISAGREES = 1
    COULD_NOT_JUDGE = 2


@dataclass(frozen=True, order=True)
class Place:
    """Where something was read: a file relative to the project's root, and an id inside it."""

    file: str
    id: str = ""

    def __str__(self) -> str:
        return f"{self.file}#{self.id}" if self.id else self.file


@dataclass(frozen=True, order=True)
class Finding:
    """One objection: the slug of its kind, where it was seen and what is wrong in a sentence."""

    slug: str
    where: str
    says: str


NOT_JUDGED: dict[str, str] = {
    "nothing-examined": "A kind of thing that should be there was examined zero times.",
    "clause-not-audited": "A clause is of a kind, or says something, that the audit cannot recompute.",
    "page-missing": "A page that should be there is not there, so nothing can be read from it.",
    "statements-missing": "No statement could be found or opened.",
    "raw-data-unreadable": "The raw records could not be read, so figures could not be rebuilt.",
}

DISAGREEMENTS: dict[str, str] = {
    "example-differs": "A worked example gives another amount than the one printed.",
    "example-unreadable": "A worked example does not say what is needed to execute it.",
    "edition-hash-differs": "What the edition's page shows is not what was published under its hash.",
    "edition-missing": "An edition that was published has no page, or a page has no published edition.",
    "version-hash-differs": "What a version shows is not what was published under its hash.",
    "version-missing": "A version that the programme has, or has published, is not shown.",
    "fact-unreadable": "A figure is in none of the formats that the language allows.",
    "fact-differs": "The same fact shows different values at two places.",
    "fact-missing": "A fact that should be on a page is not there.",
    "fact-unexpected": "A page shows a fact that nothing asks for.",
    "sentence-differs": "The same sentence reads differently at two places.",
    "sentence-missing": "A binding sentence that should be on a page is not there.",
    "sentence-unexpected": "A page has a binding sentence that its edition has not.",
    "sentence-not-understood": "A binding sentence is not one of those that the audit can read.",
    "languages-differ": "The languages of a page do not say the same.",
    "hidden-text": "A fact or sentence has an ancestor that hides it.",
    "untagged-digit": "A digit on a page belongs to no fact, record, example or furniture.",
    "figure-in-prose": "A binding sentence holds a number word outside its facts.",
    "plain-reading-differs": "A plain reading that ignores the tags takes other figures from the page.",
    "pinned-text-changed": "An explanation or a piece of furniture is not the one that was built.",
    "page-unreadable": "A page cannot be parsed or lacks its article.",
    "reference-wrong": "A link's words and its target name different things.",
    "search-differs": "The search index holds text that its page does not show.",
    "statement-missing": "A partner has no statement for a period.",
    "statement-unexpected": "There is a statement for a partner or period that should have none.",
    "statement-doubled": "There are two different statements for one partner and period.",
    "statement-unreadable": "A statement cannot be opened, parsed or read.",
    "statement-of-another": "A statement stands at one partner's or period's place and names another.",
    "statement-exposed": "A statement can be read inside the public folder.",
    "edition-wrong": "A statement names another edition than the one in force for its period.",
    "line-missing": "A clause should have paid and the statement has no line for it.",
    "line-unexpected": "A statement has a line that no clause in force gives.",
    "line-doubled": "A statement has two lines of one clause.",
    "line-basis-differs": "The basis of a line is not the figure that its clause names.",
    "line-part-differs": "A part of a line's workings does not follow from the clause.",
    "carried-differs": "What a rule carries from period to period is not what follows from all periods.",
    "line-amount-differs": "The amount of a line does not follow from its clause and its basis.",
    "sum-differs": "A sum on a statement is not the sum of its lines.",
    "balance-differs": "A figure of an account does not follow from what was earned, adjusted and paid.",
    "close-broken": "A close, or a file of one, is not as it was written, or does not follow from the one before.",
    "close-differs": "What a close has booked is not what its statements, or what was known to it, come to.",
    "payment-differs": "What is paid in another currency is not the sum to be paid by the rate of its day.",
    "correction-not-shown": "A page does not say of a correction what it corrects, or what holds in its place.",
    "closed-statement-differs": "The statement of a closed period is not the one that was issued.",
    "adjustment-missing": "Something changed in a closed period, and the open one does not book the difference.",
    "adjustment-unexpected": "A statement has an adjustment for which nothing asks.",
    "adjustment-differs": "A figure of an adjustment does not follow from what was booked and what holds now.",
    "held-differs": "What is on hold is not what follows from the lines, their shares and their days.",
    "points-differ": "What is said of points is not what follows from what was earned, spent and expired.",
    "rewards-differ": "What is said of rewards is not what follows from rules, redemptions and what was handed over.",
    "by-hand-differs": "What people booked is not what was decided, less what was booked before.",
    "payout-day-differs": "The day of payout does not follow from the policy.",
    "metric-differs": "A figure of a statement is not the one rebuilt from the raw records.",
    "figure-missing": "A statement lacks a figure that it should show.",
    "figure-unexpected": "A statement shows a figure that nothing asks for.",
    "tier-differs": "A tier on a statement is not the one that its conditions give.",
    "term-differs": "A term agreed with a partner is not shown as it was agreed.",
    "course-differs": "What a statement says of training is not what the raw records give.",
    "training-differs": "What a page says of rules taught, quizzes or webinars does not follow.",
    "recognition-differs": "A badge, a certificate or a place is not what its page and the raw records give.",
    "goal-differs": "How far a goal is does not follow from the raw records.",
    "contact-differs": "A day or a person that a statement names for questions is not the one agreed or promised.",
    "record-missing": "A raw record is neither counted in a statement nor listed as not counted.",
    "record-unexpected": "A statement lists a record that the raw data do not have.",
    "record-doubled": "A record is counted more than once.",
    "record-differs": "A record on a statement differs from the raw data.",
    "record-wrongly-placed": "A record is counted where it should be rejected, or the reverse.",
    "too-many-rejected": "More records are rejected for a reason than its ceiling allows.",
    "rejects-differ": "The list of rejected records is not the one that the raw data give.",
    "control-total-differs": "Rows read are not rows counted plus rows rejected.",
    "house-differs": "What is listed for the house is not what the rules leave to it.",
    "accounts-differ": "The list of all accounts is not what partners and the house are owed.",
    "input-hash-differs": "The hash of the inputs on a statement is not that of the records it lists.",
    "text-differs": "A statement shows text that is not what it should show there.",
}

KNOWN = NOT_JUDGED | DISAGREEMENTS

COUNTED = ("clauses", "thresholds", "facts", "statements", "lines", "records")


@dataclass
class Findings:
    """A collection of findings with counters of what was examined."""

    found: set[Finding] = field(default_factory=set)
    examined: Counter[str] = field(default_factory=Counter)

    def add(self, slug: str, where: Place | str, says: str) -> None:
        """Note one objection; an unknown slug is a mistake of the audit itself."""
        if slug not in KNOWN:
            raise KeyError(f"no such finding: {slug}")
        self.found.add(Finding(slug, str(where), says))

    def count(self, what: str, times: int = 1) -> None:
        """Add to the number of things of a kind that were really compared."""
        self.examined[what] += times

    def merge(self, other: Findings) -> None:
        """Take over what another part of the audit found and examined."""
        self.found |= other.found
        self.examined.update(other.examined)

    def apply_floors(self, floors: tuple[str, ...] = COUNTED) -> None:
        """Refuse to call it agreement where nothing of a kind was examined."""
        for what in floors:
            if self.examined[what] <= 0:
                self.add("nothing-examined", "audit", f"0 {what} were examined")

    def sorted(self) -> list[Finding]:
        """All findings in a stable order."""
        return sorted(self.found)

    def verdict(self) -> Verdict:
        """Disagrees if there is an objection; could not judge if something stayed unread; else agrees."""
        if any(one.slug in DISAGREEMENTS for one in self.found):
            return Verdict.DISAGREES
        return Verdict.COULD_NOT_JUDGE if self.found else Verdict.AGREES
