"""Why a file cannot be read as YAML, said in words of the person who wrote it."""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError

from generator.source.diagnostic import Diagnostic
from generator.source.place import Place, split_lines

TOO_DEEP = (
    "more lists and keys lie inside each other here than any rule needs",
    "Count the brackets and braces, and the spaces at the beginning of the lines.",
)
_STAYS = "Nothing of this file is taken until it can be read; the published book stays as it was."
_KEY = re.compile(r"^\s*(?:- +)*[{]?\s*([\w.-]+):\s")
_KEY_BEFORE = re.compile(r"([\w.-]+):\s+$")
_BRACKET_FIRST = re.compile(r":[ \t]+(?P<text>[{][^{}:,]*[}]|\[[^\[\]:]*\])\s*$")

# What the reader of YAML says -> what an author can see, and what helps.
_PHRASES = (
    (
        "found unknown escape character",
        "a backslash in double quotes has a meaning of its own",
        "Put the text in single quotes, or write the backslash twice.",
    ),
    (
        "but found another document",
        "the line `---` begins a second document",
        "One file holds one thing: remove the line, or what follows it.",
    ),
    (
        "sequence entries are not allowed here",
        "a row of a list (`- `) does not start on a line of its own",
        "Put the row on the next line.",
    ),
    (
        "expected chomping or indentation",
        "a text after `|` or `>` begins on the next line",
        "Put the text on the next line, indented by two spaces.",
    ),
    (
        "expected the node content",
        "a bracket or brace is closed that was never opened",
        "Remove it, or open it.",
    ),
    (
        "expected '<document start>'",
        "a line begins further left than the first line of the file",
        "Let the first line begin at the left margin.",
    ),
)
_LOST = (
    "a line is indented differently from its neighbours, or a row of a list stands among keys",
    "Let lines of one list or mapping begin in the same column.",
)


def no_yaml(place: Place, why: str, cure: str, label: str = "") -> Diagnostic:
    """The message about a whole file; `why` and `cure` are for people who never heard of parsers."""
    says = f"This file cannot be read as YAML: {why}."
    return Diagnostic("yaml-unreadable", place, says, label=label, consequence=_STAYS, cure=cure)


SAVE_AS_TEXT = "Save it as text in UTF-8; every editor offers that."


