"""A module that no longer fits a reader's head is split along the vocabulary."""

from tests.house.tree import modules, shown

LINES = 350

# Larger ones, each with the reason why it stays whole.
WHOLE: dict[str, str] = {}


def test_modules_are_small() -> None:
    sizes = {shown(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    large = {path: size for path, size in sizes.items() if size > LINES and path not in WHOLE}
    assert not large, f"over {LINES} lines: {large}"
    outgrown = [path for path in WHOLE if sizes.get(path, 0) <= LINES]
    assert not outgrown, f"small enough now, strike them off the list: {outgrown}"
