"""Signing in and out."""

from __future__ import annotations

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webui.edit.name import PREFIX
from webui.edit.private import Private
from webui.edit.visit import MOST_NAME, Visits, tell, visitor
from webui.language import gettext as _
from webui.language import own_page

FAILED = 403
"""What a wrong password is answered with."""


def sign_in() -> Response | str:
    """The form that asks for a name and the password."""
    to = _target(request.args.get("to", ""))
    if visitor() is not None:
        return redirect(to or url_for("edit.home"), 303)
    return render_template("edit/sign.html", to=to, name="")


def enter() -> Response | tuple[str, int]:
    """Take name and password; one answer for all that is wrong with the password."""
    private: Private = current_app.extensions["private"]
    visits: Visits = current_app.extensions["visits"]
    name = " ".join(request.form.get("name", "").split())
    to = _target(request.form.get("to", ""))
    fault = ""
    if not name or len(name) > MOST_NAME or not name.isprintable():
        fault, status = _("请写名字：1 到 %(n)s 个字", n=MOST_NAME), 400
    elif not private.is_password(request.form.get("password", "")):
        fault, status = _("密码不对"), FAILED
    if fault:
        return render_template("edit/sign.html", to=to, name=name, fault=fault), status
    visits.begin(name)
    return redirect(to or url_for("edit.home"), 303)


def sign_out() -> Response:
    """End the session."""
    visits: Visits = current_app.extensions["visits"]
    visits.end()
    tell(_("已退出"))
    return redirect(url_for("edit.sign_in"), 303)


def _target(asked: str) -> str:
    """The editing page to go on to; empty for any other address."""
    return asked if asked.startswith(f"{PREFIX}/") and own_page(asked) == asked else ""
