"""Windows: over which days a figure is taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault
from generator.terms.saying import SayingsBuilder
from generator.terms.text import Text


@dataclass(frozen=True, slots=True)
class Window:
    """`period`, `lifetime`, or `rolling` over `periods` periods, the current one included."""

    kind: Literal["period", "rolling", "lifetime"]
    periods: int = 1


def _window(written: object) -> Window:
    if written == "period":
        return Window("period")
    if written == "lifetime":
        return Window("lifetime")
    match = re.fullmatch(r"last ([1-9][0-9]{0,2}) periods?", written) if isinstance(written, str) else None
    if match:
        return Window("rolling", int(match[1]))
    raise Fault(
        "unknown-window",
        f"`{written}` is not a window." if isinstance(written, str) else "This must be a window.",
        consequence="Without a window nobody can tell which rows a figure is made of.",
        cure="Windows: `period`, `last 3 periods`, `lifetime`.",
    )


AnyWindow = Annotated[
    Window, PlainValidator(_window), WithJsonSchema({"type": "string", "examples": ["period"]})
]


_WINDOWS = {
    "period": Text.of(en="The window is the period.", ru="Окно — период."),
    "rolling": Text.of(
        en="The window is the last {length}, the current period included.",
        ru="Окно — последние {length}, включая текущий.",
    ),
    "lifetime": Text.of(
        en="The window is all time up to the end of the period.",
        ru="Окно — всё время до конца периода.",
    ),
}


def say_window(builder: SayingsBuilder, window: Window) -> None:
    """Add the sentence that names the window."""
    if window.kind == "rolling":
        length = builder.fact("window.length", "periods", Fraction(window.periods))
        builder.say("window", _WINDOWS["rolling"], length=length)
    else:
        builder.say("window", _WINDOWS[window.kind])