def why_no_text(raw: bytes, position: int) -> tuple[str, int]:
    """Why bytes are no UTF-8, of which the one at `position` is the first; and the line to look at."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "it is written in UTF-16", 1
    if b"\0" in raw:
        return "it is no text at all, rather a picture, an archive or a document of an office program", 1
    line = raw[:position].count(b"\n") + 1
    return f"line {line} holds letters that are not in UTF-8", line


def no_text(path: str, raw: bytes, position: int) -> Diagnostic:
    """A file of YAML whose bytes are no UTF-8."""
    why, line = why_no_text(raw, position)
    return no_yaml(Place(path, line, 1), why, SAVE_AS_TEXT)


def invisible_letter(path: str, text: str, position: int) -> Diagnostic:
    """A control character."""
    before = split_lines(text[:position])
    letter = text[position : position + 1] or "?"
    why = f"it holds a character that cannot be seen (U+{ord(letter):04X})"
    return no_yaml(Place(path, len(before), len(before[-1]) + 1), why, "Delete it and type the text again.")


def starts_with_sign(text: str, place: Place) -> Diagnostic:
    """A text whose first sign means something else in YAML."""
    line = split_lines(text)[place.line - 1]
    written = _value_from(line, place.column - 1)
    return Diagnostic(
        "text-starts-with-sign",
        Place(place.path, place.line, place.column, len(written)),
        f"A text that starts with {_sign(written)} needs quotes.",
        consequence="Without them YAML takes the sign for one of its own, and the text would be lost.",
        cure=f"Write `{_key_before(line, place.column - 1)}{_quoted(written)}`.",
    )


def starts_with_brace(text: str, place: Place) -> Diagnostic:
    """A text whose first sign is an opening brace or bracket; `place` is that of the sign."""
    line = split_lines(text)[place.line - 1]
    start = place.column - 1
    written, key = _value_from(line, start), _key_before(line, start)
    inside = "{" in line[:start] or "[" in line[:start]
    block = f"Write it as a block:\n  {key.strip()} >-\n    {written}"
    return Diagnostic(
        "text-starts-with-brace",
        Place(place.path, place.line, place.column, len(written)),
        f"A text that starts with {_sign(written)} needs a block or quotes.",
        consequence="Without them YAML takes the sign for one of its own, and the text would be lost.",
        cure=f"Write `{key}{_quoted(written)}`." if inside or not key else block,
    )


def from_error(error: MarkedYAMLError, text: str, path: str) -> Diagnostic:
    """What the reader of YAML refused, at the place where the author has to look."""
    problem = str(error.problem or error.context or "")
    mark = error.problem_mark or error.context_mark
    assert mark is not None
    lines = split_lines(text)
    at = Place(path, mark.line + 1, mark.column + 1)
    line = lines[mark.line] if mark.line < len(lines) else ""
    before = line[: mark.column]
    if "cannot start any token" in problem and line[mark.column : mark.column + 1] == "\t":
        return no_yaml(
            at,
            "a tab stands where only spaces may indent",
            "Put spaces in its place, as many as the lines beside it have.",
        )
    if "cannot start any token" in problem or "alias" in problem or "anchor" in problem:
        return starts_with_sign(text, at)
    if brace := _BRACKET_FIRST.search(before):
        return starts_with_brace(text, Place(path, at.line, brace.start("text") + 1))
    if "mapping values are not allowed" in problem:
        return _colon(at, lines, before)
    if error.context and "quoted scalar" in error.context and error.context_mark and "end of" in problem:
        opened = Place(path, error.context_mark.line + 1, error.context_mark.column + 1)
        return no_yaml(opened, "the quote that opens here is never closed", "Close it where the text ends.")
    if problem.startswith("expected ',' or"):
        return _bracket(error, at, lines)
    if "block end" in problem and before.rstrip().endswith(("'", '"')):
        return _behind_quote(at, line)
    if "could not find expected ':'" in problem and error.context_mark:
        alone = Place(path, error.context_mark.line + 1, error.context_mark.column + 1)
        why = "this line is neither `key: value` nor a row of a list"
        cure = "Give it a colon with a space behind it, or indent it as the text above."
        return no_yaml(alone, why, cure)
    for phrase, why, cure in _PHRASES:
        if phrase in problem:
            return no_yaml(at, why, cure)
    return no_yaml(at, *_LOST)


def _colon(at: Place, lines: list[str], before: str) -> Diagnostic:
    """A colon where none may be: a second one in its line, or a line above that has none."""
    if (key := _KEY.match(before + " ")) and before[key.end(1) + 1 :].strip():
        written = _value_from(lines[at.line - 1], key.end())
        why = "a second colon stands in this line"
        return no_yaml(at, why, f"Put the text in quotes: `{key[1]}: {_quoted(written)}`.")
    above = at.line - 2
    while above > 0 and (not lines[above].strip() or lines[above].lstrip().startswith("#")):
        above -= 1
    if above >= 0 and lines[above].strip() and not re.search(r":(\s|$)", lines[above]):
        start = len(lines[above]) - len(lines[above].lstrip())
        place = Place(at.path, above + 1, start + 1, len(lines[above].strip()))
        why = "this line has no colon with a space behind it"
        return no_yaml(place, why, "Write `key: value`.")
    why = "this line is indented further than the one above it, which has its value already"
    return no_yaml(at, why, "Let both lines begin in the same column.")


def _behind_quote(at: Place, line: str) -> Diagnostic:
    """Text behind a closing quote, most often behind an apostrophe that was taken for one."""
    before, behind = line[: at.column - 1], line[at.column - 1 :]
    if before.endswith("'") and behind[:1].isalpha():
        opened = before.index("'")
        written = line[opened + 1 :].rstrip().removesuffix("'")
        why = "the apostrophe ends the text that is in single quotes"
        return no_yaml(at, why, f'Use double quotes: `{_key_before(line, opened)}"{written}"`.')
    why = "text stands behind the closing quote"
    return no_yaml(at, why, "Put the whole text into one pair of quotes, or into a block: `en: >-`.")


def _bracket(error: MarkedYAMLError, at: Place, lines: list[str]) -> Diagnostic:
    opened = error.context_mark
    if opened is not None and opened.line + 1 != at.line:
        place = Place(at.path, opened.line + 1, opened.column + 1)
        close = {"[": "]", "{": "}"}.get(lines[opened.line][opened.column : opened.column + 1], "")
        return no_yaml(
            place,
            "the bracket or brace that opens here is not closed",
            f"Close it with `{close}` where it ends.",
        )
    return no_yaml(at, "a comma is missing here, or a bracket or brace is not closed", "Add what is missing.")


def _sign(written: str) -> str:
    return "a backtick" if written[:1] == "`" else f"`{written[:1]}`"


def _key_before(line: str, start: int) -> str:
    """The key of the value that starts at `start`, with its colon; empty where there is none."""
    found = _KEY_BEFORE.search(line[:start])
    return f"{found[1]}: " if found else ""


def _value_from(line: str, start: int) -> str:
    """The text of a line from `start` to its end, without a comment; in braces, to the next key or brace."""
    written = re.sub(r"\s+#.*$", "", line[start:])
    if line[:start].count("{") > line[:start].count("}"):
        written = re.split(r",\s+[\w.-]+:\s|[}]\s*[,}\]]|[}]\s*$", written)[0]
    return written.rstrip(" ,")


def _quoted(text: str) -> str:
    return f'"{text}"' if '"' not in text and "\\" not in text else "'" + text.replace("'", "''") + "'"
