"""The part of the catalogue that is about training, goals, recognition, and whom partners may ask."""

from __future__ import annotations

RECOGNITION: dict[str, str] = {
    "course-empty": (
        "A course has at least one lesson, or partners would be asked to pass a course that teaches nothing."
    ),
    "contact-unclear": (
        "Partners are given addresses of mail and telephone numbers that can be used, and hours of days of the week."
    ),
    "goal-not-measurable": (
        "A goal has a figure that can be taken over its days, a target above zero and a day after it begins, so that "
        "everybody can tell when it is reached."
    ),
    "leaderboard-tells-too-much": (
        "A leaderboard shows somebody, and nothing when so few are ranked that a place would tell what others sold."
    ),
    "unknown-manager": "A partner has a personal manager who is none of the people of the company.",
    "unknown-mentor": "A partner has a mentor who is not in the partner table.",
}
