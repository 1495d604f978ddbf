"""The trees of a book, each made once for all its periods."""

from __future__ import annotations

import weakref

from generator.book.book import Book
from generator.rules.tree import Tree

_KNOWN: dict[int, dict[str, Tree]] = {}


def tree_of(book: Book, name: str) -> Tree:
    """The tree `sponsor` or `placement`. Raises LookupError where the book has no such tree."""
    key = id(book)
    if key not in _KNOWN:
        _KNOWN[key] = {}
        weakref.finalize(book, _KNOWN.pop, key, None)
    trees = _KNOWN[key]
    if name not in trees:
        above = getattr(book.partners, f"{name}_row", None)
        if above is None:
            raise LookupError(f"the book has no tree `{name}`")
        trees[name] = Tree(above)
    return trees[name]
