"""How a report is cited, so that others can check it: who, when, where, and which bytes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PureWindowsPath

from flask_babel import gettext as _

from govreport_search.store.record import ReportRecord, SourceText
from webui.present.hits import year_text


def citation(record: ReportRecord, sources: Sequence[SourceText], permalink: str) -> str:
    """One paragraph: body, title, year, address, days, file and its digest, page of ours."""
    identity = record.identity
    parts = [
        identity.agency or _("机关不详"),
        f"《{identity.title}》" if identity.title else "",
        year_text(identity.year),
        record.url,
        _("公布于 %(day)s", day=record.published) if record.published else "",
        _("采集于 %(day)s", day=record.captured) if record.captured else "",
        *(_file(source) for source in sources),
        permalink,
    ]
    return "，".join(filter(None, parts))


def _file(source: SourceText) -> str:
    name = PureWindowsPath(source.source).name
    return str(_("文件 %(name)s（SHA-256 %(digest)s）", name=name, digest=source.sha256))
