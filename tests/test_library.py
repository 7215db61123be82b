"""The Python API as a notebook uses it."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pandas as pd
import pytest
from sample_world import SampleIndex

import govreport_search as g
from govreport_search.errors import BadFilterError, NotFoundError, StoreError
from govreport_search.query.request import Filters, Request
from govreport_search.query.result import FacetValue
from govreport_search.services.export import COLUMNS

DOCS = Path(__file__).parent.parent / "docs"


def test_a_search_answers_with_a_page(sample_index: SampleIndex) -> None:
    with g.open(sample_index.index_dir) as library:
        years = sorted({report.year for report in sample_index.reports})[-2:]
        page = library.search('"公开"', year=years, where=["requests.new.total>=0"], limit=1)
        assert len(page.hits) == 1 < page.total_hits
        assert page.total_reports <= page.total_hits
        assert page.hits[0].year in years
        assert page.hits[0].cells[0].indicator == "requests.new"
        assert set(page.facets) >= {"year", "agency"}
        assert sum(page.unknown.values()) >= 0
        assert [row.id for row in page.rows]


def test_filters_take_one_value_or_several(sample_index: SampleIndex) -> None:
    with g.open(str(sample_index.index_dir)) as library:
        year = sample_index.reports[0].year
        pages = [
            library.search(year=year),
            library.search(year=str(year)),
            library.search(year=[year]),
            library.search(year=(str(year), year)),
            library.ask(Request(filters=Filters(year=(str(year),)))),
        ]
        assert {page.total_reports for page in pages} == {
            sum(report.year == year for report in sample_index.reports)
        }
        with pytest.raises(BadFilterError):
            library.search(year="last")
        with pytest.raises(TypeError, match="colour"):
            library.facts(colour="red")
        with pytest.raises(BadFilterError):
            library.search(limit=-1)


def test_pages_follow_each_other_by_cursor(sample_index: SampleIndex) -> None:
    with g.open(sample_index.index_dir) as library:
        whole = library.search("公开", sort="year", limit=15)
        first = library.search("公开", sort="year", limit=5)
        further = library.search("公开", sort="year", limit=10, cursor=first.next)
        assert (further.start, first.hits + further.hits) == (5, whole.hits)
        with pytest.raises(BadFilterError) as refused:
            library.search("公开", limit=5, cursor=first.next)
        assert refused.value.code == "cursor_of_another_question"


def test_a_region_can_be_opened_in_its_facet(sample_index: SampleIndex) -> None:
    with g.open(sample_index.index_dir) as library:

        def regions(opened: str | list[str]) -> list[FacetValue]:
            page = library.search(facet_open=opened, facet_more={"region": 0}, limit=0)
            return list(page.facets["region"])

        assert not regions([])
        chosen = next(one for one in regions("") if one.parts)
        assert not any("/" in one.value for one in regions(""))
        inside = [one for one in regions(chosen.value) if one.value.startswith(f"{chosen.value}/")]
        assert len(inside) == chosen.parts
        assert regions(["", chosen.value]) == regions(chosen.value)


@pytest.mark.parametrize("name", COLUMNS)
def test_records_go_straight_into_pandas(sample_index: SampleIndex, name: str) -> None:
    with g.open(sample_index.index_dir) as library:
        records = getattr(library, name)(level="township")
        table = pd.DataFrame(records)
        assert tuple(table.columns) == COLUMNS[name]
        assert len(table)
        if name == "facts":
            numbers = table[table["state"] == "number"]["value"]
            assert numbers.notna().all()
            assert table[table["state"] != "number"]["value"].isna().all()
            sums = numbers.astype(float).sum()
            assert sums > 0


def test_a_report_with_its_relatives_and_source(sample_index: SampleIndex) -> None:
    with g.open(sample_index.index_dir) as library:
        hit = library.search("公开").hits[0]
        view = library.report(hit.report)
        assert view.record.id == hit.report
        others = library.same_agency(hit.report)
        years = [other.identity.year for other in others]
        assert hit.report not in [other.id for other in others]
        assert years == sorted(years)
        assert {other.identity.agency for other in others} <= {hit.agency}
        (source,) = library.source(hit.report)
        assert hit.line is not None
        line = source.lines[hit.line - 1].replace(" ", "")
        assert "公" in line
        with pytest.raises(NotFoundError):
            library.report("nonsense")


def test_every_printed_fact_stands_at_its_line(sample_index: SampleIndex) -> None:
    """A number without a way back to its place would be worth nothing."""
    with g.open(sample_index.index_dir) as library:
        for record in library.reports():
            view = library.report(record["report"])
            for fact in view.facts:
                if fact.quantity.raw:
                    assert fact.place is not None
                    assert fact.place.line is not None
                    end = fact.place.end_line or fact.place.line
                    lines = view.sources[fact.place.part].lines[fact.place.line - 1 : end]
                    printed = re.sub(r"\s", "", "".join(lines))
                    assert re.sub(r"\s", "", fact.quantity.raw) in printed, fact


def test_opening_where_nothing_is_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        g.open(tmp_path)
    assert "govreport index" in caught.value.remedy


def test_opening_repairs_a_lost_index(own_sample_index: SampleIndex) -> None:
    with g.open(own_sample_index.index_dir) as library:
        before = library.search("公开", limit=100)
    for path in sorted((own_sample_index.index_dir / "whoosh").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    with g.open(own_sample_index.index_dir) as library:
        assert library.search("公开", limit=100) == before
        assert library.status().index_is_current


def test_an_open_library_sees_what_another_one_removes(own_sample_index: SampleIndex) -> None:
    with g.open(own_sample_index.index_dir) as library, g.open(own_sample_index.index_dir) as other:
        gone = library.search("公开").hits[0].report
        other.remove([gone])
        page = library.search("公开", limit=100)
        assert gone not in [hit.report for hit in page.hits]
        assert page.searched == len(own_sample_index.reports) - 1


def test_the_documented_examples_run(
    sample_index: SampleIndex, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = (DOCS / "python-api.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(blocks) >= 4
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOVREPORT_INDEX_DIR", str(sample_index.index_dir))
    (tmp_path / "index").symlink_to(sample_index.index_dir)
    names: dict[str, object] = {}
    for block in blocks:
        if ">>>" in block:
            test = doctest.DocTestParser().get_doctest(block, names, "python-api.md", None, 0)
            assert doctest.DocTestRunner().run(test).failed == 0
        else:
            exec(compile(block, "python-api.md", "exec"), names)
