"""The words that a statement has for what is earned in points and rewards, and for amounts by whole numbers."""

from __future__ import annotations

OF_UNITS: dict[str, dict[str, str]] = {
    "ru": {
        "pay by": "Выплата не позднее {b}",
        "points earned": "Начислено баллов {b}",
        "rewards granted": "Присуждено наград {b} × {reward}",
        "line reward": "{title} {b} × {reward} {b}",
        "change reward": "{title} {b} × {reward} за {b}; {b}",
        "every": "{b} × {b} ({title} {b} / {b}, округлено вниз)",
        "every step": ", {title} {b} / {b}, округлено вниз",
    },
    "en": {
        "pay by": "Paid by {b}",
        "points earned": "Points earned {b}",
        "rewards granted": "Rewards granted {b} × {reward}",
        "line reward": "{title} {b} × {reward} {b}",
        "change reward": "{title} {b} × {reward} in {b}; {b}",
        "every": "{b} × {b} ({title} {b} / {b}, rounded down)",
        "every step": ", {title} {b} / {b}, rounded down",
    },
}
