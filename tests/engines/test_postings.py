"""Postings against plain Python where the contract's small texts do not reach."""

from __future__ import annotations

import random
import zlib
from pathlib import Path

import numpy as np
import pytest

from govreport_search.engines.gram import merge as merging
from govreport_search.engines.gram.checked import PAGE, Checked, Pages, Sums
from govreport_search.engines.gram.merge import _order
from govreport_search.engines.gram.symbol import END, Alphabet, decode
from govreport_search.engines.pattern import Pattern
from govreport_search.engines.whoosh.part_writer import PartWriter
from govreport_search.engines.whoosh.segment_file import Part, read_parts
from govreport_search.errors import EngineError

Text = str


def index(folder: Path, blocks: list[list[Text]]) -> Part:
    writer = PartWriter(folder / "one.grm")
    number = 0
    for texts in blocks:
        writer.add([(number, number + at, text) for at, text in enumerate(texts)])
        number += len(texts)
    writer.finish()
    (part,) = read_parts(folder / "one.grm")
    return part


def expected(texts: list[Text], phrase: str) -> list[tuple[int, int]]:
    counts = [sum(text.startswith(phrase, at) for at in range(len(text))) for text in texts]
    return [(number, count) for number, count in enumerate(counts) if count]


def found(part: Part, phrase: str) -> list[tuple[int, int]]:
    texts, counts = part.postings.count(Pattern((phrase,)))
    return list(zip(texts.tolist(), counts.tolist(), strict=True))


def some_texts(seed: int, count: int, letters: str = "公开不予信息0,") -> list[Text]:
    draw = random.Random(seed)
    return ["".join(draw.choices(letters, k=draw.randint(0, 60))) for _ in range(count)]


@pytest.mark.parametrize("batch", [1, 7, 500])
def test_blocks_and_batches_of_any_size_make_the_same_postings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(merging, "BATCH", batch)
    texts = some_texts(1, 90)
    part = index(tmp_path, [texts[:1], texts[1:40], [], texts[40:]])
    for length in (1, 2, 3, 4, 5, 9):
        for text in texts[:20]:
            phrase = text[3 : 3 + length]
            if phrase:
                assert found(part, phrase) == expected(texts, phrase)
    assert [part.text(at) for at in range(len(texts))] == texts


def test_more_characters_than_two_bytes_number(tmp_path: Path) -> None:
    """A list of all characters of Unicode in one text, others before and behind it."""
    every = "".join(chr(code) for code in range(1, 0x12000)) + "".join(
        chr(code) for code in range(0x20000, 0x28000)
    )
    texts = ["不予公开", every, every[70_000:70_100] + "不予公开", "公开"]
    part = index(tmp_path, [texts[:1], texts[1:]])
    assert part.postings.keys.kind == np.uint64
    for phrase in (
        *("公", "公开", "予公开", "不予公开", "\U00020000", "\U00020000\U00020001"),
        *(every[69_998:70_002], every[70_000:70_004], every[70_000:70_050], every[70_090:70_101]),
    ):
        assert found(part, phrase) == expected(texts, phrase), ascii(phrase)
    assert part.text(1) == every


@pytest.mark.parametrize("different", [65_534, 65_535, 65_536])
def test_the_last_symbol_of_two_bytes_is_found(tmp_path: Path, different: int) -> None:
    every = "".join(map(chr, [*range(0x20, 0xD800), *range(0x20000, 0x30000)][:different]))
    part = index(tmp_path, [[every]])
    # U+0000, which parts the texts while they are read, has a symbol, too.
    assert part.postings.keys.kind == (np.uint32 if different + 1 < 65_536 else np.uint64)
    for phrase in (every[-1], every[-2:], every[-5:], every[0], every[:2], every[-2], "无此" * 3):
        assert found(part, phrase) == expected([every], phrase), ascii(phrase)


def test_two_passes_put_in_the_same_order_as_one() -> None:
    draw = np.random.default_rng(3)
    pairs = draw.integers(0, 40, 500).astype(np.uint32)
    following = draw.integers(0, 1 << 32, 500).astype(np.uint32) & np.uint32(0x00030003)
    expected_order = np.lexsort((np.arange(500), following, pairs))
    one = _order(pairs, 40, following, 4)
    two = _order(pairs, 1 << 52, following, 4)  # so many pairs leave no room for all in one
    assert one.tolist() == two.tolist() == expected_order.tolist()


