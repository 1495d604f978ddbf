"""What a section says of a measure or metric becomes its definition; whatever is missing or too much is refused."""

import re
from fractions import Fraction

import pytest

from generator.audit.conditions import MetricIs
from generator.audit.definitions import Cell, Having, Operand, Rounding, Scope, Step, Window
from generator.audit.measure_pages import measure
from generator.audit.metric_pages import metric
from generator.audit.pages import read_page
from generator.audit.promise import Edition, Measure
from generator.audit.records import Filter
from generator.audit.sections import sections
from generator.audit.shapes import NotUnderstood
from generator.audit.units import check_measure, check_units

F = Fraction
N = "\u00a0"
V = "2026-05-01"
NET = {"net": Measure("net", "sales", "value", (Cell("amount"),), "GBP")}
UNITS = {"%": "percent", "£": "GBP", "period": "periods", "период": "periods", "day": "days", "year": "years"}
SCOPE = "Only the partner's own rows are counted."
ROWS = (SCOPE, "Every row is counted.", "The window is the period.", "It is not rounded.")
DERIVED = ("The window is the period, or that of the rule that reads it.", "It is not rounded.")
MONEY = "It is money in `GBP`."
WHO = "Whoever has joined by the end of the window is counted, also after leaving."
NOTHING = "Without counted rows it is [£0]."


LASTS = (
    "The window begins on the day on which the partner joined and lasts [60 days], that day included; "
    "days after the end of the period are left out."
)


def html(sentence):
    """A sentence as HTML: `code`, [figure] and @thing/name stand for what is tagged."""

    def fact(hit):
        text = hit[1].replace(" ", N)
        unit = next((unit for sign, unit in UNITS.items() if sign in text), "count")
        return f'<b data-fact="f{hash(text) % 999}" data-unit="{unit}">{text}</b>'

    said = re.sub(r"`(\w+)`", r"<code>\1</code>", sentence)
    said = re.sub(r"\[([^]]*)\]", fact, said)
    return re.sub(r"@([\w/]+)", r'<a data-ref="\1" href="#">\1</a>', said)


def section(thing, *said, language="en"):
    parts = []
    for number, sentence in enumerate(said):
        if sentence.startswith("- "):
            inner = f'<span data-sentence="{number}">{html(sentence[2:])}</span>'
            parts.append(f"<ul><li>{inner}</li></ul>")
        else:
            parts.append(f'<p data-sentence="{number}">{html(sentence)}</p>')
    body = f'<section data-thing="{thing}" data-version="{V}"><h2>X</h2>{"".join(parts)}</section>'
    article = f'<article class="md-content__inner">{body}</article>'
    page = read_page(f'<!doctype html><html lang="{language}"><body>{article}</body></html>'.encode(), "page")
    (found,) = sections(page)
    return found


def read_metric(*said, language="en"):
    found = section("metric/x", *said, language=language)
    made = metric(found, NET, {})
    assert not found.not_understood(), found.not_understood()
    return made


def read_measure(*said, language="en"):
    found = section("measure/x", *said, language=language)
    made = measure(found)
    assert not found.not_understood()
    return made


