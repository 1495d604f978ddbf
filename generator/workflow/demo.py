"""The demonstration: data of the example programme, and the secret that seals its statements."""

import base64
import csv
import io
import os
import secrets
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from generator.workflow.benchmark_data import write_benchmark_data
from generator.workflow.demo_choices import (
    Fact,
    Handover,
    Redemption,
    invent_facts,
    invent_handovers,
    invent_redemptions,
    manager_of,
    mentor_of,
)
from generator.workflow.demo_partners import (
    CoursePass,
    DemoPartner,
    invent_courses,
    invent_partners,
    partner_id,
)
from generator.workflow.demo_sales import DemoOrder, invent_sales
from generator.workflow.demo_script import SCRIPTED_PARTNERS

__all__ = ["default_secret_path", "ensure_demo_secret", "write_benchmark_data", "write_demo"]


def write_demo(root: Path, on: date, partners: int = 240, seed: int = 7) -> tuple[Path, ...]:
    """Write the demonstration's data under `root/partners_data`.

    That is partners.csv, events.csv, redemptions.csv, handovers.csv and one file of sales for each month up to `on`.
    The files look like a Russian office's export: semicolons, decimal commas, dates as 31.05.2026, UTF-8. The
    same arguments give the same bytes, and a later `on` only adds to what an earlier one wrote. Files that
    are already as they should be are left alone. Returns the paths written. Raises ValueError with fewer than
    60 partners, with `on` before the programme's first month, or when a month's file lies there that this
    demonstration would not write.
    """
    data = root / "partners_data"
    people = invent_partners(partners, seed, keep=SCRIPTED_PARTNERS)
    passes = invent_courses(people, seed)
    taken = invent_redemptions(people, seed)
    tables = {
        data / "partners.csv": _partners_csv(people, on),
        data / "events.csv": _events_csv(passes, invent_facts(people, passes, seed), on),
        data / "redemptions.csv": _taken_csv("redemption", taken, on),
        data / "handovers.csv": _taken_csv("handover", invent_handovers(taken), on),
    }
    without_sales = len(tables)
    for month, orders in invent_sales(people, on, seed):
        tables[data / "sales" / f"{month:%Y-%m}.csv"] = _sales_csv(orders)
    if len(tables) == without_sales:
        raise ValueError(f"the demonstration begins in May 2026; {on} is too early")
    foreign = sorted(path for path in (data / "sales").glob("*.csv") if path not in tables)
    if foreign:
        raise ValueError(f"{foreign[0]} is not part of the demonstration up to {on}; move it away first")
    return tuple(path for path, text in tables.items() if _write_if_changed(path, text.encode("utf-8")))


def default_secret_path() -> Path:
    """Where the master secret lives: at $PARTNERBOOK_SECRET_FILE, or in the user's state folder."""
    named = os.environ.get("PARTNERBOOK_SECRET_FILE")
    if named:
        return Path(named)
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / "partnerbook" / "demo.secret"


def ensure_demo_secret(path: Path) -> bool:
    """Create a master secret of 32 random bytes at `path` (base64url, mode 0600) unless one is there.

    Folders made on the way get mode 0700. Returns whether it was created. An existing file is never touched:
    a new secret would revoke every link. Raises OSError when the place cannot be written.
    """
    if path.exists():
        return False
    for folder in reversed(path.parents):
        if not folder.exists():
            folder.mkdir(mode=0o700)
    text = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=") + b"\n"
    # Written aside and then linked into place: nobody ever sees half a secret, and a second process cannot
    # replace the first one's.
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text)
        os.link(aside, path)
    except FileExistsError:
        return False
    finally:
        aside.unlink()
    return True


def _partners_csv(people: Iterable[DemoPartner], on: date) -> str:
    head = (
        "partner",
        "name",
        "joined_on",
        "left_on",
        "sponsor",
        "language",
        "region",
        "email",
        "mentor",
        "manager",
    )
    return _csv(head, (_partner_row(person, on) for person in people if person.joined_on <= on))


def _partner_row(person: DemoPartner, on: date) -> tuple[str, ...]:
    left = _day(person.left_on) if person.left_on is not None and person.left_on <= on else ""
    sponsor = "" if person.sponsor is None else partner_id(person.sponsor)
    email = f"{person.id.lower()}@partners.example"
    return (
        person.id,
        person.name,
        _day(person.joined_on),
        left,
        sponsor,
        person.language,
        person.region,
        email,
        mentor_of(person),
        manager_of(person),
    )


def _events_csv(passes: Iterable[CoursePass], facts: Iterable[Fact], on: date) -> str:
    head = ("partner", "date", "event", "subject", "score")
    passed = ((one.day, one.partner, "course_passed", one.course, str(one.score)) for one in passes)
    rows = sorted((*passed, *((one.day, one.partner, one.event, one.subject, "") for one in facts)))
    return _csv(head, ((who, _day(day), *rest) for day, who, *rest in rows if day <= on))


def _taken_csv(what: str, rows: Iterable[Redemption] | Iterable[Handover], on: date) -> str:
    told = ((one.id, one.partner, _day(one.day), one.reward) for one in rows if one.day <= on)
    return _csv((what, "partner", "date", "reward"), told)


def _sales_csv(orders: Iterable[DemoOrder]) -> str:
    head = ("order_id", "dealer", "date", "customer", "product", "amount", "delivery", "status")
    rows = (
        (
            row.id,
            row.partner,
            _day(row.day),
            row.customer,
            row.product,
            _roubles(row.amount),
            _roubles(row.delivery),
            row.status,
        )
        for row in orders
    )
    return _csv(head, rows)


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _roubles(kopecks: int) -> str:
    whole, part = divmod(abs(kopecks), 100)
    return f"{'-' if kopecks < 0 else ''}{whole},{part:02d}"


def _write_if_changed(path: Path, content: bytes) -> bool:
    """Put the content in place in one step unless it is there already; returns whether it was written."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return True
