"""Many short texts as arrays, and columns with few distinct texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns.array_file import Array

Codes = NDArray[np.int32]


def pack(name: str, texts: Iterable[str]) -> dict[str, Array]:
    """Texts as two arrays: their UTF-8 one behind another, and where each begins and ends."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    bounds = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum([len(one) for one in encoded], out=bounds[1:])
    data = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    return {f"{name}.data": data, f"{name}.bounds": bounds}


def unpack(name: str, arrays: Mapping[str, Array]) -> list[str]:
    """The inverse of ``pack``."""
    data, bounds = bytes(arrays[f"{name}.data"]), arrays[f"{name}.bounds"].tolist()
    return [data[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(bounds)]


@dataclass(frozen=True, slots=True)
class CodedTexts:
    """A column with few distinct texts.

    Attributes:
        values: the distinct texts, ascending, so that codes compare as texts do.
        codes: for each entry the index of its text, shape (n,).
    """

    values: Sequence[str]
    codes: Codes


def coded(column: Iterable[str]) -> CodedTexts:
    """Number the distinct texts."""
    texts = list(column)
    values = tuple(sorted(set(texts)))
    numbers = {text: number for number, text in enumerate(values)}
    return CodedTexts(values, np.array([numbers[text] for text in texts], dtype=np.int32))


def joined(columns: Sequence[CodedTexts]) -> CodedTexts:
    """Columns one behind another, with one list of values; one column stays as it is."""
    if len(columns) == 1:
        return columns[0]
    # Sorted lists behind one another are merged, which a set would not be.
    values = tuple(dict.fromkeys(sorted(chain.from_iterable(c.values for c in columns))))
    numbers = {text: number for number, text in enumerate(values)}
    codes = [
        np.array([numbers[text] for text in column.values], dtype=np.int32)[column.codes]
        for column in columns
    ]
    return CodedTexts(values, np.concatenate([np.empty(0, np.int32), *codes]))


def chosen(column: CodedTexts, at: NDArray[np.int64]) -> CodedTexts:
    """Some entries; values that none of them has are left out."""
    kept, codes = np.unique(column.codes[at], return_inverse=True)
    return CodedTexts(tuple(column.values[code] for code in kept), codes.astype(np.int32))


def pack_coded(name: str, column: CodedTexts) -> dict[str, Array]:
    """A coded column as arrays."""
    return {name: column.codes, **pack(f"{name}.values", column.values)}


def unpack_coded(name: str, arrays: Mapping[str, Array]) -> CodedTexts:
    """The inverse of ``pack_coded``."""
    return CodedTexts(tuple(unpack(f"{name}.values", arrays)), arrays[name])