def test_measures():
    row = "in a row of the table `sales`"
    plain = (MONEY, "It is not rounded.")
    made = read_measure(f"@measure/x is the column `amount` minus @measure/net {row}.", *plain)
    assert (made.operation, made.cells) == ("difference", (Cell("amount"), Cell(measure="net")))
    made = read_measure(f"@measure/x is the smaller of these {row}: the column `amount` and [£50].", *plain)
    assert made.cells == (Cell("amount"), Cell(figure=F(50), unit="GBP"))
    made = read_measure(
        f"@measure/x is the column `fee` divided by the column `price` {row}, in percent.",
        "Only rows whose column `status` is `paid` are counted.",
        "Where the divisor is zero, it is [7%].",
        "It is a percentage.",
        "It is rounded to the nearest value with [1] decimals, a tie to the even digit.",
    )
    assert (made.operation, made.when_zero, made.rounding) == ("ratio", 7, Rounding("half_even", 1))
    assert made.where == (Filter("status", "one_of", frozenset({"paid"})),)
    rows = ("From [80%] on it is [1.5].", "From [95%] on it is [2].")
    below = "Below the first row, or where the cell is empty, it is [0]."
    looked = (
        f"@measure/x is read from rows by the column `score` {row}; the last row that the value reaches counts.",
    )
    number = ("It is a number without a unit.", "It is not rounded.")
    made = read_measure(*looked, *rows, below, *number)
    assert made.steps == (Step(F(80), "percent", F("1.5")), Step(F(95), "percent", F(2)))
    for said in (
        (*rows[::-1], below),
        rows,
        (below,),
        (*rows, below, "Where the divisor is zero, it is [0]."),
    ):
        with pytest.raises(NotUnderstood):
            read_measure(*looked, *said, *number)
    divided = f"@measure/x is the column `fee` divided by the column `price` {row}."
    with pytest.raises(NotUnderstood):
        read_measure(divided, *plain)
    assert (
        read_measure(
            divided,
            "A row whose divisor is zero is an error: nothing is settled until it is corrected.",
            *plain,
        ).when_zero
        is None
    )


def test_a_line_of_a_sale_says_whose_it_is():
    value = "@measure/x is the value of the column `pieces` in a row of the table `sale_lines`."
    number = ("It is a number without a unit.", "It is not rounded.")
    lent = (
        "A row of the table `sale_lines` has the partner, the date, the customer and the status of its sale, "
        "where it names none itself."
    )
    assert read_measure(value, *number, lent).table == "sale_lines"
    with pytest.raises(NotUnderstood):
        read_measure(value, *number)


@pytest.mark.parametrize(
    ("said", "window"),
    [
        ("The window is the last [3 periods], the current period included.", Window("last", 3, "periods")),
        (
            "The window is the period that lies [1 period] before the current one.",
            Window("before", 1, "periods"),
        ),
        (
            "The window is the calendar half-year in which the period ends, up to the end of the period.",
            Window("half_year"),
        ),
        (
            LASTS,
            Window("from_joining", 60, "days"),
        ),
    ],
)
def test_windows(said, window):
    rows = (SCOPE, "Every row is counted.", said, "It is not rounded.", NOTHING, MONEY)
    made = read_metric("@metric/x is the sum of @measure/net over the rows counted in the window.", *rows)
    assert made.window == window


def test_rows():
    value = "@metric/x is the sum of @measure/net over the rows counted in the window"
    made = read_metric(f"{value}.", *ROWS, MONEY, NOTHING)
    assert (made.kind, made.table, made.measure, made.scope, made.absent) == (
        "sum",
        "sales",
        "net",
        Scope(),
        0,
    )
    mean = (f"{value}, divided by their number.", *ROWS, MONEY)
    assert read_metric(*mean, "Without counted rows it is [£3].").absent == 3
    for missing in range(len(ROWS)):
        with pytest.raises(NotUnderstood):
            read_metric(f"{value}.", *ROWS[:missing], *ROWS[missing + 1 :], MONEY, NOTHING)
    for wrong in (
        ("It is a percentage.", NOTHING),
        (MONEY, "Without counted rows it is [0]."),
        (MONEY, NOTHING, WHO),
        (MONEY, NOTHING, "Only rows whose column `status` is `paid` are counted."),
        (MONEY, NOTHING, "Below the table it is [£0]."),
        (
            MONEY,
            NOTHING,
            "Everyone below the partner in the sponsor tree is counted together, without the partner.",
        ),
    ):
        with pytest.raises(NotUnderstood):
            read_metric(f"{value}.", *ROWS, *wrong)


def test_the_row_taken():
    first = (
        "@metric/x is the value of @measure/net in the earliest row counted in the window, by date and by time of day "
        "where the records know it; of several at once the lowest value is taken."
    )
    must = "Only the earliest row is looked at; if it does not count, no later one takes its place."
    test = "The row taken counts only if its column `status` is among `paid`, `sent`."
    taken = "Without counted rows, or if the row taken does not count, it is [£0]."
    made = read_metric(first, must, test, *ROWS, MONEY, taken)
    assert made.must == (Filter("status", "one_of", frozenset({"paid", "sent"})),)
    for said in ((must, test, NOTHING), (test, taken), (must, taken), (taken,)):
        with pytest.raises(NotUnderstood):
            read_metric(first, *ROWS, MONEY, *said)


