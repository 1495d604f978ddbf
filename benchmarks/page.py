"""The page: what a statement shows, taken from the product's own fragment, for other makers of pages.

The same headings, lists, tables and paragraphs become parameters of a Hugo page and Markdown for MkDocs, with
every figure already a text: neither of them works anything out, looks anything up or seals anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html

Block = dict[str, Any]
"""`kind` is heading, text, list (rows of term and value) or table (head, rows, and group titles as one cell)."""

_NUMBER = re.compile(r"(?<!\w)\d+(?:[.,\u00a0]\d+)*(?!\w)")


def blocks_of(fragment: Path) -> list[Block]:
    """The blocks of a fragment, in its order."""
    root = html.fromstring(fragment.read_text("utf-8"))
    return list(_blocks(root))


def _blocks(node: Any) -> Iterator[Block]:
    for child in node:
        if child.tag in ("h1", "h2", "h3"):
            yield {"kind": "heading", "level": int(child.tag[1]), "text": _text(child)}
        elif child.tag in ("p", "summary"):
            yield {"kind": "text", "text": _text(child)}
        elif child.tag == "dl":
            yield {"kind": "list", "rows": [[_text(x) for x in row] for row in child]}
        elif child.tag == "table":
            rows = [[_text(cell) for cell in row] for row in child.iter("tr")]
            yield {"kind": "table", "head": rows[0], "rows": rows[1:]}
        else:
            yield from _blocks(child)


def _text(node: Any) -> str:
    return re.sub(r"[ \n]+", " ", " ".join(node.itertext())).strip()


def numbers_of(text: str) -> list[str]:
    """The numbers that a text shows."""
    return _NUMBER.findall(text)


def shown(blocks: list[Block]) -> str:
    """All texts of the blocks."""
    parts: list[str] = []
    for block in blocks:
        parts += [block.get("text", ""), *block.get("head", ())]
        parts += [cell for row in block.get("rows", ()) for cell in row]
    return " ".join(parts)


def article_of(page: Path, where: str) -> str:
    """The visible text of the part of a page that an XPath names."""
    (node,) = html.parse(str(page)).xpath(where)
    return _text(node)


def as_markdown(blocks: list[Block]) -> str:
    """The page for MkDocs."""
    out: list[str] = []
    for block in blocks:
        match block["kind"]:
            case "heading":
                out.append(f"{'#' * block['level']} {block['text']}\n")
            case "text":
                out.append(f"{block['text']}\n")
            case "list":
                out.append("".join(f"- {' **'.join(row)}**\n" for row in block["rows"]))
            case "table":
                width = len(block["head"])
                rows = [block["head"], ["---"] * width]
                rows += [row + [""] * (width - len(row)) for row in block["rows"]]
                out.append("".join(f"| {' | '.join(row)} |\n" for row in rows))
    return "\n".join(out)
