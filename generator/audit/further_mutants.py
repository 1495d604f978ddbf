"""Mutants of what is said besides money: training, recognition, goals, people, on pages, feeds and statements."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from generator.audit.edits import Element, cut_out, double, elements, inside, refill
from generator.audit.ground import Ground, Mutant, Operator, shortened
from generator.audit.page_mutants import Spot
from generator.audit.personal_lists import CONSENTS, GOALS
from generator.audit.private_mutants import edited, nudge

SHOWN = frozenset(
    (
        "course-differs recognition-differs goal-differs contact-differs text-differs figure-missing figure-unexpected "
        "fact-differs reference-wrong plain-reading-differs fact-unreadable closed-statement-differs"
    ).split()
)
TRAINING = frozenset("training-differs languages-differ".split())
PLACES = frozenset("recognition-differs fact-differs".split())
PARTS = ("training/", "webinar/", "certificate/", "badge/", "board/", "goal/", "dispute/")
MARKS = ("certificate/", "board/", "goal/", "person/", "channel/")
ENTRIES = ("data-course", "data-attended", "data-recommended", "data-mentor", "data-goal", "data-certificate")

Edit = Callable[[str, Element, random.Random], str | None]


def _starts(attribute: str, starts: tuple[str, ...]) -> Callable[[Element], bool]:
    return lambda one: one.attributes.get(attribute, "").startswith(starts)


def _cut(text: str, element: Element, rng: random.Random) -> str:
    return cut_out(text, element)


def _twice(text: str, element: Element, rng: random.Random) -> str:
    return double(text, element)


def _renamed(text: str, element: Element, rng: random.Random) -> str:
    """A name, a word or a number of a certificate becomes another one."""
    return refill(text, element, f"{inside(text, element)}a")


def _letter(text: str, element: Element, rng: random.Random) -> str | None:
    """A letter that is begun about something else, or to somebody else."""
    address = element.attributes["href"].replace("&", "&amp;")
    other = address.replace("partner%20", "partner%20x", 1).replace("%D1%91%D1%80%20", "%D1%91%D1%80%20x", 1)
    if rng.random() < 0.5 or other == address:
        other = address.replace("mailto:", "mailto:x", 1)
    opening = text[element.start : element.inner_start]
    return text[: element.start] + opening.replace(address, other) + text[element.inner_start :]


def on_page(
    operator: str, fits: Callable[[Element], bool], edit: Edit, right: frozenset[str], folder: str = ""
) -> Operator:
    """An operator that edits one element of one public page that lies in a folder."""

    def make(rng: random.Random, ground: Ground) -> Mutant | None:
        pages = [path for path in ground.pages if f"/{folder}/" in path]
        rng.shuffle(pages)
        for path in pages:
            text = ground.outputs.text(path)
            found = [one for one in elements(text) if fits(one)]
            if not found:
                continue
            one = rng.choice(found)
            new = edit(text, one, rng)
            if new is not None and new != text:
                says = f"{path}: {shortened(inside(text, one), 40)}"
                return Spot(path, text, one).mutant(operator, says, new, right)
        return None

    return make


def _class(name: str) -> Callable[[Element], bool]:
    return lambda one: name in one.attributes.get("class", "").split()


def _quiz_link(text: str, element: Element, rng: random.Random) -> str | None:
    """No way from a course to its quiz."""
    return cut_out(text, element) if "/quiz/" in text[element.start : element.end] else None


def _of_quiz(text: str, element: Element, rng: random.Random) -> str | None:
    """The answer of another question."""
    own = inside(text, element)
    others = [
        one for one in (inside(text, one) for one in elements(text) if _class("pb-right")(one)) if one != own
    ]
    return refill(text, element, rng.choice(others)) if others else None


def _alike(text: str, element: Element, rng: random.Random) -> str | None:
    """All options of a question in the words of the first."""
    within = (one for one in elements(text) if element.start < one.start < element.end)
    options = [one for one in within if _class("pb-option")(one)]
    if len(options) < 2:
        return None
    return refill(text, options[1], inside(text, options[0]))


def _minute(text: str, element: Element, rng: random.Random) -> str | None:
    """Another minute, day or length."""
    shown = inside(text, element)
    places = [at for at, sign in enumerate(shown) if sign.isdecimal()]
    if not places:
        return None
    at = places[-1] if element.attributes["data-record"] != "webinar-day" else places[0]
    digit = str((int(shown[at]) + 1) % 10 or 1)
    return refill(text, element, shown[:at] + digit + shown[at + 1 :])


def feed(operator: str, edit: Callable[[str, random.Random], str | None]) -> Operator:
    """An operator that edits one calendar feed."""

    def make(rng: random.Random, ground: Ground) -> Mutant | None:
        paths = ground.outputs.list("build/site", "*.ics")
        if not paths:
            return None
        path = rng.choice(paths)
        text = ground.outputs.read(path).decode()
        new = edit(text, rng)
        if new is None or new == text:
            return None
        return Mutant(operator, path, {path: new.encode()}, TRAINING)

    return make


def _moved(text: str, rng: random.Random) -> str | None:
    """A digit of the beginning or the length of an event."""
    found = list(re.finditer(r"(?m)^(?:DTSTART|DURATION)[:;]\D*(\d+)", text))
    if not found:
        return None
    hit = rng.choice(found)
    at = hit.end(1) - 1
    return text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]


def _lost(text: str, rng: random.Random) -> str | None:
    """An event that is not there."""
    found = list(re.finditer(r"(?s)BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", text))
    hit = rng.choice(found) if found else None
    return None if hit is None else text[: hit.start()] + text[hit.end() :]


def _retitled(text: str, rng: random.Random) -> str | None:
    """An event, or the calendar, under another name."""
    found = list(re.finditer(r"(?m)^(?:SUMMARY|X-WR-CALNAME):(.)", text))
    hit = rng.choice(found) if found else None
    return None if hit is None else f"{text[: hit.start(1)]}X{text[hit.end(1) :]}"


def written(operator: str, path: str, pattern: str, shown: str, right: frozenset[str]) -> Operator:
    """An operator on a list of people's agreements: of what a statement or a page shows, one sign is another one.

    `pattern` has a group for what is changed; `shown` says, with the changed text or the entry's name in it, what must
    stand somewhere for the change to be seen.
    """

    def make(rng: random.Random, ground: Ground) -> Mutant | None:
        if not ground.outputs.exists(path):
            return None
        text = ground.outputs.text(path)
        hits = list(re.finditer(pattern, text))
        rng.shuffle(hits)
        for hit in hits:
            wanted = shown.format(**hit.groupdict())
            if any(wanted in ground.fragment(*one) for one in ground.statements):
                start, end = hit.span("what")
                other = _another(text[start:end])
                says = f"{path}: {shortened(hit[0])} -> {other}"
                return Mutant(operator, says, {path: (text[:start] + other + text[end:]).encode()}, right)
        return None

    return make


def _another(text: str) -> str:
    """A figure with another first digit, or a name with a letter more."""
    if text[0].isdecimal():
        return f"{int(text[0]) % 9 + 1}{text[1:]}"
    return f"{text.strip()}a"


FURTHER_OPERATORS: dict[str, Operator] = {
    "further-figure-moved": edited(
        "further-figure-moved", "data-fact", nudge, SHOWN, _starts("data-fact", PARTS)
    ),
    "further-mark-changed": edited(
        "further-mark-changed", "data-record", _renamed, SHOWN, _starts("data-record", MARKS)
    ),
    **{
        f"further-{what}-{name.removeprefix('data-')}": edited(
            f"further-{what}-{name.removeprefix('data-')}", name, edit, SHOWN
        )
        for name in ENTRIES
        for what, edit in (("dropped", _cut), ("doubled", _twice))
    },
    "letter-changed": edited("letter-changed", "data-dispute", _letter, SHOWN),
    "stale-note-dropped": on_page(
        "stale-note-dropped", lambda one: "data-stale" in one.attributes, _cut, TRAINING, "training"
    ),
    "stale-note-changed": on_page(
        "stale-note-changed",
        lambda one: one.attributes.get("data-record") == "reviewed",
        _renamed,
        TRAINING,
        "training",
    ),
    "opened-dropped": on_page(
        "opened-dropped",
        lambda one: any(name.startswith("data-opens-") for name in one.attributes),
        _cut,
        TRAINING,
        "training",
    ),
    "quiz-link-dropped": on_page("quiz-link-dropped", _class("pb-next"), _quiz_link, TRAINING, "training"),
    "quiz-answer-changed": on_page("quiz-answer-changed", _class("pb-right"), _renamed, TRAINING, "quiz"),
    "quiz-answer-of-another": on_page(
        "quiz-answer-of-another", _class("pb-right"), _of_quiz, TRAINING, "quiz"
    ),
    "quiz-options-alike": on_page("quiz-options-alike", _class("pb-question"), _alike, TRAINING, "quiz"),
    "webinar-moved": on_page(
        "webinar-moved",
        lambda one: one.attributes.get("data-record", "").startswith("webinar-"),
        _minute,
        TRAINING,
        "webinars",
    ),
    "webinar-dropped": on_page(
        "webinar-dropped", lambda one: "data-webinar" in one.attributes, _cut, TRAINING, "webinars"
    ),
    "feed-moved": feed("feed-moved", _moved),
    "feed-event-dropped": feed("feed-event-dropped", _lost),
    "feed-retitled": feed("feed-retitled", _retitled),
    "place-moved": on_page(
        "place-moved",
        _starts("data-fact", ("board/", "winners/")),
        nudge,
        PLACES | {"fact-unreadable"},
        "leaderboards",
    ),
    "place-of-another": on_page(
        "place-of-another", _starts("data-record", ("board/",)), _renamed, PLACES, "leaderboards"
    ),
    "goal-changed": written(
        "goal-changed",
        GOALS,
        r"goal: (?P<name>[\w-]+)\b[^{}]*?\btarget: (?P<what>\d[\d ]*)",
        'data-goal="{name}"',
        SHOWN,
    ),
    "consent-changed": written(
        "consent-changed", CONSENTS, r"\bname: (?P<what>[^,}}\n]+)", ">{what}</span>", SHOWN
    ),
}
