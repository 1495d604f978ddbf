"""The invented orders of the demonstration, month by month, with the faults that real exports have."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from generator.workflow.demo_partners import DemoPartner, partner_id
from generator.workflow.demo_script import SCRIPTED_ORDERS, SCRIPTED_PARTNERS, ScriptedOrder

FIRST_MONTH = date(2026, 5, 1)
"""The programme's first month: there are no orders before it."""

# Article and price in roubles.
_GOODS = (
    ("bed-set-euro", 14900), ("bed-set-double", 12400), ("bed-set-single", 9900), ("bed-set-cot", 7900),
    ("duvet-cover", 6900), ("sheet-fitted", 5600), ("sheet-flat", 4200), ("pillowcase-pair", 2980),
    ("pillowcase", 1790), ("tablecloth-large", 5200), ("tablecloth", 3600), ("napkins", 1950),
    ("table-runner", 1750), ("towel-bath", 2300), ("towel-face", 890), ("towel-kitchen", 590), ("robe", 6700),
)  # fmt: skip
_DISCOUNTS = (0, 0, 0, 0, 0, 0, 0, 5, 5, 7, 12)  # percent
_DELIVERY = (0, 0, 35000, 49000, 49000)  # kopecks
_SEASON = (0.8, 0.85, 1.0, 0.9, 0.85, 0.8, 0.72, 0.9, 1.05, 1.2, 1.3, 1.5)  # January first

# Faults by month of the first year: orders without a partner; repeats of the month before at a file's top.
_WITHOUT_PARTNER = {5: 2, 6: 1, 7: 2, 8: 1, 9: 2, 10: 1}
_REPEATED = {6: 2, 9: 2}
_TEST_MONTHS = range(5, 11)
_TEST = "TEST"
_ORDERS_AFTER_LEAVING = 3


@dataclass(frozen=True)
class DemoOrder:
    """One row of the export; `amount` (with delivery) and `delivery` are kopecks, negative for a return."""

    id: str
    partner: str
    day: date
    customer: str
    product: str
    amount: int
    delivery: int
    status: str


def invent_sales(people: list[DemoPartner], on: date, seed: int) -> Iterator[tuple[date, list[DemoOrder]]]:
    """Yield (first day of the month, its rows by day) from May 2026 to the month of `on`, nothing after `on`.

    A later `on` only adds rows: what was there before stays the same, byte for byte.
    """
    month, numbered = FIRST_MONTH, 0
    waiting: list[DemoOrder] = []
    before: list[DemoOrder] = []
    while month <= on:
        following = month + timedelta(days=calendar.monthrange(month.year, month.month)[1])
        rng = np.random.default_rng([seed, 3, month.year, month.month])
        drafts = [*_scripted(month), *_bought(people, month, rng), *_faults(people, month, rng)]
        drafts.sort(key=lambda order: order.day)
        orders = [replace(order, id=f"L26-{numbered + k:05d}") for k, order in enumerate(drafts, start=1)]
        numbered += len(orders)
        returns = [*waiting, *_returns(orders, people, rng)]
        waiting = [order for order in returns if order.day >= following]
        rows = [*orders, *(order for order in returns if order.day < following)]
        rows += _scripted_returns(month, [*before, *orders])
        rows.sort(key=lambda order: (order.day, order.id))
        yield month, [row for row in (*_repeats(before, people, month), *rows) if row.day <= on]
        month, before = following, rows


def _scripted(month: date) -> list[DemoOrder]:
    script = (order for order in SCRIPTED_ORDERS if order.returns is None)
    return [_from_script(order) for order in script if _in_month(order.day, month)]


def _scripted_returns(month: date, sold: list[DemoOrder]) -> list[DemoOrder]:
    """The script's returns of this month, each named after the order that came back."""
    orders = {(row.partner, row.day): row for row in sold}
    returned = []
    for order in SCRIPTED_ORDERS:
        if order.returns is not None and _in_month(order.day, month):
            draft, original = _from_script(order), orders[partner_id(order.partner), order.returns]
            who, what = original.customer, original.product
            returned.append(replace(draft, id=f"{original.id}-R", customer=who, product=what))
    return returned


def _from_script(order: ScriptedOrder) -> DemoOrder:
    delivery = 0 if order.net < 0 else _DELIVERY[order.day.day % len(_DELIVERY)]
    article = min(_GOODS, key=lambda goods: abs(goods[1] * 100 - order.net))[0]
    customer = f"K-{order.partner * 37 + order.day.day % 9:05d}"
    seller = partner_id(order.partner)
    return DemoOrder("", seller, order.day, customer, article, order.net + delivery, delivery, order.status)


