"""No tracked file names a package index or a folder of somebody's machine."""

import re
from pathlib import Path

import pytest

from tests.house.tree import files, shown

# No pattern matches itself, so that this file is clean too.
INDEXES = (
    r"pypi[.]org/simple",
    r"pythonhosted[.]org",
    r"registry[.]npmjs[.]org",
    r"index[-]url",
    r"--find[-]links",
    r"PIP_(?:EXTRA_)?INDEX[_]URL",
    r"file[:]///",
    r"\"resolved[\"]:",
    r"://[^/\s\"']*:[^/\s\"'@]*[@]",
)
FOLDERS = (r"(?<![\w.])/(?:wor[k]|roo[t]|hom[e]|User[s])/\w", r"[A-Z]:\\User[s]")
PATTERN = re.compile("|".join(INDEXES + FOLDERS))


def addresses(text: str) -> list[str]:
    return [
        f"{number}: {line.strip()[:120]}"
        for number, line in enumerate(text.splitlines(), 1)
        if PATTERN.search(line)
    ]


def readable(path: Path) -> str:
    """Text of the file; pictures and other binary files have none."""
    content = path.read_bytes()
    return "" if b"\0" in content[:8000] else content.decode("utf-8", "replace")


def test_no_file_names_an_index_or_a_machine() -> None:
    found = [f"{shown(path)}:{hit}" for path in files() for hit in addresses(readable(path))]
    assert not found, "\n" + "\n".join(found[:20])


@pytest.mark.parametrize(
    "line",
    [
        "--index~-url https://example.invalid/simple",
        "see /ho~me/anna/book",
        "open /wo~rk/main",
        'url = "https:~//anna:secret@example.invalid/"',
        "https://files.pythonhosted~.org/packages/x.whl",
    ],
)
def test_the_check_can_fail(line: str) -> None:
    assert addresses(line.replace("~", ""))


@pytest.mark.parametrize(
    "line", ["/metrics/wo~rk/index.html", "build/site/home", "wo~rk/rules", "https://example.org/home/"]
)
def test_addresses_of_pages_are_fine(line: str) -> None:
    assert not addresses(line.replace("~", ""))
