"""Tables drawn with lines, as terminals and text browsers print them."""

from __future__ import annotations

import pytest

from indexer.readers import read_document
from indexer.recognise import understand

ROWS = (
    ("第二十条第（一）项", "", "", ""),
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "21", "0", "23"),
    ("行政规范性文件", "", "25", "26"),
)


def _drawn(upright: str, rule: str) -> str:
    rows = [f"{upright} " + f" {upright} ".join(cells) + f" {upright}" for cells in ROWS]
    return "\n".join([rule, rows[0], rule, rows[1], rule, *rows[2:], rule])


@pytest.mark.parametrize(
    "table",
    [
        _drawn("│", "┼────┼──────┼──────┼──────┼"),
        _drawn("┃", "┣━━━━╋━━━━━━╋━━━━━━╋━━━━━━┫"),
        _drawn("║", "╠════╬══════╬══════╬══════╣"),
        _drawn("|", "+----+------+------+------+"),
    ],
)
def test_drawn_tables_are_read_and_their_rules_are_no_text(table: str) -> None:
    text = f"二、主动公开政府信息情况\n{table}\n五、存在的主要问题及改进情况\n────────\n人手不足。"
    lines = read_document(text.encode(), "r.txt").lines
    reading = understand(lines)
    raws = {str(f.cell): f.quantity.raw for f in reading.facts if f.quantity.raw is not None}
    assert raws == {
        "disclosure.regulations.issued": "21",
        "disclosure.regulations.repealed": "0",
        "disclosure.regulations.in_force": "23",
        "disclosure.normative_docs.issued": "",
        "disclosure.normative_docs.repealed": "25",
        "disclosure.normative_docs.in_force": "26",
    }
    assert {s.id: s.printed for s in reading.sections} == {
        "disclosure": "",
        "problems": "人手不足。",
    }
