"""Image files: clamps, modes and errors, none of which needs the recogniser."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from govreport_search.errors import UnreadableSourceError
from indexer.readers import read_document
from indexer.readers.options import MOST_PIXELS, ReadOptions
from indexer.readers.scan import picture
from indexer.readers.scan.engine import Glyph, Reading
from indexer.readers.scan.number import agreed, is_plain, may_be_number
from indexer.readers.sniff import Kind, kind_of


def _bytes(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def _code(data: bytes, name: str) -> str:
    with pytest.raises(UnreadableSourceError) as caught:
        list(picture.pages(data, name))
    assert name in str(caught.value)
    return caught.value.code


@pytest.mark.parametrize("kind", picture.FORMATS)
def test_every_format_is_told_by_its_content(kind: str) -> None:
    data = _bytes(Image.new("RGB", (8, 8), "white"), kind)
    assert kind_of(data, "a.txt") is Kind.IMAGE
    assert [page.size for page in picture.pages(data, "a")] == [(8, 8)]


def test_without_recognition_an_image_needs_it() -> None:
    data = _bytes(Image.new("RGB", (400, 400), "white"), "PNG")
    with pytest.raises(UnreadableSourceError) as caught:
        read_document(data, "扫描.png", ReadOptions(ocr=False))
    assert caught.value.code == "needs_ocr"
    assert "扫描.png" in str(caught.value)


def test_damaged_images_say_so() -> None:
    whole = _bytes(Image.effect_noise((200, 200), 90), "PNG")
    assert _code(whole[: len(whole) // 2], "半.png") == "damaged"
    assert _code(whole[:8], "头.png") == "damaged"


def test_an_image_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    data = _bytes(Image.new("1", (20_000, 20_000), 1), "PNG")
    assert len(data) < 100_000
    assert _code(data, "大.png") == "too_complex"


def test_too_many_pages_are_refused() -> None:
    page = Image.new("1", (8, 8), 1)
    data = _bytes(page, "TIFF", save_all=True, append_images=[page] * picture.MOST_FRAMES)
    assert _code(data, "厚.tif") == "too_many_pages"


def test_only_the_first_frame_of_an_animation_is_taken() -> None:
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    data = _bytes(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert len(list(picture.pages(data, "a.gif"))) == 1


def test_pages_are_turned_as_the_camera_noted() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    data = _bytes(Image.new("RGB", (30, 20), "white"), "JPEG", exif=exif)
    (page,) = picture.pages(data, "a.jpg")
    assert page.size == (20, 30)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "CMYK", "I;16"])
def test_every_mode_becomes_colour_on_white(mode: str) -> None:
    assert picture.on_white(Image.new(mode, (5, 5))).mode == "RGB"


def test_what_is_transparent_is_paper() -> None:
    seen = picture.on_white(Image.new("RGBA", (5, 5), (0, 0, 0, 0)))
    assert seen.getpixel((2, 2)) == (255, 255, 255)


def test_large_pages_are_made_smaller() -> None:
    seen = picture.on_white(Image.new("L", (8000, 5000), 255))
    assert seen.width * seen.height <= MOST_PIXELS * 1.001


def _reading(text: str, confidence: float) -> Reading:
    return tuple(Glyph(character, confidence, 0.5) for character in text)


def test_a_number_stands_where_two_looks_agree() -> None:
    assert agreed([_reading("12", 0.99), _reading("１２", 0.9)]) == _reading("12", 0.99)
    assert agreed([_reading("12", 0.99), _reading("12", 0.3)]) is None


def test_of_two_looks_that_differ_a_third_decides_if_it_is_sure() -> None:
    one, seven = _reading("1", 0.95), _reading("7", 0.95)
    assert agreed([one, seven]) is None
    assert agreed([one, seven, _reading("7", 0.97)]) == seven
    assert agreed([one, seven, _reading("7", 0.8)]) is None
    assert agreed([one, seven, _reading("4", 0.99)]) is None


def test_look_alikes_are_doubted_and_never_taken_for_digits() -> None:
    for text in ("O", "l0", "S", "〇", "|"):
        assert may_be_number(text)
        assert not is_plain(text)
    for text in ("0", "1,234", "24.5", "-35", "—", "/", "１２"):
        assert is_plain(text)
    assert not may_be_number("规章")
