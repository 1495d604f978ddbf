"""The part of the catalogue that is about records: what sources, mappings and agreements can have wrong in them."""

from __future__ import annotations

RECORDS: dict[str, str] = {
    "account-unsound": (
        "The bank account or the currency of a partner is written wrongly, so their payout would come back, or "
        "reach somebody else."
    ),
    "adjustment-of-no-period": (
        "An adjustment by hand is dated before the programme starts, so it would stand on no statement."
    ),
    "agreement-unclear": (
        "What is agreed with a partner holds from a first to a last day, and on no day do two agreements about the "
        "same thing hold."
    ),
    "broken-rows": (
        "More rows of the records cannot be counted for a reason than `sources.yaml` allows for it, and a "
        "row left out in silence is somebody's money."
    ),
    "closes-address-unclear": (
        "Closed periods lie in a folder below `partners_data/`, or behind an address with `://`."
    ),
    "column-name-unusable": (
        "A column of the records needs a name that rules and statements can use for the same thing "
        "everywhere: small Latin letters, digits and underscores."
    ),
    "column-twice": "A file has two columns of one name, and nobody could tell which of them is meant.",
    "column-unmapped": (
        "A column that the table needs, or that an option names, is not given a column of the file under "
        "`columns:`."
    ),
    "column-without-type": (
        "For a column of your own it is said how many decimals its figures have, or that it holds text, "
        "since reading it in another way would change what is paid."
    ),
    "columns-disagree": (
        "Two sources of one table declare a column differently, and their figures could not be added exactly."
    ),
    "control-total-unclear": (
        "A control total says in one way what it totals: a figure or the rows of a table, lines, or payouts."
    ),
    "conversion-missing": (
        "Records or payouts are in another currency, and the policy does not say by which rate they are converted."
    ),
    "conversion-too-fine": (
        "A figure is to be rounded, when it is converted, to more decimals than its column holds."
    ),
    "converts-missing": (
        "Rows have a currency, and their source does not say which of their figures are counted in it."
    ),
    "database-refuses": (
        "A database does not give the records that a source reads from it: it has no such table, the query is "
        "wrong, or this user may not read it."
    ),
    "database-unclear": (
        "Of records from a database it is said where it is, which table or query is read, which column tells its rows "
        "apart, and under which name what was read is kept."
    ),
    "database-unreachable": (
        "A database cannot be reached, and nothing is settled from what was read there another day."
    ),
    "delimiter-unclear": (
        "The delimiter of a CSV file is a single character, or its rows could not be split in one way."
    ),
    "digits-out-of-range": (
        "A column declares between none and nine decimals, since sums of longer figures could not be kept "
        "exact."
    ),
    "duplicate-partner": (
        "A partner stands in two sources of the partner table, and nobody could tell which name and dates "
        "hold."
    ),
    "empty-file": "A file of records has no header, so nothing says what its columns hold.",
    "file-twice": (
        "A file of records is read by two sources of one table, and everything in it would count twice."
    ),
    "left-before-joining": "A partner leaves before joining, so nothing of theirs could count on any day.",
    "lines-without-sale": (
        "Lines, returns and splits take what they do not say themselves from one sale, so each id of a sale stands "
        "for one."
    ),
    "missing-column": "A file of records does not have a column that `sources.yaml` names.",
    "money-unclear": (
        "A sum of money that a person books has at most two decimals, or it could not be paid, and is not zero."
    ),
    "no-partners": "No source makes the table of partners, so nobody could receive a statement.",
    "no-source-files": (
        "No file has the name or pattern that a source gives, and an empty table would look like a month "
        "without sales."
    ),
    "partner-language-unknown": (
        "A partner has a language in which the programme does not speak, so their statement could not be "
        "written."
    ),
    "partners-twice": "The table of partners is made in two ways, and nobody could tell who is a partner.",
    "password-in-file": (
        "The password of a database stands in `sources.yaml`, where everybody reads it who has the project, and in all "
        "its older copies."
    ),
    "password-missing": (
        "The variable of the environment in which the password of a database should be is not set."
    ),
    "period-name-unclear": (
        "A period is named as on statements: by its month, or by its first day where it is no month."
    ),
    "position-twice": (
        "Two partners stand at one position below the same partner, and whatever is counted for that leg "
        "would be counted for both."
    ),
    "rate-age-unclear": (
        "How old a rate may be that stands in for a missing one is said in days, or nobody could say which holds."
    ),
    "rate-missing": (
        "Something is sold or paid in a currency for which no rate of the day is known, and another day's rate was "
        "not promised."
    ),
    "rate-unsound": "A currency has one rate for a day, and it is above zero.",
    "reason-taken": "A reason of your own has the name of a reason that the book has already.",
    "reason-twice": "A reason for leaving rows out is declared twice, with two ceilings.",
    "reason-without-test": "A reason is declared for which no row could ever be left out here.",
    "reference-twice": (
        "Two adjustments by hand have one reference, or two rows of rewards one name: one would be taken for the other."
    ),
    "row-key-unclear": (
        "The column that tells the rows of a database apart does not hold a whole number of its own for each of them."
    ),
    "source-format-unknown": (
        "The name of a file does not tell how it is written, and `format:` does not say it."
    ),
    "source-without-data": (
        "A source names the files that its table is read from, or, for partners, the table that they are "
        "derived from."
    ),
    "sources-missing": "`partners_data/sources.yaml`, which says where the records are, is not there.",
    "split-not-whole": (
        "The shares of a sale that is split come to exactly 100 %, each above zero, one for a partner."
    ),
    "splits-divide-nothing": (
        "Splits say which figures of a sale they divide, or each partner would be credited with the whole."
    ),
    "sponsor-cycle": (
        "Partners are one another's sponsors in a circle, so each would earn on their own sales."
    ),
    "unknown-date-format": (
        "The format that says how dates are written in a file cannot be understood, and a date read "
        "wrongly moves a sale into another month."
    ),
    "unknown-encoding": "The encoding that a source names for its files does not exist.",
    "unknown-partner": "What a person wrote names a partner who is not in the partner table.",
    "unknown-sale": "A return or a split of a worked example names a sale that the same window does not have.",
    "unknown-preset": "A source names a preset that does not exist, or that does not know its table.",
    "unknown-reason": (
        "A reason for leaving rows out is neither one that the book knows nor one of your own with a "
        "`where:`."
    ),
    "unknown-sheet": "A workbook does not have the sheet that a source names.",
    "unknown-sponsor": "A partner names a sponsor who is not in the table of partners.",
    "unreadable-file": "A workbook or Parquet file of records is damaged or of another format.",
    "value-without-text": "A column of a database holds something that is neither a text, nor a figure, nor a date.",
    "wrong-column-type": "A column of a file holds values of another kind than the one it is given for.",
    "wrong-encoding": "A CSV file is not written in the encoding in which it is read.",
}
