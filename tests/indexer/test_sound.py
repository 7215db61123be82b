"""Every reader keeps to the contract of blocks, on golden files and on what the fuzzer found."""

from __future__ import annotations

from pathlib import Path

import pytest
from sound import require_sound

from govreport_search.errors import GovReportError
from indexer.readers import read_document
from indexer.readers.sniff import Kind, kind_of

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "golden" / "files"
FOUND = HERE / "found"
OFFICE = (Kind.DOC, Kind.RTF, Kind.ZIP)


def golden():
    """Those that a reader takes as they are, neither converted nor unfolded before."""
    files = (p for p in GOLDEN.rglob("*") if p.is_file() and p.suffix not in (".json", ".py"))
    return sorted(path for path in files if kind_of(path.read_bytes(), path.name) not in OFFICE)


def read(path):
    """The document, or the code of its refusal."""
    try:
        return read_document(path.read_bytes(), path.name)
    except GovReportError as error:
        return error.code


@pytest.mark.parametrize("path", golden(), ids=lambda path: path.name)
def test_golden_files_are_read_soundly(path):
    document = read(path)
    if isinstance(document, str):
        assert document in ("needs_ocr", "empty")
        return
    require_sound(document)
    assert document.lines


@pytest.mark.parametrize("path", sorted(FOUND.glob("*.*")), ids=lambda path: path.name)
def test_what_the_fuzzer_found_stays_mended(path):
    document = read(path)  # any other error is the defect that was found
    if not isinstance(document, str):
        require_sound(document)
