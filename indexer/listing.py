"""CSV files that a user writes: manifests, and lists of corrections."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from govreport_search.errors import ManifestError

MOST_BYTES = 20 * 1024 * 1024
"""Of such a file: a hundred thousand lines and more."""

_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Listing:
    """A CSV in UTF-8 with or without a mark, or GB18030; comma, semicolon or tab.

    Attributes:
        kind: what messages call it.
        option: by which its path was given.
        path: where it is.
        columns: those it may have.
        needed: groups of columns; of each group one must be there.
    """

    kind: str
    option: str
    path: Path
    columns: Sequence[str] = ()
    needed: Sequence[Sequence[str]] = ()

    def lines(self) -> Iterator[tuple[int, dict[str, str]]]:
        """The number of each line that says anything, and what it says, by column.

        Empty cells are left out.

        Raises:
            ManifestError: it cannot be read; names line and cause.
        """
        text = self._text()
        header = text.partition("\n")[0]
        delimiter = max(_DELIMITERS, key=header.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            names = self._names(next(reader, []))
            for cells in reader:
                said = [cell.strip() for cell in cells]
                if not any(said):
                    continue
                if len(said) != len(names):
                    raise self.fault(reader.line_num, f"有 {len(said)} 格，表头有 {len(names)} 格")
                given = zip(names, said, strict=True)
                yield reader.line_num, {name: cell for name, cell in given if cell}
        except csv.Error as error:
            raise self.fault(reader.line_num, f"不是合格的 CSV（{error}）") from error

    def fault(self, line: int, cause: str) -> ManifestError:
        """What is wrong with a line, said of this file."""
        return ManifestError(
            f"{self.kind} {self.path} 第 {line} 行：{cause}", remedy="改正后再运行"
        )

    def _text(self) -> str:
        try:
            with self.path.open("rb") as stream:
                data = stream.read(MOST_BYTES + 1)
        except OSError as error:
            raise ManifestError(
                f"无法读取{self.kind} {self.path}（{error.strerror}）",
                remedy=f"请检查 {self.option} 给出的路径",
            ) from error
        if len(data) > MOST_BYTES:
            raise ManifestError(
                f"{self.kind} {self.path} 超过上限 {MOST_BYTES // 1024**2} MB",
                remedy="请确认它是一份 CSV 清单，必要时拆成几份",
            )
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
        raise ManifestError(f"{self.kind} {self.path} 的编码无法识别", remedy="请存为 UTF-8 的 CSV")

    def _names(self, header: Sequence[str]) -> list[str]:
        names = [name.strip().lower() for name in header]
        unknown = [name for name in names if name not in self.columns]
        if unknown:
            known = "、".join(self.columns)
            raise self.fault(1, f"不认识的列 {'、'.join(unknown)}；可用的列是 {known}")
        lacking = [" 或 ".join(group) for group in self.needed if not set(group) & set(names)]
        if lacking:
            raise self.fault(1, f"缺少 {'、'.join(lacking)} 一列")
        if len(set(names)) < len(names):
            raise self.fault(1, "有重复的列")
        return names
