"""Writes generated reports into a folder, with the manifest that names their bodies."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from indexer.sample.body import sample_data
from indexer.sample.model import SampleReport

MANIFEST = "manifest.csv"
MARK = ".govreport-sample"
"""A file that tells a folder of sample reports from a folder of somebody's own."""

COLUMNS = ("path", "agency", "region", "year", "published")


def is_ours(folder: Path) -> bool:
    """Whether the folder may be written into: it is new, empty, or made by this module."""
    return not folder.exists() or not any(folder.iterdir()) or (folder / MARK).is_file()


def is_sample(file: Path, output: Path) -> bool:
    """Whether a file lies among sample reports.

    Args:
        output: folder that sample reports are about to be written into, and may be gone.
    """
    folder = file.resolve().parent
    return folder == output.resolve() or (folder / MARK).is_file()


def write_folder(folder: Path, reports: Iterable[SampleReport]) -> Path:
    """Write every report and ``manifest.csv``; files of the same names are replaced.

    Invented places stand in no divisions data, so only the manifest can say where a body is.

    Returns:
        The manifest's path.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()
    manifest = folder / MANIFEST
    national = sample_data("bodies.toml")["national"]["region"]
    with manifest.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for report in reports:
            (folder / report.name).write_bytes(report.data)
            region = "/".join(report.body.region) or national
            published = f"{report.year + 1}-01-25"
            writer.writerow((report.name, report.body.name, region, report.year, published))
    return manifest
