"""What a source from a database declares: where it is, what is read there, and what tells its rows apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from generator.source import Fault

if TYPE_CHECKING:
    from generator.book.sources import Source

KEPT_IN = "database"
"""The folder below the data in which files lie that hold what was read from databases."""
OF_DATABASES = ("password_from", "from_table", "query", "name", "key")
"""Keys of a source that mean something beside `database` only."""
_PASSWORDS = ("password", "passwd", "pwd", "sslpassword")
"""What drivers call a password among the options of an address."""
_ADDRESS = re.compile(r"[a-z][a-z0-9]*(\+[a-z0-9_]+)?://\S*")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


def kept_files(written: dict[str, Any]) -> dict[str, Any]:
    """A source with the file in which the records of its database are kept, as it is read from then on.

    Raises Fault: source-without-data, option-without-use.
    """
    if not isinstance(written.get("database"), str):
        return written
    for name in ("files", "derive_from"):
        if name in written:
            raise Fault(
                "source-without-data",
                f"The records come from a database, and from `{name}`.",
                at=(name,),
                consequence="Nobody could tell which of the two counts.",
                cure=f"Remove `{name}`, or `database`.",
            )
    if "format" in written:
        raise Fault(
            "option-without-use",
            "`format` is for files, and these records come from a database.",
            at=("format",),
            consequence="An option that does nothing looks like a promise.",
            cure="Remove `format`.",
        )
    kept_as = written.get("name", written.get("from_table"))
    return {**written, "files": f"{KEPT_IN}/{kept_as}.parquet", "format": "parquet"}


def check_database(source: Source) -> None:
    """All that is needed to read records from a database is said, and only once. Raises Fault."""
    if source.database is None:
        for name in OF_DATABASES:
            if getattr(source, name) is not None:
                raise Fault(
                    "option-without-use",
                    f"`{name}` is for records from a database.",
                    at=(name,),
                    consequence="An option that does nothing looks like a promise.",
                    cure=f"Remove `{name}`, or write `database:`.",
                )
        return
    _check_address(source.database)
    if (source.from_table is None) == (source.query is None):
        raise _unclear(
            "database" if source.query is None else "query",
            "It is not said what is read from the database."
            if source.query is None
            else "Both a table and a query are to be read.",
            "Write `from_table: orders`, or `query: SELECT ...` with a `name` for it.",
        )
    if source.key is None:
        raise _unclear(
            "database",
            "It is not said which column tells the rows of the database apart.",
            "Write `key: id`, with a column of whole numbers that never change.",
        )
    kept_as = source.name or source.from_table
    if kept_as is None or not _NAME.fullmatch(kept_as):
        raise _unclear(
            "name" if source.name else "query" if kept_as is None else "from_table",
            "What was read is kept in a file, and this is no name for one."
            if kept_as
            else "What a query reads is kept in a file, and the file has no name.",
            "Write a `name` of Latin letters, digits, dots, hyphens and underscores: `name: orders`.",
        )
    if source.duplicates == "reject":
        raise Fault(
            "option-without-use",
            "Rows of a database are told apart by `key`, so no two of them are equal.",
            at=("duplicates",),
            consequence="An option that does nothing looks like a promise.",
            cure="Remove `duplicates`; repeated ids are found by `unique`.",
        )


def check_names(sources: Sequence[Source]) -> None:
    """No two sources keep what they read in one file. Raises Fault."""
    seen: dict[str, int] = {}
    for number, source in enumerate(sources):
        if source.database is None or source.files is None:
            continue
        earlier = seen.setdefault(source.files, number)
        if earlier != number:
            raise Fault(
                "database-unclear",
                "Two sources keep what they read in one file.",
                at=("sources", number, "name" if source.name else "from_table"),
                other=("sources", earlier, "database"),
                consequence="One of the two would be settled with the records of the other.",
                cure="Give one of them a `name` of its own.",
            )


def _check_address(address: str) -> None:
    if not _ADDRESS.fullmatch(address):
        raise _unclear(
            "database",
            f"`{address}` is no address of a database.",
            "Write `postgresql+psycopg://reader@db.example.org/crm`, or `sqlite:///crm.db` for a file beside "
            "`sources.yaml`.",
        )
    parts = urlsplit(address)
    if parts.password is not None or any(word in _PASSWORDS for word, _ in parse_qsl(parts.query)):
        raise Fault(
            "password-in-file",
            "The address of the database holds a password.",
            at=("database",),
            consequence="Whoever reads this file, or any older copy of it, could read the database.",
            cure="Take it out, choose a new one, and name the variable of the environment that holds it: "
            "`password_from: CRM_PASSWORD`.",
        )


def _unclear(at: str, sentence: str, cure: str) -> Fault:
    return Fault(
        "database-unclear",
        sentence,
        at=(at,),
        consequence="Other records than those that are meant would be settled, or none.",
        cure=cure,
    )
