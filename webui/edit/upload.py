"""The pages of uploads: bring files, see how far they are, say more of them, take them out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

from flask import current_app, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from govreport_search.errors import DataError, StoreError, UserError
from govreport_search.sentence import listed, say
from govreport_search.services.editing import editor
from webui.edit import progress
from webui.edit.batch import UNDONE, WAITING, WORDS, Batch, UploadedFile, Uploads, with_file
from webui.edit.correct import NATIONAL
from webui.edit.reading import Reading
from webui.edit.receive import FILE_BYTES, MEGABYTE, MOST_FILES, REQUEST_BYTES, receive
from webui.edit.undo import take_out, undoing
from webui.edit.visit import tell
from webui.language import gettext as _
from webui.library import library
from webui.present.hits import record_name

LISTED = 50
"""Uploads on the first page; the rest is asked for."""

MOST_WORD = 500
"""Characters of what may be said of a file, for each column."""

FORMATS = {
    "region": say("地区应写作 省/市/县/镇，或 %(national)s", national=NATIONAL),
    "year": say("报告年份应是四位数字，例如 2023"),
    "captured": say("保存日期应写作 2024-01-31，是日历上有的一天"),
}
"""How the words are written that cannot be written as one likes."""


def home() -> str:
    """What can be done here, and the latest uploads."""
    count = len(_uploads().ids())
    listed = count if request.args.get("all") else LISTED
    return render_template(
        "edit/home.html",
        batches=list(islice(_uploads().all(), listed)),
        more=max(0, count - listed),
        limits=_limits(),
    )


def upload() -> Response | tuple[str, int]:
    """Store what was sent, and have it read."""
    fault: str | UserError = _("没有选文件")
    files = request.files.getlist("files")
    try:
        batch = receive(files, g.visitor.name, _uploads(), library().intake)
    except UserError as error:
        batch, fault = None, error
    if batch is None:
        page = render_template("edit/home.html", batches=(), more=0, limits=_limits(), fault=fault)
        return page, 400
    if batch.state == WAITING:
        _reading().add(batch)
    return redirect(url_for("edit.show", batch=batch.id), 303)


def show(batch: str) -> str:
    """How far an upload is; the page renews itself until it is read."""
    return _shown(_uploads().get(batch))


def state(batch: str) -> Response:
    """The same as JSON."""
    found = _uploads().get(batch)
    return jsonify(progress.progress_record(found, _views(found)))


def again(batch: str) -> Response:
    """Read an upload once more, e.g. when a missing component is there now."""
    with _settled(batch) as found:
        _reading().add(_uploads().save(replace(found, state=WAITING)))
    return redirect(url_for("edit.show", batch=batch), 303)


def describe(batch: str, number: int) -> Response | tuple[str, int]:
    """Keep what a person says of a file, as a manifest would, and read the file with it."""
    with _settled(batch) as found:
        if number >= len(found.files) or not found.files[number].kept:
            raise UserError(_("这个文件不能补充说明"), remedy=_("请回到录入页，从列表里打开"))
        words = {name: " ".join(request.form.get(name, "").split()) for name in WORDS}
        said = replace(found.files[number], words=words)
        changed = with_file(found, number, said)
        try:
            _check(changed, said)
        except DataError as error:
            return _shown(changed, fault=(number, error)), 400
        _uploads().put_manifest(changed)
        _reading().add(_uploads().save(replace(changed, state=WAITING)))
    return redirect(url_for("edit.show", batch=batch), 303)


def ask_undo(batch: str) -> str:
    """What taking the upload out would remove, and a button that does it."""
    with _settled(batch) as found:
        looked = undoing(found, _uploads(), library().intake)
        return render_template(
            "edit/undo.html",
            batch=found,
            looked=looked,
            removed=[(head.id, record_name(head)) for head in looked.removed],
        )


def undo(batch: str) -> Response:
    """Take the upload out."""
    with _settled(batch) as found:
        intake = library().intake
        looked = undoing(found, _uploads(), intake)
        gone = take_out(found, looked, g.visitor.name, _uploads(), intake)
    tell(_("已撤销这次录入，移出 %(n)s 份报告", n=len(gone)))
    return redirect(url_for("edit.show", batch=batch), 303)


def _shown(batch: Batch, fault: tuple[int, DataError] | None = None) -> str:
    views = _views(batch)
    return render_template(
        "edit/batch.html",
        batch=batch,
        views=views,
        counts=progress.counts(views),
        labels=progress.LABELS,
        busy=progress.is_busy(batch),
        answered=progress.answered(batch),
        fault=fault,
    )


def _check(batch: Batch, said: UploadedFile) -> None:
    """Let the reader of manifests judge, before anything is kept.

    Raises:
        DataError: a word is none, is too long or holds what nobody can see; names the cause.
    """
    if any(len(word) > MOST_WORD or not word.isprintable() for word in said.words.values()):
        raise DataError(_("每一项最多 %(n)s 个字，不能有看不见的字符", n=MOST_WORD))
    if said.words["url"] and not said.words["url"].startswith(("http://", "https://")):
        raise DataError(_("网址应以 http:// 或 https:// 开头"))
    if _is_taken(batch, said):
        return
    wrong = [
        rule
        for name, rule in FORMATS.items()
        if not _is_taken(batch, replace(said, words={name: said.words[name]}))
    ]
    raise DataError(listed("；", wrong) if wrong else say("这样写读不懂"), remedy=say("请改好再存"))


def _is_taken(batch: Batch, said: UploadedFile) -> bool:
    """Whether the reader of manifests takes what is said of a file."""
    draft = _uploads().put_manifest(replace(batch, files=(said,)), draft=True)
    try:
        editor().check_manifest(draft)
    except DataError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    return True


@contextmanager
def _settled(key: str) -> Iterator[Batch]:
    """An upload that is neither being read nor taken out; nobody else changes one meanwhile.

    Raises:
        UserError: it is.
        StoreError: what the block does to it cannot be written.
    """
    with _uploads().changing(key) as found:
        if found.state == WAITING:
            raise UserError(_("这次录入还在读取"), remedy=_("等读完再试"), code="still_reading")
        if found.state == UNDONE:
            raise UserError(_("这次录入已经撤销"), remedy=_("需要时请重新录入"), code="undone")
        try:
            yield found
        except OSError as error:
            raise StoreError(
                _("没有写下（%(why)s）", why=error.strerror or error),
                remedy=_("请检查磁盘空间和索引目录的权限，再试一次"),
                code="upload_not_stored",
            ) from error


def _views(batch: Batch) -> tuple[progress.FileView, ...]:
    return progress.file_views(batch, _uploads(), library().intake, _reading().running())


def _limits() -> dict[str, int]:
    return {
        "file": FILE_BYTES // MEGABYTE,
        "request": REQUEST_BYTES // MEGABYTE,
        "files": MOST_FILES,
    }


def _uploads() -> Uploads:
    held: Uploads = current_app.extensions["uploads"]
    return held


def _reading() -> Reading:
    held: Reading = current_app.extensions["reading"]
    return held
