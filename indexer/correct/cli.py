"""``govreport correct``."""

from __future__ import annotations

from pathlib import Path

import click

from govreport_search.cli.option import chosen_format, format_option
from govreport_search.cli.pipe import print_json
from govreport_search.cli.terminal import say
from govreport_search.services.editing import Change, Wish
from govreport_search.services.history import entry_record, entry_words, subject_name
from govreport_search.settings import Settings
from govreport_search.store import Standing, Store
from indexer.correct.change import correct as change
from indexer.correct.change import take_back
from indexer.correct.listing import read_listing
from indexer.ledger import bring_up


@click.command()
@click.argument("report", required=False)
@click.argument("values", nargs=-1, metavar="CELL=VALUE...")
@click.option("--agency", metavar="NAME", help="机关名称应该是什么。")
@click.option("--region", metavar="PATH", help="地区应该是什么：省/市/县/镇，或 全国。")
@click.option("--year", metavar="YEAR", help="年份应该是什么。")
@click.option(
    "--confirm",
    multiple=True,
    metavar="CELL",
    help="这一格读得对（也可以是 agency、region、year）；可以重复。",
)
@click.option(
    "--from",
    "listing",
    type=click.Path(path_type=Path),
    help="更正清单：CSV，列为 report 或 path，cell, value, by, why, at。",
)
@click.option("--undo", type=int, metavar="ID", help="撤销一次更正；编号见 govreport corrections。")
@click.option("--by", default="", metavar="NAME", help="是谁更正的。")
@click.option("--why", default="", metavar="TEXT", help="根据是什么。")
@format_option("table", "json")
@click.pass_obj
def correct(
    settings: Settings,
    report: str | None,
    values: tuple[str, ...],
    agency: str | None,
    region: str | None,
    year: str | None,
    confirm: tuple[str, ...],
    listing: Path | None,
    undo: int | None,
    by: str,
    why: str,
    output_format: str | None,
) -> None:
    """更正读错或没有读出的内容，或者确认读得对。

    REPORT 是报告编号。CELL=VALUE 例如 requests.new.total=3、新收=blank；VALUE 是数字、
    blank（空白）、/（不适用）、unreadable（无法识读）、missing（没有这一格）或 text:文字。

    与读到的相同的值不算更正，不写进历史；要记下已经核对过，用 --confirm。

    更正只对这份报告现在的文件有效：重新索引后仍在，文件内容变了就不再使用。谁、何时、为什么和原来的值
    都留在历史里。

    退出码：0 完成；1 没有这份报告、清单有误或索引目录不能用；2 用法、格子或值有误。
    """
    said = {"agency": agency, "region": region, "year": year}
    pairs: list[tuple[str, str | None]] = [_pair(value) for value in values]
    pairs += [(name, value) for name, value in said.items() if value is not None]
    pairs += [(name, None) for name in confirm]
    _require_one_task(report, pairs, listing, undo)
    if listing is None and not by.strip():
        raise click.UsageError("请用 --by 写明是谁更正的")
    with Store(settings.store_path) as store:
        if undo is not None:
            done = take_back(store, undo, by=by.strip(), why=why.strip())
        elif listing is not None:
            done = change(store, read_listing(listing, _reports(store), by.strip()))
        else:
            wishes = [
                Wish(report or "", subject, value, by.strip(), why.strip())
                for subject, value in pairs
            ]
            done = change(store, wishes)
        bring_up(store, settings)
    _tell(done, output_format)


def _pair(written: str) -> tuple[str, str]:
    name, sign, value = written.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise click.UsageError(f"看不懂 {written}：应写作 格子=值，例如 requests.new.total=3")
    return name.strip(), value.strip()


def _require_one_task(
    report: str | None,
    pairs: list[tuple[str, str | None]],
    listing: Path | None,
    undo: int | None,
) -> None:
    tasks = [bool(report or pairs), listing is not None, undo is not None]
    if sum(tasks) != 1:
        raise click.UsageError("请给出报告编号和要更正的内容，或者 --from 清单，或者 --undo 编号")
    if report and not pairs:
        raise click.UsageError(
            "没有要更正的内容：请写 格子=值、--agency、--region、--year 或 --confirm"
        )


def _reports(store: Store) -> dict[str, str]:
    """Report ids by location of the main file."""
    return {
        state.file.location: state.report
        for state in store.source_states()
        if state.report and state.part == 0
    }


def _tell(done: Change, output_format: str | None) -> None:
    if chosen_format(output_format) == "json":
        records = [entry_record(entry, None) for entry in done.entries]
        as_read = [
            {"report": entry.report, "subject": entry.subject, "value": entry.value}
            for entry in done.as_read
        ]
        print_json({"made": records, "unchanged": done.unchanged, "as_read": as_read})
        return
    for entry in done.entries:
        say(entry_words(entry, Standing.STANDING))
    for entry in done.as_read:
        say(
            f"{entry.report}　{subject_name(entry.subject)} 本来就读作 {entry.value}，没有改动；"
            f"要记下已经核对过，请用 --confirm {entry.subject}。"
        )
    if repeated := done.unchanged - len(done.as_read):
        say(f"{repeated} 条更正早已如此，没有重复。")
