"""Golden reports that stand in several files: an archive, a page with its annex."""

from __future__ import annotations

import shutil
from pathlib import Path

from golden_world import FILES, named, truth_of

import govreport_search
from govreport_search.settings import Settings
from indexer.build import build
from indexer.sample.model import TrueCell
from indexer.sample.notation import noted, read_note


def test_an_archive_with_gbk_names_is_read_inside(tmp_path: Path) -> None:
    summary = build([named("kind-zip.zip")], Settings(tmp_path / "index"), jobs=1)
    assert summary.rejected == []
    with govreport_search.open(tmp_path / "index") as library:
        told = sorted((str(r["source"]), r["year"], r["form"]) for r in library.reports())
    assert [form for _, _, form in told] in (["2019", "2021"], ["2021", "2019"])
    for source, year, _ in told:
        archive, _, inside = source.partition("!/")
        assert archive.endswith("kind-zip.zip")
        assert inside.startswith(f"{year}年年报/")
        assert inside.endswith((".docx", ".html"))


def test_a_page_and_the_workbook_it_links_to_are_one_report(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    # A page whose own name says that it is an annex has none.
    shutil.copyfile(named("kind-page-and-annex.html"), folder / "report.html")
    for path in FILES.glob("*-annex.xlsx"):
        shutil.copyfile(path, folder / path.name)
    summary = build([folder], Settings(tmp_path / "index"), jobs=1)
    assert summary.rejected == []
    true = truth_of(named("kind-page-and-annex.html"))
    with govreport_search.open(tmp_path / "index") as library:
        (report,) = library.reports()
        facts = library.report(str(report["report"])).facts
    cells = {fact.cell: TrueCell(fact.quantity.state, fact.quantity.value) for fact in facts}
    assert read_note(noted(cells)) == read_note(true["cells"])
    assert str(report["source"]).endswith("report.html")
    assert (report["year"], report["form"]) == (true["year"], true["form"])
