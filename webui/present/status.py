"""The state of the archive in words: years as bars, reasons of rejection with what helps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from govreport_search.services.holding import YearHolding
from webui.language import N_
from webui.language import gettext as _

REJECTIONS: Mapping[str, str] = {
    "not_found": N_("找不到文件"),
    "not_a_file": N_("不是普通文件"),
    "unreadable_folder": N_("文件夹打不开"),
    "cannot_open": N_("文件打不开"),
    "bad_file_name": N_("文件名不是文字"),
    "empty": N_("空文件，或没有文字"),
    "too_large": N_("太大"),
    "too_many_pages": N_("页数太多"),
    "too_complex": N_("太复杂"),
    "not_text": N_("编码认不出"),
    "kind_not_supported": N_("这种文件读不了"),
    "encrypted": N_("加了密码"),
    "damaged": N_("损坏或不完整"),
    "needs_ocr": N_("全是图片，没有装文字识别"),
    "needs_libreoffice": N_("旧的 Word 文件，没有装 LibreOffice"),
    "not_a_report": N_("不是年度报告"),
    "inconsistent_reading": N_("读出的结果自相矛盾"),
    "too_slow": N_("读得太久"),
    "too_much_memory": N_("要用太多内存"),
    "reader_died": N_("读的时候进程中断"),
    "internal_error": N_("程序的缺陷"),
}
"""Codes of rejection with their names; docs/ingest.md says what each means and what helps."""

BAR = 100
"""Width of the longest bar, in its own units."""


@dataclass(frozen=True, slots=True)
class YearView:
    """A year with the length of its bar; ``value`` is the year as a filter takes it."""

    holding: YearHolding
    value: str
    label: str
    bar: float


@dataclass(frozen=True, slots=True)
class ReasonView:
    """A reason of rejection, with how many files it concerns."""

    code: str
    name: str
    count: int


def year_views(years: Sequence[YearHolding]) -> tuple[YearView, ...]:
    """Years ready to draw."""
    most = max((one.reports for one in years), default=0)
    return tuple(
        YearView(
            one,
            "none" if one.year is None else str(one.year),
            str(_("年份不详")) if one.year is None else str(one.year),
            round(one.reports / most * BAR, 2),
        )
        for one in years
    )


def reason_views(rejected: Sequence[tuple[str, int]]) -> tuple[ReasonView, ...]:
    """Reasons by name; a code that is not known here stands for itself."""
    return tuple(
        ReasonView(code, str(_(REJECTIONS.get(code, code))), count) for code, count in rejected
    )
