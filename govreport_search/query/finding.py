"""Codes of findings with their Chinese names; what each means stands in docs/findings.md."""

from __future__ import annotations

from govreport_search.domain import Answer

FINDINGS = {
    "row_total": "总计不是各栏之和",
    "balance": "收支不平",
    "result_sum": "结果总计不是各项之和",
    "block_total": "复议诉讼总计不符",
    "group_sum": "小计不是各行之和",
    "sum_unverified": "合计不符（规则未核实）",
    "blank_as_zero": "空白视为零才相符",
    "blank_gap": "空白使规则无法判断",
    "form_year_mismatch": "格式与年份不符",
    "text_vs_table": "正文与表格不符",
    "number_missing_in_text": "正文缺数字",
    "part_count": "分项多于所称",
    "row_too_long": "一行的值太多",
    "row_too_short": "一行的值太少",
    "header_unclear": "表头不明",
    "value_apart": "一行的值分离",
    "readings_differ": "两种读法不一致",
    "row_repeated": "行重复",
    "table_repeated": "表格重复",
    "negative_count": "负数",
    "fractional_count": "不是整数",
    "ambiguous_number": "数字有歧义",
    "table_is_image": "表格是图片",
    "page_is_image": "页面是图片",
    "page_damaged": "页面损坏",
    "rules_too_dense": "线条太密",
    "table_not_text": "章节没有文字",
    "broken_bytes": "乱码",
    "repeated_lines_removed": "重复行被删",
    "same_agency_and_year": "同一机关同一年份",
}
"""Every finding the project makes."""

ANSWERS = {
    Answer.CONTRADICTION.value: "矛盾",
    Answer.OTHER_SCOPE.value: "口径不同",
    Answer.AGREES.value: "一致",
}
"""What the checks that compare two numbers answer."""
