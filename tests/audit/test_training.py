"""The audit's own reading of training: marks by day, states by date, quizzes, calendar feeds, places, begun letters."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from generator.audit.calendar import Period
from generator.audit.feeds import FeedBroken, read_feed
from generator.audit.learning import learning_of
from generator.audit.merits import Ranking
from generator.audit.passing import Passes, Try
from generator.audit.promise import Edition
from generator.audit.quiz_pages import Question, Quiz, wrong_in
from generator.audit.records import Partner, RawTable, Records, Row
from generator.audit.standing import Standing
from generator.audit.terms_recognition import Leaderboard
from generator.audit.terms_training import Course, Curriculum, Mark, MarkSince, mark_on
from generator.audit.told_parts import begun, opened

F = Fraction
OLD, NEW = Mark("score", F(80), "percent"), Mark("score", F(90), "percent")
VERSIONS = (
    MarkSince(date(2026, 2, 1), 1, None),
    MarkSince(date(2026, 3, 1), 1, OLD),
    MarkSince(date(2026, 3, 1), 2, NEW),
)


@pytest.mark.parametrize(
    ("day", "mark"),
    [
        (date(2026, 1, 1), None),  # before the first version: by that one
        (date(2026, 2, 28), None),
        (date(2026, 3, 1), NEW),  # of revisions the last
        (date(2030, 1, 1), NEW),
    ],
)
def test_a_row_counts_by_the_version_of_its_day(day: date, mark: Mark | None) -> None:
    assert mark_on(VERSIONS, day) == mark


def events(*rows: tuple[date, str, str, int | None]) -> Records:
    table = RawTable("events", ["partner", "date", "event", "subject", "score"], {"score": 1})
    for number, (day, event, subject, score) in enumerate(rows, start=2):
        row = Row("events.csv", number, ("A", day, event, subject, score))
        row.partner, row.day = "A", day
        table.rows.append(row)
    return Records({"events": table}, {"A": Partner("A", date(2025, 1, 1))})


MARCH = date(2026, 3, 10)


def test_a_score_reaches_the_mark_or_falls_short_of_it() -> None:
    found = Passes.of(
        events(
            (date(2026, 2, 10), "course_passed", "x", None),  # no mark yet
            (MARCH, "course_passed", "x", 899),  # one tenth below
            (MARCH, "course_passed", "x", 850),
            (date(2026, 3, 11), "course_passed", "x", None),  # nothing to judge by
            (date(2026, 3, 12), "course_passed", "x", 900),
        ),
        {"x": VERSIONS},
    )
    assert found.days == {("A", "x"): [date(2026, 2, 10), date(2026, 3, 12)]}
    assert found.last_try("A", "x", date(2026, 3, 31)) == Try(MARCH, F("89.9"), NEW)
    assert found.last_try("A", "x", date(2026, 3, 9)) is None


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (date(2026, 1, 31), ["valid"]),  # good through 15 April, more than 60 days away
        (date(2026, 2, 13), ["valid"]),
        (date(2026, 2, 14), ["due"]),  # 60 days before the last day
        (date(2026, 4, 15), ["due"]),
        (date(2026, 4, 16), ["expired"]),
    ],
)
def test_a_pass_lapses_day_by_day(end: date, state: list[str]) -> None:
    edition = Edition(date(2026, 1, 1), courses={"x": Course("x", 3, "months")})
    edition.curriculum = Curriculum((("p", ("x",)),))
    passes = Passes({("A", "x"): [date(2026, 1, 16)]})
    valid = end <= date(2026, 4, 15)
    account: Any = SimpleNamespace(
        partner=Partner("A", date(2025, 1, 1)),
        standing=lambda period, edition: Standing({}, {"x": valid}),
    )
    reckoning: Any = SimpleNamespace(passes=passes, webinars={}, last=end)
    found = learning_of(reckoning, account, Period(end.replace(day=1), end, ""), edition)
    assert [one.state for one in found.taken] == state
    assert (found.next is None) == valid


GOOD = Question("Who?", ("She", "He"), "She", "So it is.")


@pytest.mark.parametrize(
    ("quiz", "wrong"),
    [
        (Quiz("x", (GOOD,), 1, "course/x/V/questions", ("course/x/V/quiz",)), 0),
        (Quiz("y", (GOOD,), 1, "course/x/V/questions", ("course/x/V/quiz",)), 1),
        (Quiz("x", (GOOD,), 1, "course/x/W/questions", ("course/x/V/quiz",)), 1),
        (Quiz("x", (GOOD,), 1, "course/x/V/questions", ()), 1),
        (Quiz("x", (GOOD,), 2, "course/x/V/questions", ("course/x/V/quiz",)), 1),
        (Quiz("x", (), 0, "course/x/V/questions", ("course/x/V/quiz",)), 1),
        (
            Quiz(
                "x",
                (Question("Who?", ("She",), "She", "So."),),
                1,
                "course/x/V/questions",
                ("course/x/V/quiz",),
            ),
            1,
        ),
        (
            Quiz(
                "x",
                (Question("Who?", ("A", "A"), "A", "So."),),
                1,
                "course/x/V/questions",
                ("course/x/V/quiz",),
            ),
            2,
        ),
        (
            Quiz(
                "x",
                (Question("Who?", ("A", "B"), "C", "So."),),
                1,
                "course/x/V/questions",
                ("course/x/V/quiz",),
            ),
            1,
        ),
        (
            Quiz(
                "x", (Question("Who?", ("A", "B"), "A", ""),), 1, "course/x/V/questions", ("course/x/V/quiz",)
            ),
            1,
        ),
    ],
)
def test_each_question_has_its_answer_among_its_options(quiz: Quiz, wrong: int) -> None:
    assert len(list(wrong_in([quiz], "x", "V"))) == wrong


def calendar(*lines: str) -> bytes:
    return "".join(f"{one}\r\n" for one in ("BEGIN:VCALENDAR", *lines, "END:VCALENDAR")).encode()


EVENT = (
    "BEGIN:VEVENT",
    "DTSTART:20260310T170000Z",
    "DURATION:PT1H30M",
    "SUMMARY:One\\, t",
    " wo",
    "END:VEVENT",
)


def test_a_feed_is_read_line_by_line() -> None:
    (event,) = read_feed(calendar("X-WR-CALNAME:A: B", *EVENT)).events
    assert event.moment("DTSTART") == datetime(2026, 3, 10, 17, tzinfo=UTC)
    assert event.length() == timedelta(minutes=90)
    assert event.text("SUMMARY") == "One, two"


@pytest.mark.parametrize(
    "content",
    [
        calendar(*EVENT).replace(b"\r\n", b"\n"),
        calendar(*EVENT[:-1]),
        calendar(f"SUMMARY:{'x' * 75}"),
        calendar("BEGIN:VTODO", "END:VTODO"),
        calendar("NAME:A", "NAME:B"),
        calendar("NOTHING"),
        b"BEGIN:VCALENDAR\r\n",
        b"\xff\r\n",
    ],
)
def test_a_feed_that_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(FeedBroken):
        read_feed(content)


def test_equal_figures_share_a_place_and_the_last_is_never_shown() -> None:
    figures = {"a": F(5), "b": F(7), "c": F(5), "d": F(1), "e": F(1)}
    day = date(2026, 1, 31)
    ranking = Ranking(Leaderboard("top", "m", "period", 4, 3), Period(day, day, ""), Edition(day), figures)
    assert {name: ranking.place(name) for name in figures} == {"b": 1, "a": 2, "c": 2, "d": 4, "e": 4}
    assert [name for name in sorted(figures) if ranking.shown(name)] == ["a", "b", "c"]


def test_a_letter_is_read_as_it_was_begun() -> None:
    plain = begun("a@b.example", ("subject", "Anna\u00a0& Co: 5 %"), ("body", "Why?"))
    assert plain == "mailto:a@b.example?subject=Anna & Co: 5 %&body=Why?"
    written = "mailto:a@b.example?subject=Anna%C2%A0%26%20Co%3A%205%20%25&body=Why%3F"
    assert opened(written) == plain
    assert opened(written.replace("%20", "+")) != plain
    assert opened("../training/x/") == "../training/x/"
