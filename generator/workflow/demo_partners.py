"""The invented partners of the demonstration: who they are, who invited whom and who learned what."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

STORY = 7
"""Number of the partner whom the documentation shows."""

NOTHING = 19
"""Number of the partner who never sells anything."""

FEWEST = 60
"""Below this many partners the scripted ones would join too late for their orders."""

_FIRST_JOINS = date(2025, 11, 3)
_LAST_JOINS = date(2026, 11, 9)
_FOUNDERS = (date(2025, 9, 8), date(2025, 9, 8), date(2025, 9, 15))
_REGIONS = ("moscow", "petersburg", "volga", "urals", "siberia", "south")

_WOMEN = (
    "Анна Алина Алла Валентина Варвара Вероника Галина Дарья Диана Евгения Екатерина Елена Жанна Зоя Инна "
    "Ирина Карина Кира Ксения Лариса Лидия Людмила Маргарита Марина Надежда Наталья Нина Оксана Полина "
    "Раиса Светлана София Таисия Тамара Ульяна Юлия Яна"
).split()
_MEN = (
    "Антон Борис Виктор Глеб Григорий Денис Егор Иван Кирилл Леонид Максим Олег Павел Роман Степан Тимур "
    "Фёдор Ярослав"
).split()
_SURNAMES = (
    "Аверин Берегов Ветлугин Вишняков Гладышев Горицын Долинин Дубравин Еланин Жаворонков Залесов Звягин "
    "Ивнин Калинов Кленин Клюквин Ковылин Кострин Кудельников Ладогин Лебедин Ледников Лугов Малахитов "
    "Метелин Мостовин Нежданов Нитников Озерин Осокин Пашнин Перелесков Полынин Прялкин Радугин Ракитин "
    "Росин Рябинин Самоцветов Северин Синицын Снегов Тихонравов Травин Узорин Хвоин Чистополов Ясенев"
).split()
_ENGLISH = (
    "Alice Ashworth|Ben Calloway|Clara Dunmore|Daniel Everly|Edith Fairbourne|Felix Garrow|"
    "Grace Holloway|Harry Inglebert|Ivy Jessamine|Jack Kittering|Kate Lindenhall|Leo Marchmont|"
    "Mabel Norwell|Ned Oakhurst|Olive Penrowan|Peter Quillby|Rose Ravenhill|Sam Thistleton|"
    "Tess Underhay|Victor Wainfleet|Wendy Yarborne|Hugh Applegarth|Nora Birchley|Owen Copperfield|"
    "Ruth Darnley|Simon Elmstead"
).split("|")


@dataclass(frozen=True)
class DemoPartner:
    """One invented partner; `sponsor` is a number, `rate` orders a month, `basket` multiplies quantities."""

    number: int
    name: str
    joined_on: date
    left_on: date | None
    sponsor: int | None
    language: str
    region: str
    rate: float
    basket: int

    @property
    def id(self) -> str:
        """The identifier under which the partner stands in every file."""
        return partner_id(self.number)

    def active_on(self, day: date) -> bool:
        """Whether the partner had joined and not yet left on that day."""
        return self.joined_on <= day and (self.left_on is None or day <= self.left_on)


@dataclass(frozen=True)
class CoursePass:
    """A course passed by a partner, with a score out of 100."""

    partner: str
    day: date
    course: str
    score: int


def partner_id(number: int) -> str:
    """The identifier of the partner with this number."""
    return f"P-{number:04d}"


def invent_partners(count: int, seed: int, keep: frozenset[int]) -> list[DemoPartner]:
    """Invent `count` partners in the order of joining; those numbered in `keep` never leave.

    Only additions, multiplications and divisions of doubles are used, no logarithm or power: so every machine
    makes the same people. Raises ValueError below `FEWEST` partners.
    """
    if count < FEWEST:
        raise ValueError(f"the demonstration needs at least {FEWEST} partners, not {count}")
    rng = np.random.default_rng([seed, 1])
    joined = _joining_days(count, rng)
    sponsors = _sponsors(count, rng)
    names = _names(count, rng)
    left = _leaving_days(joined, sponsors, keep, rng)
    activity = rng.random(count)
    regions = rng.integers(0, len(_REGIONS), count)
    large = {3: (30.0, 2), 31: (32.0, 3)}
    people = []
    for i in range(count):
        number = i + 1
        rate, basket = large.get(number, (1.6 / (1.0 - 0.96 * float(activity[i])), 1))
        people.append(
            DemoPartner(
                number=number,
                name=names[i],
                joined_on=joined[i],
                left_on=left.get(number),
                sponsor=sponsors[i],
                language="en" if _speaks_english(number) else "ru",
                region=_REGIONS[int(regions[i])],
                rate=rate,
                basket=basket,
            )
        )
    return people


def invent_courses(people: list[DemoPartner], seed: int) -> list[CoursePass]:
    """Who passed which course and when, sorted by day; nobody before joining or after leaving."""
    rng = np.random.default_rng([seed, 2])
    scripted = {
        3: [
            (date(2025, 9, 20), "sales-basics"),
            (date(2025, 12, 4), "linen-care"),
            (date(2026, 10, 5), "sales-basics"),
        ],
        STORY: [(date(2026, 9, 15), "sales-basics")],
        14: [(date(2026, 7, 2), "sales-basics")],
        15: [(date(2026, 7, 2), "sales-basics")],
        NOTHING: [],
        31: [(date(2026, 6, 18), "sales-basics"), (date(2026, 8, 20), "linen-care")],
    }
    passes = []
    for person in people:
        draw = rng.random(4)
        score = rng.integers(64, 101, 3)
        taken = scripted.get(person.number)
        if taken is None:
            basics = person.joined_on + timedelta(days=4 + int(draw[1] * 140))
            care = basics + timedelta(days=9 + int(draw[3] * 70))
            taken = [(basics, "sales-basics")] if draw[0] < 0.45 else []
            if taken and draw[2] < 0.4:
                taken.append((care, "linen-care"))
        passes += [
            CoursePass(person.id, day, course, int(score[k]))
            for k, (day, course) in enumerate(taken)
            if person.active_on(day)
        ]
    return sorted(passes, key=lambda passed: (passed.day, passed.partner, passed.course))


def _speaks_english(number: int) -> bool:
    return number % 10 == 4


def _joining_days(count: int, rng: np.random.Generator) -> list[date]:
    span = (_LAST_JOINS - _FIRST_JOINS).days
    later = count - len(_FOUNDERS)
    steady = np.arange(later) * span // max(later - 1, 1)
    days = np.sort(np.clip(steady + rng.integers(-4, 5, later), 0, span))
    return [*_FOUNDERS, *(_FIRST_JOINS + timedelta(days=int(day)) for day in days)]


def _sponsors(count: int, rng: np.random.Generator) -> list[int | None]:
    """A random recursive tree that leans to earlier partners: most stand three steps below a founder."""
    draw = rng.random(count)
    founders = len(_FOUNDERS)
    return [
        None if i < founders else 1 + int(i * float(draw[i]) * (0.45 + 0.55 * float(draw[i])))
        for i in range(count)
    ]


def _names(count: int, rng: np.random.Generator) -> list[str]:
    women = rng.permutation(len(_WOMEN) * len(_SURNAMES))
    men = rng.permutation(len(_MEN) * len(_SURNAMES))
    is_man = rng.random(count) < 0.22
    names = []
    for i in range(count):
        number = i + 1
        if number == STORY:
            name = "Вера Ладынина"
        elif _speaks_english(number):
            turn = number // 10
            name = _ENGLISH[turn % len(_ENGLISH)]
            if turn >= len(_ENGLISH):
                name += f" {turn // len(_ENGLISH) + 1}"
        elif is_man[i]:
            first, last = divmod(int(men[i % len(men)]), len(_SURNAMES))
            name = f"{_MEN[first]} {_SURNAMES[last]}"
        else:
            first, last = divmod(int(women[i % len(women)]), len(_SURNAMES))
            name = f"{_WOMEN[first]} {_SURNAMES[last]}а"
        names.append(name)
    return names


def _leaving_days(
    joined: list[date], sponsors: list[int | None], keep: frozenset[int], rng: np.random.Generator
) -> dict[int, date]:
    """About one partner in thirty leaves; nobody with recruits, so that each joins a sponsor who is there."""
    sponsoring = {sponsor for sponsor in sponsors if sponsor is not None}
    may_leave = [
        number
        for number in range(len(_FOUNDERS) + 1, len(joined) + 1)
        if number not in keep and number not in sponsoring and joined[number - 1] <= date(2026, 5, 31)
    ]
    chosen = rng.permutation(len(may_leave))[: max(4, len(joined) // 30)]
    days = rng.integers(0, 110, len(chosen))
    return {
        may_leave[int(k)]: date(2026, 6, 20) + timedelta(days=int(day))
        for k, day in zip(chosen, days, strict=True)
    }
