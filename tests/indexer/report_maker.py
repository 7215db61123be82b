"""A made-up report as text, for tests of what becomes of files."""

from __future__ import annotations

from govreport_search.forms import form


def report_text(
    agency: str = "云溪县教育局", year: int = 2022, new: str = "7", words: str = "工作平稳有序。"
) -> str:
    """A made-up report on the form of 2021, tab separated, with its requests table."""
    table = form("2021").table("requests")
    lines = [
        f"{agency}{year}年政府信息公开工作年度报告",
        "",
        "一、总体情况",
        words,
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "\t".join(["（本列数据的勾稽关系）", *(column.label for column in table.columns)]),
    ]
    for row in table.data_rows:
        value = new if row.id in ("new", "granted", "result_total") else "0"
        cells = [value, "0", "0", "0", "0", "0", value]
        lines.append("\t".join([f"{row.no}{row.label}", *cells]))
    lines += [
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "人手不足。",
    ]
    lines += ["六、其他需要报告的事项", "无。", ""]
    return "\n".join(lines)