def test_places_are_counted_alike_among_few_and_many_texts(tmp_path: Path) -> None:
    """Many places in few texts go another way than few places in many texts."""
    texts = ["公开" * 300, "", "公", "不予公开" + "公开" * 200, "开" * 50]
    part = index(tmp_path, [texts])
    for phrase in ("公", "公开", "开公", "公开公开公", "不", "不予公开"):
        assert found(part, phrase) == expected(texts, phrase)


def test_a_long_phrase_is_looked_up_by_its_rarest_part(tmp_path: Path) -> None:
    common = "政府信息公开工作年度报告"
    texts = [common * 20 for _ in range(100)] + [common + "政府信息霁月" + common]
    part = index(tmp_path, [texts])
    before = part.postings.touched
    assert found(part, common[-4:] + "政府信息霁月" + common) == [(100, 1)]
    assert part.postings.touched - before <= 2
    assert found(part, common) == expected(texts, common)
    assert found(part, common * 3) == expected(texts, common * 3)


@pytest.mark.parametrize("seed", range(8))
def test_a_rare_literal_after_a_frequent_one_is_looked_up_from_its_side(
    tmp_path: Path, seed: int
) -> None:
    draw = random.Random(seed)
    texts = ["".join(draw.choices("公开。", k=draw.randint(0, 400))) for _ in range(30)]
    for at in draw.sample(range(30), 4):
        cut = draw.randint(0, len(texts[at]))
        texts[at] = texts[at][:cut] + "霁月" * draw.randint(1, 2) + texts[at][cut:]
    part = index(tmp_path, [texts])
    for gap in ((0, 0), (0, 3), (2, 9), (0, 500), (5, 5)):
        pattern = Pattern(("公开", "霁月"), (gap,))
        counts = [sum(1 for _ in pattern.spans(text)) for text in texts]
        before = part.postings.touched
        numbers, found_counts = part.postings.count(pattern)
        assert numbers.tolist() == [at for at, count in enumerate(counts) if count]
        assert found_counts.tolist() == [count for count in counts if count]
    frequent = sum(text.count("公开") for text in texts)
    assert part.postings.touched - before <= frequent + 8 + 8 * 2, "the last gap is one place each"


def test_a_damaged_page_is_refused_and_the_others_are_not() -> None:
    numbers = np.arange(PAGE, dtype=np.uint32)  # four pages
    data = numbers.data.cast("B")
    sums = Sums()
    for at in range(0, len(data), 10_007):
        sums.add(data[at : at + 10_007])
    known = sums.finish()
    assert known.tolist() == [zlib.crc32(data[at : at + PAGE]) for at in range(0, len(data), PAGE)]
    numbers[PAGE // 4 + 5] += 1
    checked: Checked[np.uint32] = Checked(Pages(data, known), "<u4", PAGE - 100, 400)
    assert checked.item(3) == 103
    assert checked.few(PAGE // 4 - 102, 2) == [PAGE // 4 - 2, PAGE // 4 - 1]
    assert checked.part(PAGE // 2, PAGE - 100).tolist() == list(range(PAGE // 2 + 100, PAGE))
    for read in (
        lambda: checked.item(PAGE // 4),
        lambda: checked.few(PAGE // 4 - 101, 2),
        lambda: checked.part(0, PAGE),
        checked.whole,
    ):
        with pytest.raises(EngineError) as caught:
            read()
        assert caught.value.code == "engine_damaged"


def test_numbers_of_characters_stay_as_texts_come() -> None:
    alphabet = Alphabet()
    first, starts = alphabet.encode(["公开", ""])
    second, _ = alphabet.encode(["开\0新"])
    assert starts.tolist() == [0, 3, 4]
    assert first[[2, 3]].tolist() == [END, END]
    assert second[0] == first[1]
    assert decode(second[:3], alphabet.characters) == "开\0新"
    assert alphabet.size == 1 + len(alphabet.characters)
