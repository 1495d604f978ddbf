"""The catalogue of diagnostics: every slug with the sentence that explains it."""

from __future__ import annotations

from generator.source.catalogue_closes import CLOSES
from generator.source.catalogue_pay import PAY
from generator.source.catalogue_points import POINTS
from generator.source.catalogue_recognition import RECOGNITION
from generator.source.catalogue_records import RECORDS
from generator.source.catalogue_rewards import REWARDS
from generator.source.catalogue_training import TRAINING

_PARTS = RECORDS | CLOSES | PAY | POINTS | RECOGNITION | REWARDS | TRAINING

CATALOGUE: dict[str, str] = _PARTS | {
    "announced-later": (
        "What a rule rests on is announced together with it or before, or partners would read a rule "
        "without knowing what it counts."
    ),
    "announced-after-start": (
        "A rule starts on or after the day on which it is announced, since nobody can be held to what "
        "they could not have known."
    ),
    "below-zero-amount": (
        "`below_zero: negative` takes a share of a total below zero, and a table of fixed amounts has no "
        "share to take."
    ),
    "below-zero-carry": (
        "What is carried below zero is taken off the same base in a later window, so it needs windows that follow one "
        "another and a base that stays the same."
    ),
    "bracket-not-ascending": (
        "The rows of a table rise, so that every figure lies in exactly one of them and nobody can claim "
        "two rates for it."
    ),
    "breakaway-without-row": (
        "People break away by reaching a row of the table, so the rate at which they do is the rate of one of its "
        "rows."
    ),
    "carrier-refused": (
        "Some kinds have no use for a key that every clause may carry: what is taken stands in no group and under no "
        "ceiling, of a guarantee the minimum alone says how much it pays, and the parts of a pool are neither "
        "raised nor lost."
    ),
    "comma-in-figure": (
        "A comma divides thousands in one country and decimals in another, and inside braces it ends the "
        "value; figures are therefore written with spaces and a point."
    ),
    "correction-changes-nothing": "A correction says something else than the version that it corrects.",
    "correction-not-published": (
        "Only what stands in `published.yaml` needs a correction; before that a version is changed where it stands."
    ),
    "correction-of-nothing": "A correction stands right below the version that it corrects and starts on the same day.",
    "correction-too-early": (
        "A correction is announced after the version that it corrects, and not before that has begun: until then the "
        "version itself may be changed."
    ),
    "date-out-of-range": (
        "A year that lies far outside any programme is a slip of the pen; what has no end has no `ends`."
    ),
    "date-unreadable": (
        "A date is written as year, month and day (`2026-07-01`), the only form that reads the same in "
        "every country."
    ),
    "depths-not-rising": (
        "A scope begins at the smaller depth and ends at the greater one, or nobody would stand in it."
    ),
    "depth-without-end": (
        "A row by depth says where it ends, since the same figure would else be paid for as often as people stand "
        "above it."
    ),
    "divisor-is-zero": (
        "A measure says that a divisor of zero is an error, and a row of the records has one, so nothing is "
        "settled until the row is corrected."
    ),
    "due-not-whole": (
        "The shares in which a line is due come to the whole of it, or part of what is earned would never be due, or "
        "more than that."
    ),
    "due-unclear": "When a share is due, and on what condition, is said in one way only.",
    "duplicate-key": "A key stands twice in one place, and only one of its two values could count.",
    "duplicate-name": (
        "A name stands for one thing only, because names are addresses of pages and words of other rules."
    ),
    "duplicate-title": (
        "Two things of one kind have the same title, and a sentence that names one of them could mean either."
    ),
    "empty-value": (
        "A key or a row stands there with nothing behind it, and what was meant is not guessed: an empty "
        "`cap:` must not mean that there is no cap."
    ),
    "example-disagrees": (
        "A worked example says another amount than the rule pays, so either of them does not say what was "
        "meant."
    ),
    "example-unreadable": "The rows of a worked example cannot be read as records.",
    "existing-from-in-tree": (
        "What goes up a tree is divided among people who joined on different days, so a version of such a rule "
        "starts for everybody on the same day."
    ),
    "figure-in-prose": (
        "Words hold a figure of their own, which would stay as it is when the value changes; they refer "
        "to values in braces instead."
    ),
    "figure-negative": (
        "A figure is below zero where only zero or more, or only more than zero, means anything."
    ),
    "figure-too-large": (
        "A figure is so long that money could not be computed with it exactly; most often it is a slip of "
        "the pen."
    ),
    "figure-unreadable": (
        "A figure is written with digits, a point for decimals and a unit, so that it can be read in one "
        "way only."
    ),
    "floor-not-below": (
        "The floor of a tier is that tier itself or one below it on the same ladder: the place below which those "
        "who once held it never fall."
    ),
    "first-tier-reach": (
        "The first tier of a ladder is held by everyone; with a condition some partners would have no tier."
    ),
    "lines-mixed": (
        "Who reads the lines of a deduction reads amounts above zero, so they never stand beside lines that pay."
    ),
    "measure-cycle": "A measure is made of itself, over others or directly, so its value could never be found.",
    "measure-unclear": "A measure is a value of a row, or it is looked up in rows of its own; one of the two.",
    "metric-ambiguous": "A metric is counted in exactly one way, since two ways give two figures.",
    "missing-file": "A file without which there is no programme is not there.",
    "missing-key": (
        "A key that is needed here is not there, so the programme says less than a partner needs to know."
    ),
    "name-unreadable": (
        "A name is made of small Latin letters and digits, joined by hyphens or underscores, because it "
        "becomes the address of a page."
    ),
    "not-in-force": (
        "A rule starts before something that it rests on, and for some days it would rest on nothing."
    ),
    "override-not-allowed": (
        "A person may set a partner's tier only on a ladder whose page says so by `overrides: allowed`."
    ),
    "deduction-unclear": (
        "A deduction takes a share of lines or of a measure of rows, or an amount: for each line, each unit, each row "
        "or each window."
    ),
    "option-without-use": (
        "An option stands where nothing looks at it, so it would promise something that never happens."
    ),
    "page-not-text": "A lesson or page cannot be read as text.",
    "payout-unpayable": (
        "A file for a bank pays everybody whom it should pay, or it is not written: in euros, from a known account, to "
        "an IBAN."
    ),
    "period-changed": (
        "The period of a programme stays what it is, since a change would cut one period short and nobody could "
        "say what its rules pay."
    ),
    "period-not-closed": (
        "Only what a close has written down is paid out, since everything else may still change."
    ),
    "period-unclear": "A period is a month, or so many weeks or days counted from a first day.",
    "places-with-gaps": (
        "The prizes of a contest begin with the first place and leave none out, so that everybody knows what "
        "each place wins."
    ),
    "plainer-kind": (
        "Where a plainer kind says the same, partners have less to read: a minimum that serves one clause and leaves "
        "no debt is a floor in that clause."
    ),
    "policy-missing": (
        "No policy is in force on the first day of the programme, so nobody could say how the first lines "
        "are rounded and paid."
    ),
    "published-changed": (
        "Something that was published and has begun no longer says what it said; a change is a new "
        "version that starts later."
    ),
    "published-row-unclear": (
        "A row of `published.yaml`, which only `partnerbook publish` writes, does not name what was "
        "published."
    ),
    "read-cycle": (
        "A rule or ladder is worked out after those that it reads in the same window, so that no two may read one "
        "another there; what lies in an earlier period may always be read."
    ),
    "rounding-digits": (
        "A line is rounded to at most two decimals, since smaller money cannot be paid, and a figure to at most six."
    ),
    "rounding-missing": (
        "A quotient or a mean may have decimals without end, so it is said how it is rounded before it is printed "
        "and added up."
    ),
    "row-pays-unclear": (
        "Each row of a table holds a rate or an amount, and all rows of a table hold the same of the two."
    ),
    "row-twice": "Two rows of a table hold for the same thing, and a partner could claim the better of the two.",
    "scope-not-additive": (
        "Only what can be added up may be counted for many partners together: sums, counts and means, but "
        "not different values, of which two partners may have the same."
    ),
    "slice-with-amount": (
        "A table that applies to slices gives each part of a figure its own rate; a fixed amount has no "
        "parts."
    ),
    "starts-inside-period": (
        "A programme starts on the first day of a period, or its first period would be shorter than its "
        "rules say."
    ),
    "sum-too-large": "Figures of the records add up to more than can be computed with exactly.",
    "table-empty": "A table without rows pays nothing to anybody.",
    "table-unclear": "A commission has one table, by brackets or by tier, and its row is picked in one way.",
    "text-cut-at-hash": (
        "A space and a `#` begin a comment, so the text before it would be published without its end."
    ),
    "text-missing": (
        "A text or page is missing in one of the programme's languages, and its readers would find an "
        "empty place."
    ),
    "text-starts-with-brace": (
        "A text that starts with a brace or bracket is taken for something else unless it stands in "
        "quotes or in a block."
    ),
    "text-starts-with-sign": (
        "A text that starts with a sign such as `*`, `&`, `!`, `@` or `%` is taken for something else "
        "unless it stands in quotes."
    ),
    "threshold-without-example": (
        "A rule has no worked example; it is published all the same, but only an example typed by a "
        "person can witness what its words mean."
    ),
    "tiers-of-two-ladders": (
        "A test names tiers of one ladder, since a partner holds a tier on each ladder and nobody could tell which "
        "of them is meant."
    ),
    "tier-missing": "A ladder has at least one tier, the one that everyone holds.",
    "tier-without-reach": "Nothing says how a tier above the first is reached, so everyone would hold it.",
    "title-missing": (
        "A lesson or page starts with its title (`# Title`), by which it is found in the navigation."
    ),
    "unearned-unclear": (
        "Where the best rate of those in between is subtracted, what they leave goes to those above already, and "
        "nothing can be passed up a second time."
    ),
    "unknown-clause": "Something refers to a rule that is not in `clauses/`.",
    "unknown-column": "A measure or metric reads a column that no source of its table gives.",
    "unknown-course": "Something refers to a course that is not in `training/courses/`.",
    "unknown-currency": "A currency is written by the three capital letters of its code.",
    "unknown-file": (
        "Nothing reads a file that lies in `program/`, and a file that is silently ignored would be a "
        "promise that nobody keeps."
    ),
    "unknown-key": (
        "A key is not known where it stands, and one that is silently ignored would be a promise that "
        "nobody keeps."
    ),
    "unknown-kind": "A rule is of a kind that does not exist, so it can be neither computed nor published.",
    "unknown-language": "A text or page is in a language that is not one of the programme's.",
    "unknown-lesson": "A course lists a lesson that is not in `training/lessons/`.",
    "unknown-measure": "A metric sums a measure that is not defined in `metrics.yaml`.",
    "unknown-metric": "Something refers to a metric that is not defined in `metrics.yaml`.",
    "unknown-privilege": "A tier opens a privilege that is not defined in `tiers.yaml`.",
    "unknown-reference": (
        "Words refer in braces to a value that does not exist, and readers would see a hole in its place."
    ),
    "unknown-segment": ("A condition names a segment that `segments:` of programme.yaml does not publish."),
    "unknown-term": ("An individual term is named that `individual:` of programme.yaml does not publish."),
    "unknown-tier": "Something refers to a tier that stands on no ladder of `tiers.yaml`.",
    "unknown-time-zone": "The time zone that says when a month ends does not exist.",
    "unit-name-taken": (
        "A declared unit stands behind figures, so that its name may mean nothing else there, such as a currency."
    ),
    "unknown-unit": (
        "The unit of a figure is money, percent, a count, or one that `units:` of programme.yaml declares, so that a "
        "sentence can say what it is."
    ),
    "unknown-window": "A metric is counted over a window that does not exist.",
    "version-ends-before-start": "A version ends before it starts, so it would be in force on no day.",
    "version-ends-inside-window": (
        "A rule that pays for a period ends only when a period ends, or its last day would be another than "
        "its page says."
    ),
    "version-missing": "A thing has no dated version, so it would be in force on no day.",
    "version-starts-inside-window": (
        "A rule that pays for a period changes only when a period begins, or one period would be paid by "
        "two rules."
    ),
    "versions-not-ascending": "Versions stand in the order in which they start, the oldest first.",
    "weights-not-whole": "Weights total a hundred percent, so that who is perfect in every part has the whole.",
    "when-absent-missing": (
        "A figure that may be absent (a mean of no rows, a first row that does not exist, a quotient by zero) says "
        "what holds then, because absent is not zero."
    ),
    "wrong-type": "A value has another shape than the one needed here: text, list, choice of words or keys.",
    "wrong-unit": "A figure has a unit that does not fit its place, or lacks one where its place has none.",
    "yaml-empty": "A file is empty, or holds comments only.",
    "yaml-unreadable": "A file does not follow the form of YAML, so nothing of it can be read.",
    "best-of-remembers": (
        "A rule per sale, day or week stands in a group of which the best line is paid, and also counts the lines "
        "before it."
    ),
    "debt-left-standing": (
        "A guarantee makes debts, and its next version none: what is owed then is neither repaid nor forgiven."
    ),
    "example-needs-partners": (
        "A worked example of a rule over a tree, or of one by which partners share, names one partner alone."
    ),
    "picks-by-differs": "Two versions of a rule per sale are picked by different days, and both claim the same rows.",
    "as-of-unclear": (
        "Before or after each sale a rule can be judged by the own figures of its partner, and by what is known at "
        "that moment; not by figures of others, nor by lines that are made when the period has ended."
    ),
    "as-of-idle": "A rule says by which moment's figures it is judged, and nothing of it is judged by figures.",
    "as-of-missing": (
        "A rule per sale says by which day's figures its condition is judged, and a rule over a window "
        "is judged when the window ends."
    ),
    "source-unclear": (
        "A rule per sale, sale line or event names the rows that it pays for; a rule over a window names none."
    ),
    "once-unclear": (
        "What a rule is paid once for is something of which it makes lines: a partner, a recruit, a "
        "customer, a sale or an event."
    ),
    "table-without-otherwise": (
        "A table by condition ends in `otherwise`, so that whoever meets none of the conditions knows what is paid."
    ),
    "measure-of-other-table": ("The value of a row is a measure of the table in which the row stands."),
    "fund-of-one": "A fund is shared by all, so what it is made of is one figure for all.",
    "legs-unclear": (
        "Two legs are two figures of one window each, the same in all versions of a clause, so that what is carried of "
        "one is matched once, and as what it was."
    ),
    "over-cap-unclear": "Volume is kept from being matched only where a figure says how much of it pays the cap.",
    "group-of-one": (
        "A group of rules that exclude one another has at least two members, or its name is a slip of the pen."
    ),
    "group-unlike": (
        "Rules of which only the largest line is paid have lines of the same window, or they could not "
        "be held against one another."
    ),
    "floor-above-cap": ("The least that a rule pays lies below the most that it pays."),
    "ceiling-of-one": (
        "The most that all partners together are paid is a figure of the whole programme, or it would differ from "
        "partner to partner."
    ),
    "unknown-ceiling": (
        "A clause names a ceiling that nobody declared, and nobody could say how much is paid at most."
    ),
}
