"""The pages that people read; each module adds its routes to this blueprint."""

from flask import Blueprint

blueprint = Blueprint("pages", __name__)

from webui.pages import about, report, search, source  # noqa: E402, F401 - they need the blueprint
