"""Random queries of the whole language but regular expressions, from words that texts hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

CELLS = (
    "requests.new.total",
    "requests.new.natural_person",
    "requests.granted.total",
    "requests.denied.total",
    "requests.carried_out.total",
    "disputes.review.total",
    "rate.granted.total",
)
STATES = ("数字", "空白", "缺失", "无法识读", "不适用")
FIELDS = (
    *("年份:2021", "年份:2019..2022", "年份:..2020", "层级:county", "层级:township,province"),
    *("地区:河南省", "地区:四川省/成都市", "章节:requests", "章节:五|六", "格式:2021"),
    *("类型:department", "核查结果:row_total", "核查结果:none", "机关:公安局"),
)
_WORDS = "，。；、\n"


class Mix:
    """Makes queries.

    Args:
        texts: of sections, from which words are taken.
    """

    def __init__(self, seed: int, texts: Sequence[str]) -> None:
        self._draw = Random(seed)
        self._clauses = [
            clause
            for text in texts
            for clause in text.translate(dict.fromkeys(map(ord, _WORDS[:-1]), "\n")).split("\n")
            if len(clause) >= 12 and clause.isalpha()
        ]
        self._kinds: dict[str, Callable[[], str]] = {
            "phrase": self._phrase,
            "one character": lambda: self._word(1, 1),
            "wildcard": self._wildcard,
            "near": self._near,
            "AND": lambda: f"{self._phrase()} {self._phrase()}",
            "OR": lambda: f"{self._phrase()} 或 {self._phrase()} 或 {self._phrase()}",
            "NOT": lambda: f"{self._phrase()} -{self._phrase()}",
            "only NOT": lambda: f"非 {self._phrase()}",
            "same report": lambda: f"同一报告:({self._phrase()} 且 {self._phrase()})",
            "cell": self._cell,
            "phrase and cell": lambda: f"{self._phrase()} 且 {self._cell()}",
            "phrase or cell": lambda: f"{self._phrase()} 或 {self._cell()}",
            "field": lambda: self._draw.choice(FIELDS),
            "phrase and field": lambda: f"{self._phrase()} 且 {self._draw.choice(FIELDS)}",
            "nested": self._nested,
        }

    def queries(self, count: int) -> list[tuple[str, str]]:
        """That many kinds and queries, the kinds by turns."""
        kinds = list(self._kinds.items())
        turns = (kinds[at % len(kinds)] for at in range(count))
        return [(kind, make()) for kind, make in turns]

    def _word(self, least: int, most: int) -> str:
        clause = self._draw.choice(self._clauses)
        length = self._draw.randint(least, most)
        at = self._draw.randint(0, len(clause) - length)
        return clause[at : at + length]

    def _phrase(self) -> str:
        return f'"{self._word(2, 6)}"'

    def _wildcard(self) -> str:
        clause = self._draw.choice(self._clauses)
        at = self._draw.randint(2, len(clause) - 6)
        mark, gap = self._draw.choice((("*", 3), ("?", 1), ("…", 2), ("??", 2)))
        return f"{clause[at - 2 : at]}{mark}{clause[at + gap : at + gap + 2]}"

    def _near(self) -> str:
        distance = self._draw.choice((5, 10, 50))
        return f"{self._phrase()} 近邻/{distance} {self._phrase()}"

    def _cell(self) -> str:
        cell = self._draw.choice(CELLS)
        if self._draw.random() < 0.3:
            return f"{cell} is {self._draw.choice(STATES)}"
        rate = cell.startswith("rate")
        value = "0.5" if rate else self._draw.choice(("0", "1", "10", "100"))
        return f"{cell}{self._draw.choice(('=', '>', '<=', '!='))}{value}"

    def _nested(self) -> str:
        return (
            f"({self._phrase()} 或 {self._wildcard()}) 且 非 ({self._cell()} 或 {self._phrase()})"
            f" 且 ({self._draw.choice(FIELDS)} 或 同一报告:{self._phrase()})"
        )
