"""Chinese sentences that remember what they were made of, so that others can say them anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

_NOTHING: Mapping[str, object] = MappingProxyType({})


class Sentence(str):
    """A text for users that can be said in another language.

    It is an ordinary string everywhere; only who translates looks at the rest.

    Args:
        template: the sentence with places like ``%(count)s``.
        values: what stands at these places; sentences among them are translated, too, and
            other strings (names, what a user typed) stay as they are.
    """

    __slots__ = ("parts", "template", "values")

    template: str
    values: Mapping[str, object]
    parts: tuple[str, ...]

    def __new__(cls, template: str, /, **values: object) -> Sentence:
        """The sentence with its values in their places."""
        made = super().__new__(cls, template % values if values else template)
        made.template, made.values, made.parts = template, values or _NOTHING, ()
        return made

    def __deepcopy__(self, memo: object) -> Sentence:
        """Itself, as of every string: ``dataclasses.asdict`` copies what it does not know."""
        return self

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """What leaves the process is the text alone."""
        return str, (str(self),)


def say(template: str, /, **values: object) -> Sentence:
    """The sentence with its values in their places; the name that translators' tools look for."""
    return Sentence(template, **values)


def template(text: str) -> str:
    """Marks a sentence that is chosen among others and said later, for translators' tools."""
    return text


def named(label: str, name: str) -> Sentence:
    """A label with the name one types for it: 县级（county）."""
    return say("%(label)s（%(name)s）", label=say(label), name=name)


def advised(reason: str, remedy: str) -> Sentence:
    """What went wrong, and what to do about it."""
    return say("%(reason)s。%(remedy)s", reason=reason, remedy=remedy)


def listed(separator: str, parts: Iterable[str]) -> Sentence:
    """Parts one after another; the separator is translated as each part is."""
    kept = tuple(parts)
    made = Sentence(separator.join(kept))
    made.template, made.parts = separator if kept else "", kept
    return made
