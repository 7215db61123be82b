"""A made-up archive for the web tests: states of cells, a contradiction, hostile text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flask.testing import FlaskClient

from govreport_search.forms import form
from govreport_search.settings import Settings
from indexer.build import build
from webui.app import create_app
from webui.present.drawing import row_text

AGENCY = "云溪县教育局"
PHRASE = "“校车安排<b>公示</b>”"
"""Stands in one section of one report, over a line break there."""

HOSTILE = "<script>window.ran = 1</script><img src=x onerror='window.ran = 1'>"

# Requests table of the strange report: what stands in each row instead of zeros. A row
# that maps to nothing is left out; one with too few values cannot be aligned.
STRANGE_ROWS = {
    "new": ("7", "", "/", "0", "0", "0", "7"),
    "carried_in": (),
    "granted": ("5", "1"),
    "result_total": ("7", "0", "0", "0", "0", "0", "7"),
}


def strange_text() -> str:
    """2022: narrative with markup in it, and a table with blank, "/", unreadable and lost cells."""
    overview = (
        f"全年收到政府信息公开申请9件。{HOSTILE}\n"
        "为方便家长和学生，从九月起我们把每个学期的校车安\n\n排<b>公示</b>在门口；校车安排以公告为准。"
    )
    return _text(AGENCY, 2022, overview, STRANGE_ROWS)


def quiet_text() -> str:
    """2023: the same body, nothing received."""
    return _text(AGENCY, 2023, "全年没有收到政府信息公开申请。不予公开的决定也没有。", {})


def other_text() -> str:
    """2021: another body; twelve received, three of them refused."""
    rows = {
        "new": ("12", "0", "0", "0", "0", "0", "12"),
        "granted": ("9", "0", "0", "0", "0", "0", "9"),
        "denied.state_secret": ("3", "0", "0", "0", "0", "0", "3"),
        "result_total": ("12", "0", "0", "0", "0", "0", "12"),
    }
    return _text("云溪县公安局", 2021, "对涉密的申请不予公开3件。", rows)


def build_web_world(folder: Path) -> Settings:
    """Writes and indexes the reports, and one file that is none."""
    texts = {
        "a&<i>b.txt": strange_text(),
        "quiet.txt": quiet_text(),
        "other.txt": other_text(),
        "menu.txt": "今日菜单\n白米饭\n",
    }
    reports = folder / "reports"
    reports.mkdir(parents=True)
    for name, text in texts.items():
        (reports / name).write_text(text, encoding="utf-8")
    settings = Settings(folder / "built")
    summary = build([reports / name for name in texts], settings, jobs=1)
    assert (summary.indexed, len(summary.rejected)) == (3, 1), summary
    return settings


@contextmanager
def served(
    files: Sequence[Path], folder: Path, manifest: Path | None = None
) -> Iterator[FlaskClient]:
    """The app over an index of these files."""
    build(files, Settings(folder), manifest=manifest, jobs=1)
    app = create_app(Settings(folder))
    yield app.test_client()
    app.extensions["library"].close()


def _text(agency: str, year: int, overview: str, special: dict[str, tuple[str, ...]]) -> str:
    table = form("2021").table("requests")
    lines = [
        f"{agency}{year}年政府信息公开工作年度报告",
        "一、总体情况",
        overview,
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "\t".join(["（本列数据的勾稽关系）", *(column.label for column in table.columns)]),
    ]
    for row in table.data_rows:
        cells = special.get(row.id, ("0",) * 7)
        if cells:
            lines.append("\t".join([row_text(row), *cells]))
    lines += [
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "人手不足。",
        "六、其他需要报告的事项",
        "无。",
    ]
    return "\n".join(lines) + "\n"
