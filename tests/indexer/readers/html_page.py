"""Pages of invented bodies, dressed as the content systems of public bodies dress them."""

from __future__ import annotations

TITLE = "云岭县青禾镇人民政府2022年政府信息公开工作年度报告"

ROWS = "".join(f"<tr><td>{label}</td><td>{n}</td><td>0</td><td>{n}</td></tr>" for label, n in (
    ("规章", 3), ("行政规范性文件", 14), ("行政许可", 275)
))  # fmt: skip
TABLE = (
    "<table border=1><tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数</tr>"
    f"{ROWS}</table>"
)
CHAPTERS = (
    "<p>根据《条例》的规定，编制本报告；所列数据统计期限自2022年1月1日起至12月31日止。</p>"
    "<p><strong>一、总体情况</strong></p><p>本镇稳步推进公开工作，全年公开信息275条。</p>"
    f"<p>二、主动公开政府信息情况</p>{TABLE}"
    "<p>五、存在的主要问题及改进情况</p><p>人手不足，明年改进。</p>"
    "<p>六、其他需要报告的事项</p><p>无。</p>"
)
LINES = [
    "根据《条例》的规定，编制本报告；所列数据统计期限自2022年1月1日起至12月31日止。",
    "一、总体情况",
    "本镇稳步推进公开工作，全年公开信息275条。",
    "二、主动公开政府信息情况",
    "信息内容\t本年制发件数\t本年废止件数\t现行有效件数",
    "规章\t3\t0\t3",
    "行政规范性文件\t14\t0\t14",
    "行政许可\t275\t0\t275",
    "五、存在的主要问题及改进情况",
    "人手不足，明年改进。",
    "六、其他需要报告的事项",
    "无。",
]
PARTS_OF_THE_SITE = "首页 走进云岭 新闻中心 政务公开 办事服务 互动交流 依申请公开 政府信息公开年报"
NAV = "".join(
    f"<li><a href='/{n}/'>{words}</a></li>" for n, words in enumerate(PARTS_OF_THE_SITE.split())
)
FOOT = (
    "主办：云岭县人民政府办公室　地址：云岭县城关大道1号　电话：0000-123456　备案号：示例00000000号"
)


def modern(report: str = CHAPTERS) -> str:
    """Elements with the names of their purpose, and meta data."""
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{TITLE}_云岭县人民政府</title>
<meta name="SiteName" content="云岭县人民政府门户网站">
<meta name="PubDate" content="2023-01-28 09:30">
<meta name="ContentSource" content="青禾镇人民政府"><meta name="ArticleTitle" content="{TITLE}">
<link rel="canonical" href="http://www.yunling.example/xxgk/2023/t1.html">
<style>.tips{{display:none}}</style></head>
<body><header><div class="logo">云岭县人民政府</div><nav><ul>{NAV}</ul></nav></header>
<div class="tips">您访问的链接即将离开云岭县人民政府门户网站，是否继续？</div>
<div class="wrap">
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/xxgk">政务公开</a></div>
<div class="article"><h1 class="title">{TITLE}</h1>
<div class="info">发布日期：2023-01-28　来源：青禾镇人民政府　\
浏览次数：<span id="hits">413</span></div>
<div class="TRS_Editor">{report}</div>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>
<div class="prenext"><p>上一篇：<a href="a.html">云岭县某局年报</a></p>
<p>下一篇：<a href="b.html">年报</a></p></div>
</div><div class="related"><h3>相关信息</h3><ul>{NAV}</ul></div></div>
<footer><p>{FOOT}</p><img src="beian.png"></footer>
<script>document.write('<p>一、不该出现</p>')</script></body></html>"""


def of_tables(report: str = CHAPTERS) -> str:
    """Everything laid out by tables, names of the last century, broken nesting."""
    return f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312">
<TITLE>云岭县政府网 - {TITLE}</TITLE></HEAD><BODY>
<TABLE width=1000><TR><TD><IMG src="banner.jpg" width=1000 height=120></TD></TR>
<TR><TD>{NAV}</TD></TR></TABLE>
<TABLE width=1000><TR><TD width=200 valign=top><TABLE><TR><TD>{NAV}</TD></TR></TABLE></TD>
<TD><TABLE><TR><TD>索 引 号：</TD><TD>000014349/2023-00007</TD>
<TD>发布机构：</TD><TD>青禾镇人民政府</TD></TR>
<TR><TD>发文日期：</TD><TD>2023年01月28日</TD><TD>文　　号：</TD><TD>无</TD></TR></TABLE>
<TABLE><TR><TD align=center><FONT size=5><B>{TITLE}</B></FONT></TD></TR>
<TR><TD><DIV id=zoom>{report}</DIV></TD></TR>
<TR><TD align=right>【<A href="javascript:window.print()">打印</A>】\
【<A href="javascript:window.close()">关闭</A>】
</TD></TR></TABLE></TD></TR></TABLE>
<TABLE width=1000><TR><TD align=center>{FOOT}</TD></TR></TABLE></BODY></HTML>"""


def hidden_until_a_script_runs(report: str = CHAPTERS) -> str:
    """The report hidden, and shown by a script that is never run."""
    return f"""<html><body><div id="loading">正在加载，请稍候。</div>
<div id="content" style="display:none"><h2>{TITLE}</h2>{report}</div></body></html>"""