TREE_CASES = [
    (
        ("The partner and everyone below in the sponsor tree are counted together.",),
        Scope("downline", "sponsor"),
    ),
    (
        ("Everyone below the partner in the placement tree is counted together, without the partner.",),
        Scope("downline", "placement", 1),
    ),
    (
        ("The partner's direct recruits in the sponsor tree are counted together, without the partner.",),
        Scope("downline", "sponsor", 1, 1),
    ),
    (
        (
            "Everyone from depth [3] to depth [6] in the sponsor tree is counted together.",
            "The partner is at depth [0], direct recruits at depth [1], and so on downwards.",
        ),
        Scope("downline", "sponsor", 3, 6),
    ),
    (
        ("Everyone in the leg `left` of the placement tree is counted together.",),
        Scope("leg", "placement", position="left"),
    ),
    (
        (
            "Each leg in the sponsor tree is counted together, and the leg with the smallest figure gives it.",
            "A leg is a direct recruit with everyone below.",
            "Without a leg it is [£0].",
        ),
        Scope("smallest", "sponsor"),
    ),
    (
        (
            "Each leg in the placement tree is counted together, and the leg with the largest figure gives it.",
            "The legs are the positions `left`, `right`; a position in which nobody stands has [£0].",
        ),
        Scope("largest", "placement", positions=("left", "right")),
    ),
]


@pytest.mark.parametrize(("said", "scope"), TREE_CASES)
def test_trees(said, scope):
    value = "@metric/x is the sum of @measure/net over the rows counted in the window."
    rows = (*ROWS[1:], MONEY, NOTHING, WHO)
    assert read_metric(value, *said, *rows).scope == scope
    for missing in range(len(said)):
        with pytest.raises(NotUnderstood):
            read_metric(value, *said[:missing], *said[missing + 1 :], *rows)
    with pytest.raises(NotUnderstood):
        read_metric(value, *said, *rows[:-1])
    left = "Whoever is below the partner and meets this is left out, with everyone below:"
    made = read_metric(value, *said, *rows, left, "- @metric/x is at least [£10]").scope
    assert isinstance(made.broken, MetricIs)


def derived(*said, unit=MONEY):
    return read_metric(*said, *DERIVED, unit)


def test_derived():
    made = derived("@metric/x is @metric/a plus @metric/b [1 period] earlier plus [£5].")
    assert made.operands == (Operand("a"), Operand("b", 1), Operand(figure=F(5), unit="GBP"))
    number = "It is a number without a unit."
    made = derived(
        "@metric/x is @metric/a divided by @metric/b.",
        "Where @metric/b is [£0], it is [7].",
        unit=number,
    )
    assert (made.kind, made.when_zero) == ("quotient", 7)
    with pytest.raises(NotUnderstood):
        derived(
            "@metric/x is @metric/a divided by @metric/b.", "Where @metric/a is [£0], it is [7].", unit=number
        )
    made = derived("@metric/x is @metric/a multiplied by [7%].", "In this, [100%] counts as [1].")
    assert made.percent_is_share
    with pytest.raises(NotUnderstood):
        derived("@metric/x is @metric/a multiplied by [7%].", "In this, [10%] counts as [1].")
    looked = (
        "@metric/x is read from this table by @metric/a; the last row that begins at or below it counts.",
        "From [£0] on it is [5%].",
        "From [£10] on it is [7%].",
    )
    made = derived(*looked, "Below the table it is [1%].", unit="It is a percentage.")
    assert (made.absent, made.steps[1]) == (1, Step(F(10), "GBP", F(7)))
    with pytest.raises(NotUnderstood):
        derived(*looked, unit="It is a percentage.")
    parts = (
        "@metric/x is the sum of these parts, each multiplied by its weight.",
        "The weight of @metric/a is [40%].",
        "The weight of @metric/b is [60%].",
    )
    assert derived(*parts, "Together the weights make [100%].").weights == (40, 60)
    for total in ((), ("Together the weights make [90%].",)):
        with pytest.raises(NotUnderstood):
            derived(*parts, *total)
    aged = "@metric/x is the number of whole years from the day of joining to the first day of the window."
    full = "A month or year is full on the same day of the month, in a shorter month on its last day."
    late = "For whoever joins after that day it is [0 years]."
    made = derived(aged, full, late, unit="It is counted in years.")
    assert (made.kind, made.unit, made.as_of) == ("age_of", "years", "first")
    for said in ((aged, late), (aged, full)):
        with pytest.raises(NotUnderstood):
            derived(*said, unit="It is counted in years.")


