"""The page of webinars and the calendar feed beside it: both name the same webinars, at the same time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from generator.audit.feeds import Event, Feed, FeedBroken, read_feed
from generator.audit.findings import Findings, Place
from generator.audit.learning import Webinar
from generator.audit.numerals import MONTHS
from generator.audit.outputs import Memo, Outputs
from generator.audit.page_elements import article_of, below, having, led, of_class, text_of
from generator.audit.public import SITE, Public
from generator.audit.skeleton import Skeleton

FOLDER = "training/webinars"
FEED = "training/webinars.ics"
WORDS = {
    "en": {
        "upcoming": "Upcoming",
        "past": "Past",
        "host": "Host: ",
        "course": "Goes with the course ",
        "join": "Join",
        "recording": "Recording",
        "minutes": "min",
    },
    "ru": {
        "upcoming": "Предстоящие",
        "past": "Прошедшие",
        "host": "Ведёт: ",
        "course": "К курсу: ",
        "join": "Присоединиться",
        "recording": "Запись",
        "minutes": "мин",
    },
}


class PageBroken(ValueError):
    """A webinar on the page does not say what it must."""


@dataclass(frozen=True)
class Shown:
    """One webinar as the page shows it."""

    name: str
    upcoming: bool
    anchor: str
    title: str
    starts: datetime  # in the zone of the programme
    minutes: int
    host: str
    about: str
    courses: tuple[tuple[str, str], ...]  # the thing, and where its link leads
    link: tuple[tuple[str, str], ...]  # words and address

    def rank(self) -> tuple[datetime, str]:
        """Where it stands among those to come."""
        return self.starts, self.name


def read_webinars(content: bytes, language: str) -> list[Shown]:
    """The webinars of the page, in the order shown; PageBroken where one cannot be read."""
    article = article_of(content)
    if article is None:
        raise PageBroken("there is no article")
    words, group = WORDS[language], ""
    found: list[Shown] = []
    for one in below(article):
        if one.tag == "h2":
            group = next((name for name in ("upcoming", "past") if text_of(one) == words[name]), "")
        if one.get("data-webinar") is not None:
            if not group:
                raise PageBroken(f"{one.get('data-webinar')} is neither upcoming nor past")
            found.append(_webinar(one, group == "upcoming", language))
    return found


def _webinar(element: HtmlElement, upcoming: bool, language: str) -> Shown:
    name, words = element.get("data-webinar") or "", WORDS[language]
    marks = {one.get("data-record") or "": text_of(one) for one in having(element, "data-record")}
    heads = [one for one in below(element) if one.tag == "h3"]
    lines = [text_of(one) for one in element.iter("p")]
    hosts = [line.removeprefix(words["host"]) for line in lines if line.startswith(words["host"])]
    codes = [text_of(one) for one in element.iter("code")]
    if len(heads) != 1 or len(hosts) != 1 or len(codes) != 1:
        raise PageBroken(f"{name} has {len(heads)} titles, {len(hosts)} hosts and {len(codes)} zones")
    minutes = re.fullmatch(rf"([1-9]\d*) {words['minutes']}", marks.get("webinar-minutes", ""))
    clock = re.fullmatch(r"(\d\d):(\d\d)", marks.get("webinar-time", ""))
    day = re.fullmatch(r"(\d+) (\S+) (\d{4})", marks.get("webinar-day", ""))
    if minutes is None or clock is None or day is None or day[2] not in MONTHS[language]:
        raise PageBroken(f"{name} does not say when it is: {marks}")
    words_about = having(element, "data-explanation")
    about = [text_of(one) for one in words_about]
    inside = {one for words_of in words_about for one in below(words_of)}
    refs = [one for one in having(element, "data-ref") if one not in inside]
    if any(text_of(one) for one in refs) != any(line.startswith(words["course"]) for line in lines):
        raise PageBroken(f"{name} does not say to which course it goes")
    return Shown(
        name,
        upcoming,
        heads[0].get("id") or "",
        text_of(heads[0]),
        datetime.combine(
            date(int(day[3]), MONTHS[language].index(day[2]) + 1, int(day[1])),
            time(int(clock[1]), int(clock[2])),
            ZoneInfo(codes[0]),
        ),
        int(minutes[1]),
        hosts[0],
        about[0] if about else "",
        tuple((one.get("data-ref") or "", led(one.get("href") or "", FOLDER)) for one in refs),
        tuple((text_of(one), one.get("href") or "") for one in of_class(element, "pb-join")),
    )


def check_webinars(
    outputs: Outputs, public: Public, skeleton: Skeleton, on: date, memo: Memo, findings: Findings
) -> dict[str, Webinar]:
    """Hold the page and the feed of each language against each other; gives what statements may name."""
    wanted = {name for name, announced in skeleton.webinars.items() if announced <= on}
    titles: dict[str, dict[str, str]] = {name: {} for name in wanted}
    by_language: dict[str, list[tuple[object, ...]]] = {}
    for at, language in enumerate(skeleton.languages):
        home = SITE if at == 0 else f"{SITE}/{language}"
        path, feed = f"{home}/{FOLDER}/index.html", f"{home}/{FEED}"
        if not wanted:
            if path in public.pages or outputs.exists(feed):
                findings.add("training-differs", Place(path), "no webinar is announced, and there is a page")
            continue
        if path not in public.pages or not outputs.exists(feed):
            findings.add("page-missing", Place(path), "there is no page of webinars with its calendar")
            continue
        key = ("webinars", language, path, outputs.digest(path))
        try:
            shown = memo.get(key, partial(read_webinars, outputs.read(path), language))
        except (PageBroken, ValueError, KeyError) as error:
            findings.add("training-differs", Place(path), str(error))
            continue
        for says in _wrong_page(shown, wanted, on, skeleton, language):
            findings.add("training-differs", Place(path), says)
        try:
            events = memo.get(("feed", feed, outputs.digest(feed)), partial(read_feed, outputs.read(feed)))
            for says in _wrong_feed(events, shown, skeleton, public.pages[path].title, language):
                findings.add("training-differs", Place(feed), says)
        except FeedBroken as error:
            findings.add("training-differs", Place(feed), str(error))
        for one in shown:
            titles.setdefault(one.name, {})[language] = one.title
        by_language[language] = [
            (one.name, one.starts, one.minutes, [address for _, address in one.link], one.courses)
            for one in shown
        ]
        findings.count("webinars", len(shown))
    first = next(iter(by_language.values()), [])
    if any(other != first for other in by_language.values()):
        findings.add("languages-differ", Place(FOLDER), "the webinars are not the same in each language")
    return {name: Webinar(skeleton.webinars[name], titles[name]) for name in sorted(wanted)}


def _wrong_page(
    shown: list[Shown], wanted: set[str], on: date, skeleton: Skeleton, language: str
) -> Iterator[str]:
    names = [one.name for one in shown]
    if sorted(names) != sorted(wanted):
        yield f"it shows {names}, it should show {sorted(wanted)}"
    coming = sorted((one for one in shown if one.starts.date() >= on), key=Shown.rank)
    past = sorted((one for one in shown if one.starts.date() < on), key=lambda one: one.name)
    past.sort(key=lambda one: one.starts, reverse=True)
    if names != [one.name for one in (*coming, *past)]:
        yield f"they stand in the order {names}"
    for one in shown:
        if one.upcoming != (one.starts.date() >= on) or one.anchor != f"webinar-{one.name}":
            yield f"{one.name} stands at {one.anchor} among those to come: {one.upcoming}"
        if str(one.starts.tzinfo) != skeleton.zone:
            yield f"{one.name} is given in the time zone {one.starts.tzinfo}"
        words = WORDS[language]["join" if one.upcoming else "recording"]
        allowed = 1 if one.upcoming else len(one.link)
        if len(one.link) != allowed or allowed > 1 or any(text != words for text, _ in one.link):
            yield f"{one.name} is joined by {one.link}"
        if any(led_to != thing.replace("course/", "training/") for thing, led_to in one.courses):
            yield f"{one.name} goes with {one.courses}"


def _wrong_feed(
    feed: Feed, shown: list[Shown], skeleton: Skeleton, title: str, language: str
) -> Iterator[str]:
    # A calendar stands among others, so the programme is named first; a page names it last.
    parts = feed.name().split(": ")
    named = (f"{': '.join(parts[at:])} - {': '.join(parts[:at])}" for at in range(1, len(parts)))
    if title not in named:
        yield f"it is called {feed.name()!r}, its page {title!r}"
    order = sorted(shown, key=Shown.rank)
    names = [event.text("UID").partition("@")[0] for event in feed.events]
    if names != [one.name for one in order]:
        yield f"its events are {names}, they should be {[one.name for one in order]}"
        return
    for one, event in zip(order, feed.events, strict=True):
        yield from (f"{one.name}: {says}" for says in _wrong_event(one, event, skeleton, language))


def _wrong_event(one: Shown, event: Event, skeleton: Skeleton, language: str) -> Iterator[str]:
    if event.moment("DTSTART") != one.starts.astimezone(UTC):
        yield f"it begins at {event.moment('DTSTART')}, on its page at {one.starts}"
    if event.length() != timedelta(minutes=one.minutes):
        yield f"it lasts {event.length()}, on its page {one.minutes} minutes"
    if event.moment("DTSTAMP").date() != skeleton.webinars[one.name]:
        yield f"it is stamped {event.moment('DTSTAMP')}"
    said = " ".join([f"{WORDS[language]['host']}{one.host}", one.about])
    for name, wanted in (("SUMMARY", one.title), ("DESCRIPTION", said)):
        if " ".join(event.text(name).split()) != " ".join(wanted.split()):
            yield f"its {name} is {event.text(name)!r}, it should be {wanted!r}"
    if one.upcoming and event.text("URL") != one.link[0][1]:
        yield f"it leads to {event.text('URL')}, its page to {one.link}"
