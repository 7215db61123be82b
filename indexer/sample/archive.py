"""ZIP files of reports, with names as Chinese Windows writes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

DATE = (2024, 1, 1, 0, 0, 0)


class _GbkInfo(zipfile.ZipInfo):
    """An entry whose name is written in GBK, without the flag that would say so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile asks for it
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


def zip_bytes(files: Mapping[str, bytes], *, gbk: bool) -> bytes:
    """An archive of those files, the same bytes for the same files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = (_GbkInfo if gbk else zipfile.ZipInfo)(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return made.getvalue()