def _bought(people: list[DemoPartner], month: date, rng: np.random.Generator) -> Iterator[DemoOrder]:
    """Orders of the month. Numbers are drawn for everybody, so that no orders depend on who else is there."""
    days = calendar.monthrange(month.year, month.month)[1]
    for person in people:
        mood, idle, rest = (float(value) for value in rng.random(3))
        wanted = person.rate * _SEASON[month.month - 1] * (0.4 + 1.2 * mood)
        count = 0 if idle < 0.12 else int(wanted) + (rest < wanted - int(wanted))
        for _ in range(count):
            order = _order(person, month + timedelta(days=int(rng.integers(0, days))), rng)
            if person.number not in SCRIPTED_PARTNERS and person.active_on(order.day):
                yield order


def _order(person: DemoPartner, day: date, rng: np.random.Generator) -> DemoOrder:
    """One order: a main article, now and then for a hotel, often something small beside it."""
    choices = (_GOODS, _GOODS, _DISCOUNTS, _DELIVERY)
    main, extra, discount, delivery = (int(rng.integers(0, len(choice))) for choice in choices)
    kind, chance, whom = (float(value) for value in rng.random(3))
    quantity = person.basket * (1 if kind < 0.7 else 2 if kind < 0.95 else 3 + int((kind - 0.95) * 300))
    goods = _GOODS[main][1] * quantity + (_GOODS[extra][1] if chance < 0.4 else 0)
    net = goods * (100 - _DISCOUNTS[discount])  # roubles by percent are kopecks
    fee = 0 if net >= 1_000_000 else _DELIVERY[delivery]
    customer = f"K-{person.number * 37 + int(whom * whom * 46):05d}"
    status = "cancelled" if chance > 0.96 else "paid"
    return DemoOrder("", person.id, day, customer, _GOODS[main][0], net + fee, fee, status)


def _returns(
    orders: list[DemoOrder], people: list[DemoPartner], rng: np.random.Generator
) -> Iterator[DemoOrder]:
    """Some paid orders come back later, whole or in part: rows with a minus and a status of their own."""
    by_id = {person.id: person for person in people if person.number not in SCRIPTED_PARTNERS}
    for order in orders:
        chance, whole = (float(value) for value in rng.random(2))
        later = order.day + timedelta(days=int(rng.integers(3, 26)))
        person = by_id.get(order.partner)
        if chance > 0.06 or order.status != "paid" or order.customer == _TEST:
            continue
        if person is not None and person.active_on(later):
            goods = order.amount - order.delivery
            amount = goods if whole < 0.6 else goods // 200 * 100
            yield replace(order, id=f"{order.id}-R", day=later, amount=-amount, delivery=0, status="returned")


def _faults(people: list[DemoPartner], month: date, rng: np.random.Generator) -> Iterator[DemoOrder]:
    """Rows that the book rejects, each for one reason that `sources.yaml` declares."""
    if month.year != FIRST_MONTH.year:
        return
    for _ in range(_WITHOUT_PARTNER.get(month.month, 0)):
        order = _order(people[0], month + timedelta(days=int(rng.integers(0, 28))), rng)
        yield replace(order, partner="", status="paid", customer=f"K-{int(rng.integers(90000, 99999)):05d}")
    if month.month in _TEST_MONTHS:
        day = month + timedelta(days=9)
        yield DemoOrder("", people[1].id, day, _TEST, "towel-kitchen", 100, 0, "paid")
    leavers = [(person, person.left_on) for person in people if person.left_on is not None]
    for person, left in leavers[:_ORDERS_AFTER_LEAVING]:
        if _in_month(late := left + timedelta(days=3), month):
            yield replace(_order(person, late, rng), status="paid")


def _repeats(before: list[DemoOrder], people: list[DemoPartner], month: date) -> list[DemoOrder]:
    """The last good rows of the month before, exported a second time."""
    count = _REPEATED.get(month.month, 0) if month.year == FIRST_MONTH.year else 0
    by_id = {person.id: person for person in people}
    paid = (row for row in before if row.status == "paid" and row.customer != _TEST)
    good = [row for row in paid if row.partner in by_id and by_id[row.partner].active_on(row.day)]
    return good[-count:] if count else []


def _in_month(day: date, month: date) -> bool:
    return (day.year, day.month) == (month.year, month.month)
