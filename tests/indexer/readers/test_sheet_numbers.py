"""Number formats: what is printed, not what is stored."""

from __future__ import annotations

import pytest

from indexer.readers.sheet.number import built_in, general, printed, text_in


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (12.0, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (-3.5, "General", "-3.5"),
        (5, "G/通用格式", "5"),
        (5, 'General"人"', "5人"),
        (5, "@", "5"),
        (12.4, "0", "12"),
        (0.5, "0", "1"),
        (-0.4, "0", "0"),
        (7, "000", "007"),
        (1.5, "0.00", "1.50"),
        (1.5, "0.0#", "1.5"),
        (24.5, "0.0000", "24.5000"),
        (1234567.0, "#,##0", "1,234,567"),
        (1234.5, "#,##0.00", "1,234.50"),
        (0, "#", ""),
        (0.256, "0.0%", "25.6%"),
        (123456, "0.00,", "123.46"),
        (3, '0"件"', "3件"),
        (3, "0\\件", "3件"),
        (-3, "0_);(0)", "(3)"),
        (-3, "0;[Red]0", "3"),
        (-3, "0;[Red]-0", "-3"),
        (0, "0;-0;;@", ""),
        (5, "0;-0;;@", "5"),
        (0, '0;-0;"/"', "/"),
        (12, ";;;", ""),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
        (9, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "9"),
        (5, '[>3]"多于三";0', "多于三"),
        (2, '[>3]"多于三";0', "2"),
        (8, "[$-804]0", "8"),
        (8, "[$¥-804]0.0", "¥8.0"),
        (45000, "yyyy/m/d", "2023/3/15"),
        (45000, 'yyyy"年"m"月"d"日"', "2023年3月15日"),
        (45000.75, "yyyy-mm-dd hh:mm:ss", "2023-03-15 18:00:00"),
        (0.5, "h:mm AM/PM", "12:00 PM"),
        (45000, "[$-804]aaaa", "星期三"),
    ],
)
def test_values_as_their_format_prints_them(value: float, code: str, shown: str) -> None:
    assert printed(value, code) == shown


@pytest.mark.parametrize(
    ("value", "code"),
    [(12, "[DBNum1]General"), (0.75, "# ?/?"), (12, "0.00E+00"), (1, "0" * 300), (-1, "yyyy")],
)
def test_formats_that_cannot_be_followed_say_so(value: float, code: str) -> None:
    assert printed(value, code) is None


def test_days_from_1904() -> None:
    assert printed(43538, "yyyy/m/d", epoch_1904=True) == "2023/3/15"


@pytest.mark.parametrize(
    ("value", "shown"), [(1e11, "1E+11"), (99999999999.0, "99999999999"), (1 / 3, "0.3333333333")]
)
def test_numbers_without_a_format(value: float, shown: str) -> None:
    assert general(value) == shown


def test_texts_have_a_section_of_their_own() -> None:
    assert text_in("无", "0;-0;;@") == "无"
    assert text_in("无", ";;;") == ""
    assert text_in("甲", '0;0;0;"（"@"）"') == "（甲）"


def test_formats_by_number() -> None:
    assert printed(0, built_in(41)) == "-"
    assert printed(1234, built_in(3)) == "1,234"
    assert built_in(999) == "General"
