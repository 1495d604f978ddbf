"""The part of the catalogue that is about rewards: their catalogue, their prices, and who can take them."""

from __future__ import annotations

REWARDS: dict[str, str] = {
    "reward-limit-unclear": "The limit of a reward says how many of it one partner can take, from one on.",
    "reward-of-no-period": "What partners take or receive lies in a period, or no statement would show it.",
    "reward-price-unclear": (
        "A reward costs points, more than none and with at most two decimals; without a price only rules give it."
    ),
    "reward-tests-line": (
        "Who can take a reward is judged by what stood at the end of the period before, and by nothing that rules paid."
    ),
    "reward-without-price": (
        "Who can take a reward for points, and how many, is said of rewards that have a price in points."
    ),
    "unknown-reward": "Something names a reward that `rewards.yaml` does not have.",
}
