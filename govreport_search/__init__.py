"""govreport-search: the words and the statutory numbers of 政府信息公开工作年度报告."""
