"""Whole reports from pages: what is stored of them, and the published page of ../shared."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import html_page
import pytest

from govreport_search.domain import State
from govreport_search.store import ManifestEntry
from indexer.identify import identify
from indexer.pipeline import Input, read_report, sha256_of
from indexer.readers import read_document
from indexer.recognise import understand

PAGES = sorted((Path(__file__).resolve().parents[4] / "shared" / "real").glob("*.html"))


def as_input(markup: str) -> Input:
    data = markup.encode()
    return Input("a.html", data, sha256_of(data))


def test_date_and_address_of_the_page_are_stored_unless_a_manifest_tells_them() -> None:
    given = [as_input(html_page.modern())]
    report = read_report(given)
    assert report.published == "2023-01-28"
    assert report.url == "http://www.yunling.example/xxgk/2023/t1.html"
    assert report.report.identity.agency == "云岭县青禾镇人民政府"
    assert report.report.identity.year == 2022
    entry = ManifestEntry("a.html", "m.csv", 2, url="http://x.example/", published="2023-02-01")
    told = read_report(given, entry)
    assert (told.published, told.url) == ("2023-02-01", "http://x.example/")


def test_facts_and_sections_know_their_elements() -> None:
    report = read_report([as_input(html_page.modern())]).report
    facts = {str(fact.cell): fact for fact in report.facts}
    licensing = facts["disclosure.licensing.decisions"]
    issued = facts["disclosure.normative_docs.issued"]
    assert issued.quantity.value == Decimal(14)
    assert issued.place is not None
    assert issued.place.element.endswith("/table[1]/tbody[1]/tr[3]/td[2]")
    assert licensing.quantity.state is not State.NUMBER or licensing.quantity.value == 275
    overview = next(section for section in report.sections if section.id == "overview")
    assert overview.printed == "本镇稳步推进公开工作，全年公开信息275条。"


@pytest.mark.skipif(not PAGES, reason="the shared reports are not there")
@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_published_pages(page: Path) -> None:
    truth = json.loads(page.with_name("expected.json").read_text(encoding="utf-8"))
    expected = truth["reports"][page.name]
    document = read_document(page.read_bytes(), page.name)
    facts = {
        str(fact.cell): fact.quantity for fact in understand(document.lines, document.grids).facts
    }
    checked = 0
    for table in ("disclosure", "requests", "disputes"):
        for row, columns in expected[table].items():
            for column, value in columns.items():
                found = facts[f"{table}.{row}.{column}"]
                checked += 1
                if value is None:
                    assert found.state is State.BLANK
                else:
                    assert found.value == Decimal(str(value))
    assert checked > 150
    identity = identify(document.lines, name=page.name, capture=document.capture)
    assert (identity.agency, identity.year) == (expected["agency"], expected["year"])
    assert identity.region == tuple(expected["region"])