def test_legs():
    value = "@metric/x is the number of legs counted, in the sponsor tree."
    leg, number = "A leg is a direct recruit with everyone below.", "It is a number without a unit."
    together = "Only legs are counted in which the sum of @metric/a over the whole leg is more than [£10]."
    some = ("Only legs are counted in which somebody meets this:", "- @metric/a is at least [£1]")
    made = derived(value, leg, WHO, *some, together, unit=number)
    assert [one.kind for one in made.having] == ["some", "together"]
    assert made.having[1] == Having("together", None, "a", "more_than", F(10), "GBP")
    assert derived(value, leg, WHO, "Every leg is counted.", unit=number).having == ()
    for said in ((leg, WHO), (leg, "Every leg is counted."), (leg, WHO, "Every leg is counted.", together)):
        with pytest.raises(NotUnderstood):
            derived(value, *said, unit=number)


def test_both_languages_mean_the_same():
    ru = read_metric(
        "«@metric/x» — «@metric/a» плюс «@metric/b» ([2 периода] назад) плюс [5].",
        "Окно — период или окно правила, которое читает эту величину.",
        "Показатель не округляется.",
        "Это число без единицы измерения.",
        language="ru",
    )
    number = "It is a number without a unit."
    assert ru == derived("@metric/x is @metric/a plus @metric/b [2 periods] earlier plus [5].", unit=number)


def test_units_that_do_not_go_together():
    net = read_metric(
        "@metric/x is the sum of @measure/net over the rows counted in the window.", *ROWS, MONEY, NOTHING
    )
    count = read_metric(
        "@metric/x is the number of rows of the table `sales` counted in the window.",
        *ROWS,
        "It is a number without a unit.",
        "Without counted rows it is [0].",
    )
    edition = Edition(None, currency="GBP", metrics={"a": net, "b": count})
    good = derived("@metric/x is @metric/a multiplied by @metric/b.")
    check_units(good, edition)
    for bad in (
        derived("@metric/x is @metric/a plus @metric/b."),
        derived("@metric/x is @metric/a multiplied by @metric/a."),
        derived("@metric/x is @metric/a multiplied by [7%]."),
        derived("@metric/x is @metric/a plus @metric/nobody."),
        derived("@metric/x is @metric/a plus [£5].", unit="It is a percentage."),
    ):
        with pytest.raises(NotUnderstood):
            check_units(bad, edition)


def test_measures_of_units_that_do_not_go_together():
    share = Measure("share", "sales", "value", (Cell("rate"),), "percent")
    edition = Edition(None, currency="GBP", measures={**NET, "share": share})
    row = "in a row of the table `sales`"
    plain = (MONEY, "It is not rounded.")
    times = f"@measure/x is @measure/net multiplied by @measure/share {row}."
    check_measure(read_measure(times, *plain, "In this, [100%] counts as [1]."), edition)
    check_measure(
        read_measure(f"@measure/x is the column `amount` plus @measure/net {row}.", *plain), edition
    )
    for bad in (
        read_measure(times, *plain),
        read_measure(f"@measure/x is the column `amount` plus @measure/share {row}.", *plain),
        read_measure(f"@measure/x is the column `amount` plus @measure/nobody {row}.", *plain),
    ):
        with pytest.raises(NotUnderstood):
            check_measure(bad, edition)
