"""The command ``demo``: makes the sample reports and indexes them."""

from __future__ import annotations

from pathlib import Path

import click

from govreport_search.errors import StoreError, UserError
from govreport_search.settings import Settings
from govreport_search.store import Store
from indexer.build import build
from indexer.sample.demo import demo_reports
from indexer.sample.folder import MANIFEST, is_ours, is_sample, write_folder

NEXT = """\
接下来可以试试：
  govreport search '"不予公开"'          哪些章节写了这四个字
  govreport search '新收=0'              哪些报告没有收到申请
  govreport export findings --output findings.csv
  govreport serve                        在浏览器里看"""


@click.command("demo")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("sample-reports"),
    show_default=True,
    help="示例报告写到哪个文件夹。",
)
@click.option(
    "--count", type=click.IntRange(1, 100_000), default=72, show_default=True, help="写多少份。"
)
@click.option("--seed", type=int, default=1, show_default=True, help="同一个数得到同样的报告。")
@click.pass_context
def demo(ctx: click.Context, output: Path, count: int, seed: int) -> None:
    """生成虚构的示例报告并建立索引。

    报告里的地名、机关和数字都是编造的，用来试用和练习。索引目录里已经有别的报告时不会混进去。
    """
    settings: Settings = ctx.obj
    if not is_ours(output):
        raise UserError(
            f"文件夹 {output} 里已经有别的文件", remedy="请用 --output 给出一个新的文件夹"
        )
    _refuse_to_mix(settings, output)
    reports = list(demo_reports(seed, count))
    manifest = write_folder(output, reports)
    click.echo(f"已写出 {len(reports)} 份示例报告和 {MANIFEST}：{output}", err=True)
    paths = [output / report.name for report in reports]
    summary = build(paths, settings, manifest=manifest)
    click.echo(
        f"已索引 {summary.indexed} 份，没有变化 {summary.unchanged} 份，"
        f"未能索引 {len(summary.rejected)} 份，检查发现 {summary.findings} 条",
        err=True,
    )
    for rejection in summary.rejected:
        click.echo(f"{rejection.source}：{rejection.reason}", err=True)
    click.echo(NEXT)
    ctx.exit(1 if summary.rejected else 0)


def _refuse_to_mix(settings: Settings, output: Path) -> None:
    """Invented numbers must not turn up among somebody's real ones."""
    if not settings.store_path.is_file():
        return
    with Store(settings.store_path) as store:
        files = [state.file for state in store.source_states() if state.report]
    own = [file.source for file in files if not is_sample(Path(file.location), output)]
    if own:
        raise StoreError(
            f"索引目录 {settings.index_dir} 里已有 {len(own)} 份不是示例的报告（例如 {own[0]}），"
            "虚构的示例报告不能和它们混在一起",
            remedy="请用 govreport --index-dir 另一个文件夹 demo 给示例报告单独建立索引",
            code="mixed_reports",
        )
