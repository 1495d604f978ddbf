"""The words that a statement has for a part of a fund, and for the volume that two legs match."""

from __future__ import annotations

JOINT: dict[str, dict[str, str]] = {
    "ru": {
        "step whole": "Фонд",
        "step own": "{title}",
        "step together": "{title}, все участники дележа",
        "step together equally": "Участников дележа",
        "step part": "Доля фонда",
        "cut": "Округлено вниз",
        "cut with a step": "Округлено вниз, и один шаг из того, что осталось",
        "matched base": "; сошедшийся объём {b}",
        "step carried": "{title}, перенесено",
        "step leg": "{title}",
        "step matched": "Сошедшийся объём",
        "step rate": "Ставка",
        "matched times rate": "Сошедшийся объём × ставка",
        "state left": "левая нога",
        "state right": "правая нога",
    },
    "en": {
        "step whole": "Fund",
        "step own": "{title}",
        "step together": "{title}, all who share",
        "step together equally": "Partners who share",
        "step part": "Part of the fund",
        "cut": "Cut",
        "cut with a step": "Cut, and one step of what the cuts leave",
        "matched base": "; matched volume {b}",
        "step carried": "{title}, carried",
        "step leg": "{title}",
        "step matched": "Matched volume",
        "step rate": "Rate",
        "matched times rate": "Matched volume × rate",
        "state left": "left leg",
        "state right": "right leg",
    },
}
