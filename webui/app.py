"""The app factory: settings in, a Flask app with pages and API out."""

from __future__ import annotations

from flask import Flask, Response
from flask.json.provider import DefaultJSONProvider

from govreport_search.forms.derived import RATE_UNIT
from govreport_search.query.finding_request import OWN_VALUES
from govreport_search.query.place import place_words
from govreport_search.query.words import STATE_LABELS
from govreport_search.settings import Settings
from webui import delivery, errors, host, language, long_address, navigation, protocol, quiet
from webui.api import routes as api
from webui.library import open_library
from webui.markup import chinese, plain, retold, told
from webui.multipart import AnyNameRequest
from webui.pages import routes as pages
from webui.present import words
from webui.present.chip import narrowing

HEADERS = {
    # Nothing is loaded from elsewhere, and nothing of ours runs inside another site.
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class _Json(DefaultJSONProvider):
    """Chinese stays readable, and keys keep the order of our types."""

    ensure_ascii = False
    sort_keys = False


def create_app(settings: Settings, *, any_host: bool = False, editing: bool = False) -> Flask:
    """The web app over one index folder.

    Args:
        settings: where the built data lies.
        any_host: answer to every ``Host`` name; only where others are meant to reach it.
        editing: whether files may be added and readings corrected, behind the password. Its
            queue, ``extensions["reading"]``, is to be closed at the end.

    Raises:
        StoreError: the folder holds no store that can be read.
        UserError: there is to be editing, and no password is set.
    """
    app = Flask(__name__)
    app.request_class = AnyNameRequest
    open_library(app, settings)
    app.json = _Json(app)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.globals.update(
        states=words.STATES,
        state_names=STATE_LABELS,
        severities=OWN_VALUES["severity"],
        answers=OWN_VALUES["answer"],
        number_text=words.number_text,
        unit_text=words.unit_text,
        behind=words.behind,
        place_words=place_words,
        rate_unit=RATE_UNIT,
        ways=navigation.ways,
        address_here=navigation.address_here,
        today=navigation.today,
        narrowing=narrowing,
        editing=False,
    )
    app.jinja_env.filters.update(told=told, retold=retold, plain=plain, chinese=chinese)
    delivery.register(app)
    language.register(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(api.blueprint)
    errors.register(app)
    quiet.register(app.logger.name, "waitress")
    app.before_request(protocol.refuse_broken)
    if editing:
        # Imported here: who only reads needs neither forms nor limits.
        from webui.edit import routes as edit

        edit.register(app, settings)
    if not any_host:
        app.before_request(host.refuse_foreign)
    app.before_request(long_address.refuse_long)
    app.after_request(_with_headers)
    return app


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
