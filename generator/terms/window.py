"""Windows: over which days a figure is taken, and how often a rule pays; one list for both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault, did_you_mean
from generator.terms.calendar import Cycle, Span, add_months
from generator.terms.saying import SayingsBuilder
from generator.terms.text import Text

Kind = Literal[
    "sale",
    "sale_line",
    "event",
    "day",
    "week",
    "period",
    "quarter",
    "half_year",
    "year",
    "membership_year",
    "lifetime",
    "rolling",
    "quarter_to_date",
    "year_to_date",
    "from_joining",
]
Days = npt.NDArray[np.datetime64]
ROWWISE = ("sale", "sale_line", "event")
CALENDAR = ("day", "week", "period", "quarter", "half_year", "year")
"""Windows that follow one another without a gap, the same for everybody."""
_WORDS = (*ROWWISE, *CALENDAR, "membership_year", "lifetime", "quarter_to_date", "year_to_date")
_MONTHS = {"quarter": 3, "half_year": 6, "year": 12, "quarter_to_date": 3, "year_to_date": 12}
_LONGEST = {"days": 36_500, "weeks": 5_200, "months": 1_200, "years": 100}


@dataclass(frozen=True, slots=True)
class Window:
    """A window of the list.

    `rolling` takes the last `count` periods, the current one included; `from_joining` so many of `unit` from the
    joining day on; `period` with `before` the period that lies so many earlier.
    """

    kind: Kind
    count: int = 1
    unit: str = ""
    before: int = 0

    @property
    def personal(self) -> bool:
        """Whether its days depend on the day on which a partner joined."""
        return self.kind in ("membership_year", "from_joining")

    @property
    def back(self) -> int:
        """How many periods before the current one it reaches, where it is counted in periods."""
        return self.before + (self.count - 1 if self.kind == "rolling" else 0)

    def days(self, over: Span, cycle: Cycle) -> Span:
        """The days of a window that is not personal, where the figure is asked for `over`.

        `period` is what is asked for; every other window ends on its last day. Raises ValueError for windows of a
        row and personal ones.
        """
        match self.kind:
            case "period" if not self.before:
                return over
            case "period":
                return cycle.period_of(over.last).shifted(-self.before).span
            case "rolling":
                return Span(cycle.period_of(over.last).shifted(1 - self.count).first, over.last)
            case "lifetime":
                return Span(date.min, over.last)
            case "quarter_to_date" | "year_to_date":
                return Span(_months_around(over.last, _MONTHS[self.kind]).first, over.last)
        return Span(window_of(self, over.last, cycle).first, over.last)

    def personal_days(self, joined: Days, last: date) -> tuple[Days, Days]:
        """First and last day of a personal window for each joining day; it ends no later than `last`.

        The last day lies before the first for who had not joined.
        """
        end = np.datetime64(last)
        if self.kind == "membership_year":
            first = _later(joined, 12 * np.maximum(_whole_years(joined, end), 0))
            return first, np.broadcast_to(end, joined.shape)
        if self.unit in ("days", "weeks"):
            through = joined + np.timedelta64(self.count * (7 if self.unit == "weeks" else 1) - 1, "D")
        else:
            months = np.full(joined.shape, self.count * (12 if self.unit == "years" else 1))
            through = _later(joined, months) - np.timedelta64(1, "D")
        return joined, np.minimum(through, end)


def window_of(window: Window, day: date, cycle: Cycle) -> Span:
    """The window of the calendar (day, week, period, quarter, half_year, year) in which a day lies, whole."""
    match window.kind:
        case "day":
            return Span(day, day)
        case "week":
            monday = day - timedelta(days=day.weekday())
            return Span(monday, monday + timedelta(days=6))
        case "period" if not window.before:
            return cycle.period_of(day).span
        case "quarter" | "half_year" | "year":
            return _months_around(day, _MONTHS[window.kind])
    raise ValueError(f"{window} is no window of the calendar")


def windows_ending_in(window: Window, within: Span, cycle: Cycle) -> tuple[Span, ...]:
    """The windows of the calendar whose last day lies within some days, in order."""
    out: list[Span] = []
    one = window_of(window, within.first, cycle)
    while one.last <= within.last:
        out.append(one)
        one = window_of(window, one.last + timedelta(days=1), cycle)
    return tuple(out)


def span_before(window: Window, span: Span, count: int, cycle: Cycle) -> Span:
    """The window of the calendar that lies `count` windows before `span`, which is one of them."""
    for _ in range(count):
        span = window_of(window, span.first - timedelta(days=1), cycle)
    return span


def _months_around(day: date, months: int) -> Span:
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Span(first, add_months(first, months) - timedelta(days=1))


def _later(days: Days, months: npt.NDArray[np.int64]) -> Days:
    """Each day so many months later, or the last day of a shorter month."""
    month = days.astype("datetime64[M]")
    of_month = (days - month.astype("datetime64[D]")).astype(np.int64)
    target = month + months.astype("timedelta64[M]")
    start = target.astype("datetime64[D]")
    length = ((target + 1).astype("datetime64[D]") - start).astype(np.int64)
    shifted: Days = start + np.minimum(of_month, length - 1).astype("timedelta64[D]")
    return shifted


def _whole_years(days: Days, end: np.datetime64) -> npt.NDArray[np.int64]:
    """How many anniversaries of each day are not after `end`."""
    years = (end.astype("datetime64[Y]") - days.astype("datetime64[Y]")).astype(np.int64)
    whole: npt.NDArray[np.int64] = years - (_later(days, 12 * years) > end)
    return whole


def parse_window(written: object) -> Window:
    """Read `period`, `last 3 periods`, `1 period before`, `60 days from joining`. Raises Fault unknown-window."""
    if isinstance(written, Window):
        return written
    text = " ".join(written.split()) if isinstance(written, str) else ""
    for kind in _WORDS:
        if text == kind:
            return Window(kind)  # type: ignore[arg-type]
    if match := re.fullmatch(r"last ([1-9][0-9]{0,2}) periods?", text):
        return Window("rolling", int(match[1]))
    if match := re.fullmatch(r"([1-9][0-9]{0,2}) periods? before", text):
        return Window("period", before=int(match[1]))
    if match := re.fullmatch(r"([1-9][0-9]{0,4}) (day|week|month|year)s? from joining", text):
        unit = f"{match[2]}s"
        if int(match[1]) <= _LONGEST[unit]:
            return Window("from_joining", int(match[1]), unit)
    near = did_you_mean(text, _WORDS)
    raise Fault(
        "unknown-window",
        f"`{written}` is not a window." if isinstance(written, str) else "This must be a window.",
        consequence="Without a window nobody can tell which rows a figure is made of.",
        cure=f"Did you mean `{near}`?"
        if near
        else "Windows: " + ", ".join(f"`{one}`" for one in (*_WORDS, *_EXAMPLES)) + ".",
    )


_EXAMPLES = ("last 3 periods", "1 period before", "60 days from joining")


def window_text(window: Window) -> str:
    """The window as it is written in YAML."""
    if window.kind == "rolling":
        return f"last {window.count} period{'s' if window.count > 1 else ''}"
    if window.kind == "from_joining":
        unit = window.unit if window.count > 1 else window.unit.removesuffix("s")
        return f"{window.count} {unit} from joining"
    if window.before:
        return f"{window.before} period{'s' if window.before > 1 else ''} before"
    return window.kind


AnyWindow = Annotated[
    Window,
    PlainValidator(parse_window),
    WithJsonSchema({"type": "string", "examples": ["period"]}),
]


_WINDOWS = {
    "period": Text.of(en="The window is the period.", ru="Окно — период."),
    "before": Text.of(
        en="The window is the period that lies {shift} before the current one.",
        ru="Окно — период, который был раньше текущего на {shift}.",
    ),
    "rolling": Text.of(
        en="The window is the last {length}, the current period included.",
        ru="Окно — последние {length}, включая текущий.",
    ),
    "lifetime": Text.of(
        en="The window is all time up to the end of the period.",
        ru="Окно — всё время до конца периода.",
    ),
    "day": Text.of(en="The window is the last day of the period.", ru="Окно — последний день периода."),
    "week": Text.of(
        en="The window is the week, Monday to Sunday, in which the period ends, up to the end of the period.",
        ru="Окно — неделя с понедельника по воскресенье, в которую заканчивается период, до конца периода.",
    ),
    "quarter": Text.of(
        en="The window is the calendar quarter in which the period ends, up to the end of the period.",
        ru="Окно — календарный квартал, в котором заканчивается период, до конца периода.",
    ),
    "half_year": Text.of(
        en="The window is the calendar half-year in which the period ends, up to the end of the period.",
        ru="Окно — календарное полугодие, в котором заканчивается период, до конца периода.",
    ),
    "year": Text.of(
        en="The window is the calendar year in which the period ends, up to the end of the period.",
        ru="Окно — календарный год, в котором заканчивается период, до конца периода.",
    ),
    "membership_year": Text.of(
        en=(
            "The window is the partner's membership year in which the period ends, counted from the joining day "
            "and its anniversaries, up to the end of the period."
        ),
        ru=(
            "Окно — год участия партнёра, в котором заканчивается период, считая от дня присоединения "
            "и его годовщин, до конца периода."
        ),
    ),
    "from_joining": Text.of(
        en=(
            "The window begins on the day on which the partner joined and lasts {length}, that day included; "
            "days after the end of the period are left out."
        ),
        ru=(
            "Окно начинается в день присоединения партнёра и длится {length}, считая этот день; "
            "дни после конца периода не входят."
        ),
    ),
}
_WINDOWS |= {"quarter_to_date": _WINDOWS["quarter"], "year_to_date": _WINDOWS["year"]}


def say_window(builder: SayingsBuilder, window: Window) -> None:
    """Add the sentence that names the window."""
    if window.kind == "rolling":
        length = builder.fact("window.length", "periods", Fraction(window.count))
        builder.say("window", _WINDOWS["rolling"], length=length)
    elif window.kind == "from_joining":
        length = builder.fact("window.length", window.unit, Fraction(window.count))
        builder.say("window", _WINDOWS["from_joining"], length=length)
    elif window.before:
        shift = builder.fact("window.shift", "periods", Fraction(window.before))
        builder.say("window", _WINDOWS["before"], shift=shift)
    else:
        builder.say("window", _WINDOWS[window.kind])
