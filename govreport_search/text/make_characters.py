"""Make ``data/characters.tsv``, the table of characters that the fold reads as another one.

Run by hand when a source changes, then raise ``FOLD_VERSION``::

    python -m govreport_search.text.make_characters TSCharacters.txt

``TSCharacters.txt`` is OpenCC's table of traditional characters, as the wheel
opencc-python-reimplemented 0.1.7 carries it in ``opencc/dictionary/`` (Apache-2.0).
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).parent / "data" / "characters.tsv"

SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心"
    "⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹"
    "⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝"
    "⻊𧾷⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐"
    "⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
"""CJK radicals supplement, each followed by the ideograph it stands for (after Unicode's
EquivalentUnifiedIdeograph, but ⻏ and ⻖ are what a page shows, 阝).
Unicode's own normalisation knows only two of them."""

OWN_CHARACTERS = frozenset("乾")
"""Traditional forms that are characters of their own in simplified names (乾县, 乾安)."""


def radicals() -> Iterator[tuple[str, str]]:
    """Kangxi radicals (which Unicode decomposes) and the supplement (which it does not)."""
    for code in range(0x2F00, 0x2FD6):
        yield chr(code), unicodedata.normalize("NFKC", chr(code))
    yield from zip(SUPPLEMENT[::2], SUPPLEMENT[1::2], strict=True)


def compatibility() -> Iterator[tuple[str, str]]:
    """Compatibility ideographs that stand for a unified one."""
    for code in (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            yield chr(code), plain


def traditional(table: str) -> Iterator[tuple[str, str]]:
    """Traditional characters and their usual simplified form; those OpenCC keeps are kept."""
    for line in table.splitlines():
        source, _, candidates = line.partition("\t")
        if len(source) != 1 or source in OWN_CHARACTERS:
            continue
        target = candidates.split()[0]
        if len(target) == 1 and target != source:
            yield source, target


def closed(pairs: dict[str, str]) -> dict[str, str]:
    """Follow chains (⻑ → 長 → 长), so that one replacement is enough."""
    result = {}
    for source in pairs:
        seen, target = {source}, pairs[source]
        while target in pairs and target not in seen:
            seen.add(target)
            target = pairs[target]
        if target in seen:
            raise ValueError(f"{source} and {target} stand for each other")
        result[source] = target
    return result


def main(table: Path) -> None:
    """Write the data file: two hexadecimal code points per line."""
    pairs = dict(traditional(table.read_text(encoding="utf-8")))
    pairs.update(compatibility())
    pairs.update(radicals())
    lines = [
        "# Made by govreport_search/text/make_characters.py; do not edit.",
        "# Traditional characters: OpenCC (https://github.com/BYVoid/OpenCC), Apache-2.0.",
        "# Code points only: an editor that normalises would rewrite the characters themselves.",
    ]
    lines += [f"{ord(s):X}\t{ord(t):X}" for s, t in sorted(closed(pairs).items())]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
