"""Keys by which printed labels and headings are compared; never used for the searched text.

The steps follow ``label_normalisation`` of the forms' description: fold (width, radicals,
traditional characters, white space), undo what extractors and converters add, strip the leading
numbering, and leave out quotes, brackets and punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from govreport_search.text.fold import fold

_HAN_NUMBER = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"

_PINYIN = re.compile(r"(?<=[\u3400-\u9fff])[（(][a-zɑɡāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹ]{1,7}[)）]")
_NUMBERING = re.compile(
    rf"[\s.·•']*(?:(?P<bracket>[（(〔\[【]\s*[{_HAN_NUMBER}]{{1,3}}\s*[)）〕\]】])"
    rf"|(?P<top>[{_HAN_NUMBER}]{{1,3}})\s*[、.．，,](?!\s*[{_HAN_NUMBER}]\s*[、.．])"
    rf"|(?P<digits>\d{{1,2}})\s*[.、．](?!\s*\d)"
    rf"|(?P<paren>[（(]\s*\d\s?\d?\s*[)）])"
    r"|(?P<letter>[（(]\s*[A-Za-z]\s*[)）])"
    rf"|(?P<circled>[{_CIRCLED}]))\s*[、.．]?\s*"
)
_SYNONYMS = (("其它", "其他"), ("档案", "文件"), ("程式", "程序"))
_NOT_COMPARED = re.compile(r"[\W_]+")


_SHORT = 100
"""Characters up to which a text may be a label, and its key is remembered."""


def split_numbering(text: str) -> tuple[str, str]:
    """A leading number in one spelling (``一、``, ``（一）``, ``1.``, ``(1)``), and the rest.

    The number is empty where the text has none; the rest may be spelled with compatible
    characters and is fit for comparison only.
    """
    if text[:1] not in _CIRCLED:
        text = unicodedata.normalize("NFKC", text)  # ㈠ and ⼆ are numbers, too
    match = _NUMBERING.match(text)
    if match is None:
        return "", text
    rest = text[match.end() :]
    kind = match.lastgroup
    printed = match.group(kind) if kind else ""
    if kind == "top":
        return f"{printed}、", rest
    if kind == "bracket":
        return f"（{re.sub(rf'[^{_HAN_NUMBER}]', '', printed)}）", rest
    if kind == "letter":
        return "", rest  # not one of the forms' numbers: ㈦ as a recogniser reads it
    if kind == "circled":
        return f"{_CIRCLED.index(printed) + 1}.", rest
    digits = str(int(re.sub(r"\D", "", printed)))
    return (f"{digits}." if kind == "digits" else f"({digits})"), rest


def label_key(text: str) -> str:
    """What is compared of a label: no numbering, spaces, quotes, brackets or punctuation.

    Two printed labels are the same label if their keys are equal. The key of a text without
    letters, digits or ideographs is empty. Numbering is stripped once, at the start.
    """
    return plain_key(split_numbering(text)[1])


def plain_key(text: str) -> str:
    """As :func:`label_key`, but a leading number stays."""
    return _short_key(text) if len(text) <= _SHORT else _key(text)


def _key(text: str) -> str:
    key = _NOT_COMPARED.sub("", fold(_PINYIN.sub("", text)))
    for printed, meant in _SYNONYMS:
        key = key.replace(printed, meant)
    return key


# One line is compared with the labels of every form, of every table and chapter.
_short_key = lru_cache(maxsize=16384)(_key)
