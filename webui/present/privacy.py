"""What stays of a search, where, and how to wipe it: the same for the page and its JSON."""

from __future__ import annotations

from dataclasses import dataclass

from webui.language import COOKIE, N_, ONE_YEAR

_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Matter:
    """One question of a reader and its answer, in Chinese sentences that are translated."""

    id: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Something the pages put into the browser.

    Attributes:
        kind: ``cookie`` or ``localStorage``.
        days: how long it is kept; 0 until the browser is closed, ``None`` until it is wiped.
    """

    name: str
    kind: str
    purpose: str
    days: int | None


KEPT = (
    Kept(
        COOKIE, "cookie", N_("记住您选的语言；选了语言才有，里面只有语言的名称"), ONE_YEAR // _DAY
    ),
    Kept(
        "govreport_edit",
        "cookie",
        N_(
            "只在开启录入并登录时有，只发给录入页：证明登录过，防止别的网站冒充您提交；"
            "里面有您登录时填的名字"
        ),
        0,
    ),
    Kept(
        "report-keys",
        "localStorage",
        N_("记住报告页上“按键跳转”开着还是关着；点过那个开关才有，不含检索式和报告"),
        None,
    ),
)

MATTERS = (
    Matter(
        "where",
        N_("检索在哪里进行"),
        (
            N_(
                "程序和索引都在启动它的那台电脑上。检索式、词表和名单只在那里的内存里用一次，不发往任何别处。"
            ),
            N_("网页不载入任何别处的脚本、字体、图片，也没有统计访问的代码。"),
            N_(
                "用 --host 让别的电脑也能打开时，往来的内容没有加密；"
                "同一网络里的人可能看到，除非前面另有加密的服务器。"
            ),
        ),
    ),
    Matter(
        "address",
        N_("网址里有什么"),
        (
            N_(
                "检索式和所有筛选都写在网址里，这样才能收藏、引用、发给同事。所以网址本身就说出了您查过什么。"
            ),
            N_(
                "从这里点开别的网站时，"
                "浏览器不会把这里的网址告诉对方（Referrer-Policy: no-referrer）。"
            ),
            N_("太长的词表和名单不写进网址，随表单提交，不留在历史记录里；短的词表在网址里。"),
        ),
    ),
    Matter(
        "browser",
        N_("浏览器里留下什么"),
        (
            N_(
                "历史记录：每次检索的网址和标题。输入框的自动填充：打过的检索式。缓存：看过的页面。下载：导出的文件。"
            ),
            N_("浏览器登录了账号时，历史记录可能同步到别的设备和服务商那里。"),
        ),
    ),
    Matter(
        "wipe",
        N_("怎样清除"),
        (
            N_(
                "事先：用无痕（隐私）窗口检索，关掉窗口就不留历史记录、缓存和 cookie；"
                "下载的文件仍在。"
            ),
            N_(
                "事后：按 Ctrl+Shift+Delete（macOS 为 Command+Shift+Delete），"
                "选时间范围，勾选历史记录、cookie、缓存和自动填充。只删一条时，"
                "在历史记录里找到 127.0.0.1 删除。"
            ),
            N_("删除下载的文件，并清空回收站。"),
        ),
    ),
    Matter(
        "server",
        N_("程序和磁盘上留下什么"),
        (
            N_(
                "程序不记访问日志。出了意料之外的错误时，日志里只有网址的路径（哪一页、哪份报告）"
                "和程序的位置，没有问号后面的检索式，也没有提交的内容。"
            ),
            N_("前面另设了代理服务器时，它可能记下完整的网址，要在它那里关掉。"),
            N_(
                "索引文件夹里只有报告和从报告里读出的内容，没有检索过什么。删除这个文件夹，索引就没有了；原来的报告文件不受影响。"
            ),
            N_(
                "导出做表格时用临时文件，发送完就删除。开启录入以后，交来的文件和更正会存进索引文件夹，"
                "并记下是谁、在什么时候。"
            ),
        ),
    ),
)
