"""Days and times as a number format prints them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

_EPOCH = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_LAST = 2_958_466
"""The day after the last one that offices know, 9999-12-31."""

_MONTHS = "January February March April May June July August September October November December"
_WEEKDAYS = "一二三四五六日"


def dated(value: float, tokens: Sequence[tuple[str, str]], epoch_1904: bool) -> str | None:
    """A day or time.

    Args:
        value: days since the epoch.
        tokens: of the format's section, as kind and text.
        epoch_1904: whether days count from 1904.

    Returns:
        ``None`` for a day that no calendar has.
    """
    if not 0 <= value < _LAST:
        return None
    if value < 61 and not epoch_1904:
        value += value < 60  # offices count a 29 February 1900 that never was
    moment = (_EPOCH_1904 if epoch_1904 else _EPOCH) + timedelta(days=value)
    moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    texts = [text.lower() for _, text in tokens]
    half = any(text in ("am/pm", "a/p", "上午/下午") for text in texts)
    printed = ""
    last = ""
    for at, (kind, text) in enumerate(tokens):
        if kind != "date":
            printed += text
            continue
        name = texts[at]
        following = next(
            (t for (k, _), t in zip(tokens[at + 1 :], texts[at + 1 :], strict=True) if k == "date"),
            "",
        )
        minutes = name[0] == "m" and (last[:1] == "h" or following[:1] == "s")
        printed += _piece(moment, name, minutes, half)
        last = name
    return printed.strip()


def _piece(moment: datetime, name: str, minutes: bool, half: bool) -> str:
    two = len(name) > 1
    match name[0]:
        case "y" | "e":
            return f"{moment.year % 100:02d}" if name == "yy" else str(moment.year)
        case "m" if minutes:
            return f"{moment.minute:02d}" if two else str(moment.minute)
        case "m":
            month = _MONTHS.split()[moment.month - 1]
            return {1: str(moment.month), 2: f"{moment.month:02d}", 3: month[:3]}.get(
                len(name), month
            )
        case "d":
            return f"{moment.day:02d}" if two else str(moment.day)
        case "h":
            hour = (moment.hour + 11) % 12 + 1 if half else moment.hour
            return f"{hour:02d}" if two else str(hour)
        case "s":
            return f"{moment.second:02d}" if two else str(moment.second)
        case "a" if name.startswith("aaa"):
            return ("星期" if len(name) > 3 else "") + _WEEKDAYS[moment.weekday()]
        case "上":
            return "上午" if moment.hour < 12 else "下午"
        case _:
            return "AM" if moment.hour < 12 else "PM"
