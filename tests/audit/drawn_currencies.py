"""Random books in several currencies: sales, returns, lines and splits, converted by rates of one day or another."""

import random
import shutil
from datetime import date, timedelta
from pathlib import Path

from tests.audit.twice import published
from tests.workflow.projects import SMALL, copy, edit

ON = date(2026, 3, 20)
CURRENCIES = ("USD", "JPY", "KWD")
SOURCES = """\
sources:
- table: partners
  files: partners.csv
  columns: {partner: partner, name: name, joined_on: joined_on, left_on: left_on, sponsor: sponsor, language: language}
- table: sales
  files: sales.csv
  columns:
    sale: sale
    partner: partner
    date: date
    status: status
    currency: currency
    return_of: return_of
    amount: {column: amount, digits: 2}
  unique: sale
  converts: [amount]
- table: splits
  files: splits.csv
  columns: {sale: sale, partner: partner, share: {column: share, digits: 2}}
  divides: [amount]
- table: rates
  files: rates.csv
  columns: {currency: currency, date: date, rate: {column: rate, digits: 4}}
"""
PARTNERS = ("anna", "boris", "eva")


def drawn(seed: int, root: Path) -> None:
    """Write a project with the programme `small`, which converts as drawn, and with drawn records."""
    rng = random.Random(seed)
    shutil.rmtree(root, ignore_errors=True)
    copy(SMALL, root)
    oldest, rate_of = rng.choice((0, 3, 9)), rng.choice(("day_of_sale", "end_of_last_month"))
    age = f"max_age: {oldest} days, " if oldest else ""
    mode = rng.choice(("half_up", "half_even", "down"))
    rounding = "    rounding: {mode: half_up, digits: 2}"
    sales = f"{{rate_of: {rate_of}, {age}rounding: {{mode: {mode}, digits: {rng.choice((0, 1, 2))}}}}}"
    edit(root / "program/programme.yaml", rounding, f"{rounding}\n    currencies:\n      sales: {sales}")
    (root / "partners_data/sources.yaml").write_text(SOURCES)
    prices = {code: rng.choice((3, 1, 30)) for code in CURRENCIES}
    asked: list[tuple[str, date]] = []
    rows = ["sale,partner,date,status,currency,return_of,amount"]
    splits = ["sale,partner,share"]
    for number in range(rng.randint(6, 14)):
        day = date(2026, 1, 5) + timedelta(days=rng.randrange(70))
        code = rng.choice(("", "EUR", *CURRENCIES))
        amount = f"{rng.randrange(1, 90000) / 100:.2f}"
        rows.append(f"s{number},{rng.choice(PARTNERS)},{day},paid,{code},,{amount}")
        if code in CURRENCIES:
            asked.append((code, day if rate_of == "day_of_sale" else day.replace(day=1) - timedelta(days=1)))
        if rng.random() < 0.3:
            part = rng.randrange(1, 10000)
            splits += [f"s{number},anna,{part / 100:.2f}", f"s{number},eva,{(10000 - part) / 100:.2f}"]
        if rng.random() < 0.3:
            back = min(day + timedelta(days=rng.randrange(30)), ON)
            rows.append(f"r{number},,{back},returned,,s{number},-{amount}")
    rates = {
        (code, day - timedelta(days=rng.randrange(oldest + 1))): prices[code] * rng.randrange(9000, 11000)
        for code, day in asked
    }
    for code, day in rates.copy():  # others around them, which must not be taken where a nearer one is there
        rates.setdefault((code, day + timedelta(days=1)), prices[code] * rng.randrange(9000, 11000))
    told = [f"{code},{day},{price / 10000:.4f}" for (code, day), price in sorted(rates.items())]
    for name, lines in (
        ("sales", rows),
        ("splits", splits),
        ("rates", ["currency,date,rate", *told]),
    ):
        (root / f"partners_data/{name}.csv").write_text("\n".join(lines) + "\n")
    published(root, date(2026, 2, 1))
