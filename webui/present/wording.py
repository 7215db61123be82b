"""The form for words: what must stand, what may, what must not, and how near; without a script."""

from __future__ import annotations

import re
from dataclasses import dataclass

from govreport_search.errors import BadFilterError
from govreport_search.query.parser import parse
from govreport_search.query.tree import Or
from govreport_search.query.typed import quoted
from govreport_search.query.words import MAX_DISTANCE, NEAR_DISTANCE
from govreport_search.sentence import say
from webui.args import Args, number, single

PARAMETERS = ("all", "any", "none", "first", "second", "distance", "whole")

_PHRASE = re.compile(r'"[^"]*"|“[^”]*”|「[^」]*」|『[^』]*』|[^\s、，,；;"“「『]+')
_QUOTES = '"“”「」『』'


@dataclass(frozen=True, slots=True)
class Wording:
    """The form with what was filled in so far; ``open`` once something was.

    Attributes:
        every: phrases that must all stand; between spaces or commas, or in quotes.
        some: phrases of which one is enough.
        none: phrases of which none may stand.
        first, second: two phrases near one another.
        distance: characters between these two at most.
        whole: whether the phrases may be spread over the sections of one report.
    """

    every: str = ""
    some: str = ""
    none: str = ""
    first: str = ""
    second: str = ""
    distance: int = NEAR_DISTANCE
    whole: bool = False

    @property
    def farthest(self) -> int:
        """The greatest distance there is."""
        return MAX_DISTANCE

    @property
    def open(self) -> bool:
        """Whether something was filled in."""
        return any((self.every, self.some, self.none, self.first, self.second))


def fields(wording: Wording) -> dict[str, str]:
    """What the form sends to be filled in like this; ``filled`` gives it back."""
    given = (wording.every, wording.some, wording.none, wording.first, wording.second)
    sent = dict(zip(PARAMETERS, given, strict=False))
    sent["distance"] = "" if wording.distance == NEAR_DISTANCE else str(wording.distance)
    sent["whole"] = "1" if wording.whole else ""
    return {name: value for name, value in sent.items() if value}


def filled(args: Args) -> Wording:
    """The form as a URL fills it.

    Raises:
        BadFilterError: a field is given twice, or the distance is no number up to
            ``MAX_DISTANCE``.
    """
    every, some, none, first, second = (single(args, name).strip() for name in PARAMETERS[:5])
    distance = number(args, "distance", NEAR_DISTANCE, MAX_DISTANCE)
    whole = bool(single(args, "whole"))
    return Wording(every, some, none, _bare(first), _bare(second), distance, whole)


def query(wording: Wording) -> str:
    """What was filled in, in the query language.

    Raises:
        BadFilterError: nothing was filled in, or only one of two phrases that are near.
    """
    if bool(wording.first) != bool(wording.second):
        raise BadFilterError(
            say("相隔不远的词句只填了一个"), remedy=say("请把两个都填上，或者都空着")
        )
    parts = [_quoted(phrase) for phrase in _phrases(wording.every)]
    some = [_quoted(phrase) for phrase in _phrases(wording.some)]
    if some:
        parts.append(f"({' 或 '.join(some)})" if len(some) > 1 else some[0])
    if wording.first:
        first, second = _quoted(wording.first), _quoted(wording.second)
        parts.append(f"{first} 近邻/{wording.distance} {second}")
    parts += [f"-{_quoted(phrase)}" for phrase in _phrases(wording.none)]
    if not parts:
        raise BadFilterError(say("还没有填词句"), remedy=say("请在任何一栏里填词句"))
    text = " ".join(parts)
    return f"同一报告:({text})" if wording.whole else text


def joined(before: str, added: str) -> str:
    """Two queries of which both must hold, as one; the first as it was typed.

    Raises:
        BadQueryError: the first does not parse.
    """
    if not before.strip():
        return added
    return f"({before}) {added}" if isinstance(parse(before), Or) else f"{before} {added}"


def _phrases(text: str) -> list[str]:
    found = (_bare(phrase) for phrase in _PHRASE.findall(text))
    return list(dict.fromkeys(filter(None, found)))


def _bare(text: str) -> str:
    """Without the quotes around it and the signs nobody sees."""
    return "".join(sign for sign in text if sign.isprintable()).strip(_QUOTES).strip()


def _quoted(phrase: str) -> str:
    try:
        return quoted(phrase)
    except ValueError as error:
        raise BadFilterError(
            say("“%(phrase)s”里的引号太多，写不成一句话", phrase=phrase),
            remedy=say("请去掉其中的引号"),
        ) from error
