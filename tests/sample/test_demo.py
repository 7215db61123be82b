"""The demo as its user meets it: facets, zero applications, contradictions, gaps."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import govreport_search
from govreport_search.cli import main
from govreport_search.domain import CellId, State
from govreport_search.library import Library
from govreport_search.settings import Settings
from indexer.build import build
from indexer.sample import SampleReport, generate
from indexer.sample.folder import is_ours, write_folder
from indexer.summary import Summary

NEW = CellId("requests", "new", "total")
CONTRADICTED = {"wrong_total", "wrong_result_total", "text_mismatch"}
ODD_ROWS = {"short_row", "sixteen_zeros"}


@pytest.fixture(scope="module")
def samples() -> list[SampleReport]:
    return list(generate(seed=1, count=72))


@pytest.fixture(scope="module")
def built(
    samples: list[SampleReport], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Settings, Summary]:
    folder = tmp_path_factory.mktemp("demo")
    settings = Settings(folder / "index")
    manifest = write_folder(folder / "reports", samples)
    paths = [folder / "reports" / sample.name for sample in samples]
    return settings, build(paths, settings, manifest=manifest)


@pytest.fixture(scope="module")
def library(built: tuple[Settings, Summary]) -> Iterator[Library]:
    with govreport_search.open(built[0].index_dir) as library:
        yield library


def names(sources: list[str]) -> list[str]:
    return sorted(Path(source).name for source in sources)


def sources(library: Library, query: str) -> list[str]:
    return names([hit.source for hit in library.search(query, limit=500).hits])


def test_every_report_is_indexed(
    built: tuple[Settings, Summary], samples: list[SampleReport]
) -> None:
    assert built[1].rejected == []
    assert built[1].indexed == len(samples)


def test_every_facet_has_five_values(library: Library) -> None:
    facets = library.search("").facets
    assert set(facets) == {
        "year",
        "region",
        "level",
        "kind",
        "agency",
        "section",
        "form",
        "finding",
    }
    assert {name: len(values) for name, values in facets.items() if len(values) < 5} == {}


def test_zero_applications_are_those_that_print_a_zero(
    library: Library, samples: list[SampleReport]
) -> None:
    zero = {s.name: s.cells[NEW].certain for s in samples if NEW in s.cells and is_zero(s)}
    certain = {name for name, sure in zero.items() if sure}
    assert len(certain) >= 5
    found = set(sources(library, "requests.new.total=0"))
    assert certain <= found <= set(zero)


def is_zero(sample: SampleReport) -> bool:
    return sample.cells[NEW].value == Decimal(0)


def test_lost_rows_are_unknown_and_no_zeros(library: Library, samples: list[SampleReport]) -> None:
    lost = [s for s in samples if s.cells.get(NEW) and s.cells[NEW].state is State.MISSING]
    page = library.search("requests.new.total=0")
    assert page.unknown["missing"] >= len(lost)
    assert not set(names([s.name for s in lost])) & set(sources(library, "requests.new.total=0"))


def test_the_manifest_says_who_and_where(library: Library, samples: list[SampleReport]) -> None:
    told = {
        Path(str(r["source"])).name: (r["agency"], r["region"], r["year"])
        for r in library.reports()
    }
    assert told == {s.name: (s.body.name, list(s.body.region), s.year) for s in samples}


def test_level_and_kind_follow_from_the_name(library: Library, samples: list[SampleReport]) -> None:
    told = {Path(str(r["source"])).name: (r["level"], r["kind"]) for r in library.reports()}
    wrong = {
        s.body.name: told[s.name] for s in samples if told[s.name] != (s.body.level, s.body.kind)
    }
    assert wrong == {}


def test_contradictions_are_found_where_they_were_planted_and_nowhere_else(
    library: Library, samples: list[SampleReport]
) -> None:
    found = {
        Path(str(f["source"])).name for f in library.findings() if f["answer"] == "contradiction"
    }
    planted = {s.name for s in samples if CONTRADICTED & {p.code for p in s.planted}}
    assert len(planted) >= 5
    assert found == planted


def test_rows_of_odd_length_are_reported(library: Library, samples: list[SampleReport]) -> None:
    odd = {s.name for s in samples if ODD_ROWS & {p.code for p in s.planted}}
    codes = ("row_too_long", "row_too_short")
    found = {Path(str(f["source"])).name for f in library.findings() if f["code"] in codes}
    assert len(odd) >= 2
    assert odd <= found


def test_a_form_that_does_not_fit_its_year_is_reported(
    library: Library, samples: list[SampleReport]
) -> None:
    unfit = {s.name for s in samples if any(p.code == "unfit_form" for p in s.planted)}
    found = {
        Path(str(f["source"])).name for f in library.findings() if f["code"] == "form_year_mismatch"
    }
    assert unfit
    assert found == unfit


def test_two_reports_of_one_body_and_year_are_both_kept(
    library: Library, samples: list[SampleReport]
) -> None:
    second = [s for s in samples if any(p.code == "second_report" for p in s.planted)]
    assert second
    for sample in second:
        page = library.search("", agency=[sample.body.name], year=[sample.year])
        assert page.total_reports == 2


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    assert not is_ours(tmp_path / "mine")
    assert is_ours(tmp_path / "new")
    write_folder(tmp_path / "new", generate(1, 2))
    assert is_ours(tmp_path / "new")


def demo_into(index_dir: Path, output: Path, *more: str) -> Result:
    arguments = ["--index-dir", str(index_dir), "demo", "--output", str(output), *more]
    return CliRunner().invoke(main, arguments)


def test_the_demo_does_not_mix_with_reports_of_somebody_s_own(tmp_path: Path) -> None:
    own, output = tmp_path / "mine", tmp_path / "samples"
    own.mkdir()
    (report,) = generate(9, 1)
    (own / report.name).write_bytes(report.data)
    assert build([own], Settings(tmp_path / "built")).indexed == 1
    refused = demo_into(tmp_path / "built", output, "--count", "2")
    assert refused.exit_code == 1
    assert report.name in refused.output
    assert "--index-dir" in refused.output
    assert not output.exists()
    with govreport_search.open(tmp_path / "built") as library:
        assert library.search("").total_reports == 1
    assert demo_into(tmp_path / "other", output, "--count", "2").exit_code == 0


def test_the_demo_can_be_made_again(tmp_path: Path) -> None:
    """With other reports, in another folder, and after the folder was thrown away."""
    output, built = tmp_path / "samples", tmp_path / "built"
    assert demo_into(built, output, "--count", "2").exit_code == 0
    assert demo_into(built, output, "--count", "3").exit_code == 0
    assert demo_into(built, tmp_path / "more", "--count", "2", "--seed", "2").exit_code == 0
    shutil.rmtree(output)
    assert demo_into(built, output, "--count", "2").exit_code == 0


def test_an_index_that_only_met_unreadable_files_is_empty(tmp_path: Path) -> None:
    own = tmp_path / "mine"
    own.mkdir()
    (own / "letter.txt").write_text("no report", encoding="utf-8")
    assert build([own], Settings(tmp_path / "built")).rejected
    assert demo_into(tmp_path / "built", tmp_path / "samples", "--count", "1").exit_code == 0
