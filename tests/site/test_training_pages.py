"""Pages of training: what a course opens, when it lags behind its rules, what a quiz asks, and the feed of webinars."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from icalendar import Calendar

from generator.rules.editions import editions
from generator.site.pages import write_pages
from tests.settlement.projects import Project, title

TEMPLATES = Path(__file__).resolve().parents[2] / "site_templates"
METRICS = {"volume": [{"sum": "plain", "window": "period", "scope": "own"}]}
FEBRUARY, APRIL = date(2026, 2, 10), date(2026, 4, 10)


def rule(rate: str, **more: Any) -> dict[str, Any]:
    rows = [{"at_least": "0", "rate": rate}, {"at_least": "1000", "rate": "9 %"}]
    return {"base": "volume", "brackets": {"applies_to": "slice", "rows": rows}, **more}


def question(*options: Any, right: str) -> dict[str, Any]:
    ask = {"en": "What share of 100?", "ru": "Какая доля от 100?"}
    return {"ask": ask, "options": list(options), "right": right, "because": title("rule")}


RATE = "{clause.growth.rows.1.rate}"
QUIZ = {"pass": "80 %", "questions": [question(RATE, "2 %", right=RATE), question("5 %", "6 %", right="1")]}


def pages(
    folder: Path, on: date, language: str = "en", course: Any = None, **training: Any
) -> dict[str, str]:
    """The pages of a small programme whose rule changes on 1 March."""
    later = rule("6 %", announced="2026-01-15", **{"from": "2026-03-01"})
    asks = {"course": "basics"}
    made = Project(
        folder,
        METRICS,
        {"growth": ("commission", [rule("5 %"), later]), "more": ("commission", [rule("1 %", earns=asks)])},
        tiers=[{"tier": "start"}, {"tier": "silver", "reach": {"not": asks}}],
        courses={"basics": {"teaches": ["growth"], **(course or {})}, "care": {"requires": ["basics"]}},
        training=training,
    )
    programme = made.write_programme()
    return write_pages(programme, editions(programme, on), {}, on, language, TEMPLATES).files


def test_a_course_says_what_names_it(tmp_path: Path) -> None:
    page = pages(tmp_path, FEBRUARY)["training/basics/index.md"]
    opened = page[page.index('data-opens="basics"') :]
    assert [opened.index(one) for one in ('tier="silver"', 'rule="more"', 'course="care"')] == sorted(
        opened.index(one) for one in ('tier="silver"', 'rule="more"', 'course="care"')
    )
    assert 'data-opens="care"' not in pages(tmp_path, FEBRUARY)["training/care/index.md"]


def test_a_course_lags_behind_a_rule_until_it_is_reviewed(tmp_path: Path) -> None:
    paths = [f"training/basics/{page}index.md" for page in ("", "basics/", "quiz/")]
    for on, stale in ((FEBRUARY, False), (date(2026, 3, 1), True)):
        made = pages(tmp_path / f"{on}", on, course={"quiz": QUIZ})
        assert [('data-stale="growth"' in made[path]) for path in paths] == [stale] * 3
    for day, stale in (("2026-02-28", True), ("2026-03-01", False), ("2026-05-01", True)):
        version = {
            "announced": "2025-12-01",
            "from": "2026-01-01",
            "goal": title("goal"),
            "lessons": ["basics"],
        }
        whole = {"course": "basics", "title": title("basics"), "reviewed": day}
        file = whole | {"versions": [version | {"teaches": ["growth"]}]}
        made = pages(tmp_path / day, APRIL, **{"courses/basics": file})
        assert ('data-stale="growth"' in made[paths[0]]) is stale, day


def test_a_quiz_follows_its_rule_and_keeps_back_what_it_cannot_ask_yet(tmp_path: Path) -> None:
    late = {"pass": "80 %", "questions": [*QUIZ["questions"], question("6 %", "7 %", right=RATE)]}
    for on, asked, shown in ((FEBRUARY, 2, "5%"), (APRIL, 3, "6%")):
        page = pages(tmp_path / f"{on}", on, course={"quiz": late})["training/basics/quiz/index.md"]
        assert page.count("<fieldset") == page.count('class="pb-right"') == asked
        assert ("A question is left out here" in page) == (asked == 2)
        assert f'data-unit="percent">{shown}</b>' in page
        assert '<span data-furniture="prose">2%</span>' in page


def webinar(starts: str, announced: str, **more: str) -> dict[str, Any]:
    named = {
        "title": title("evening"),
        "host": title("olga"),
        "about": {"en": "Of 5, {clause.growth}", "ru": "О 5"},
    }
    return {
        **named,
        "announced": announced,
        "starts": starts,
        "minutes": "90",
        "link": "https://a.example",
        **more,
    }


def test_webinars_stand_on_their_page_and_in_the_feed_from_their_announcement_on(tmp_path: Path) -> None:
    some = {
        "summer": webinar("2026-07-01 19:00", "2026-02-10"),
        "winter": webinar("2026-02-10 19:00", "2026-02-01"),
        "past": webinar("2026-02-09 00:30", "2026-01-02", recording="https://b.example"),
        "secret": webinar("2026-02-20 19:00", "2026-02-11"),
    }
    made = pages(tmp_path, FEBRUARY, webinars={"webinars": some})
    page, feed = made["training/webinars/index.md"], made["training/webinars.ics"]
    assert [page.index(f'data-webinar="{name}"') for name in ("winter", "summer", "past")] == sorted(
        page.index(f'data-webinar="{name}"') for name in ("winter", "summer", "past")
    )
    assert "secret" not in page + feed
    assert page.index("https://b.example") > page.index("## Past")
    assert feed == pages(tmp_path, FEBRUARY, webinars={"webinars": some})["training/webinars.ics"]
    assert "\n" not in feed.replace("\r\n", "")
    events = [one for one in Calendar.from_ical(feed).walk() if one.name == "VEVENT"]
    found = [(str(one["UID"]), one["DTSTART"].dt, one["DURATION"].dt) for one in events]
    length = timedelta(minutes=90)
    assert found == [  # Berlin is one hour before the time of UTC in winter, and two in summer
        ("past@drawn", datetime(2026, 2, 8, 23, 30, tzinfo=UTC), length),
        ("winter@drawn", datetime(2026, 2, 10, 18, tzinfo=UTC), length),
        ("summer@drawn", datetime(2026, 7, 1, 17, tzinfo=UTC), length),
    ]
    assert str(events[0]["DESCRIPTION"]) == "Host: Olga\n\nOf 5, Growth"
    russian = pages(tmp_path, FEBRUARY, "ru", webinars={"webinars": some})["training/webinars.ics"]
    assert str(Calendar.from_ical(russian).walk("VEVENT")[0]["SUMMARY"]) == "Имя evening"


def test_without_webinars_there_is_no_feed(tmp_path: Path) -> None:
    later = {"later": webinar("2026-03-01 19:00", "2026-02-20")}
    made = pages(tmp_path, FEBRUARY, webinars={"webinars": later})
    assert not [name for name in made if "webinars" in name]
