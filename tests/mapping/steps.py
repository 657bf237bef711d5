"""Reads what payload.numbers writes, as the page does."""

from __future__ import annotations

import numpy as np

_LETTERS = [chr(code) for code in range(32, 125) if chr(code) not in '"\\<>&']


def numbers_of(text: str) -> list[int]:
    """Return the whole numbers of a text."""
    found, high = [], 0
    for letter in text:
        value = _LETTERS.index(letter)
        if value >= 80:
            high = high * 8 + value - 79
            continue
        twice, high = high * 80 + value, 0
        found.append(-(twice + 1) // 2 if twice % 2 else twice // 2)
    return found


def points_of(text: str, per_degree: int) -> np.ndarray:
    """Return longitude and latitude in degrees of a line's steps."""
    return np.cumsum(np.array(numbers_of(text)).reshape(-1, 2), axis=0) / per_degree
