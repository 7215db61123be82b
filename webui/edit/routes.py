"""Which URL below ``/edit/`` does what; there is none of them unless editing is on."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue

from govreport_search.errors import UserError
from govreport_search.services.intake import Intake
from govreport_search.settings import Settings
from webui.edit import correct, guard, sign, task, upload
from webui.edit.batch import Uploads
from webui.edit.name import PREFIX
from webui.edit.private import Private
from webui.edit.reading import Reading
from webui.library import library

_ROUTES: tuple[tuple[str, str, str, Callable[..., ResponseReturnValue]], ...] = (
    ("GET", "/", "home", upload.home),
    ("GET", "/sign-in", "sign_in", sign.sign_in),
    ("POST", "/sign-in", "enter", sign.enter),
    ("POST", "/sign-out", "sign_out", sign.sign_out),
    ("POST", "/uploads", "upload", upload.upload),
    ("GET", "/uploads/<batch>", "show", upload.show),
    ("GET", "/uploads/<batch>/state", "state", upload.state),
    ("POST", "/uploads/<batch>/again", "again", upload.again),
    ("POST", "/uploads/<batch>/files/<int:number>", "describe", upload.describe),
    ("GET", "/uploads/<batch>/undo", "ask_undo", upload.ask_undo),
    ("POST", "/uploads/<batch>/undo", "undo", upload.undo),
    ("GET", "/worklist", "worklist", task.worklist),
    ("GET", "/worklist/<int:number>", "task", task.task),
    ("GET", "/reports/<report>/cells/<cell>", "cell", correct.cell),
    ("POST", "/reports/<report>/cells/<cell>", "set_cell", correct.set_cell),
    ("GET", "/reports/<report>/body", "body", correct.body),
    ("POST", "/reports/<report>/body", "set_body", correct.set_body),
    ("GET", "/corrections", "corrections", correct.corrections),
    ("POST", "/corrections/<int:key>/undo", "take_back", correct.take_back),
)
"""Method, URL below the prefix, endpoint and view."""


def register(app: Flask, settings: Settings) -> None:
    """Let the app edit, and go on with what an earlier server left unread.

    Raises:
        UserError: no password is set.
    """
    private = Private(settings)
    if not private.password_hash():
        raise UserError(
            "还没有设密码，不能打开录入和更正",
            remedy="先运行 govreport password 设一个（索引目录要相同），再加 --edit",
            code="no_password",
        )
    uploads = Uploads(settings)

    def intake() -> Intake:
        with app.app_context():
            return library().intake

    reading = Reading(settings, uploads, intake)
    app.extensions.update(private=private, uploads=uploads, reading=reading)
    guard.register(app, private)
    app.register_blueprint(_blueprint())
    guard.limit_attempts(app, "edit.enter")
    app.jinja_env.globals["editing"] = True
    reading.start()


def _blueprint() -> Blueprint:
    edit = Blueprint("edit", __name__, url_prefix=PREFIX)
    edit.before_request(guard.before)
    for method, url, name, view in _ROUTES:
        edit.add_url_rule(url, name, view, methods=[method])
    return edit
