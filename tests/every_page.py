"""One address of every page, made from what the app routes and what its archive holds."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from flask import Flask

NO_PAGES = {
    "language": "sends back to the page one came from",
    "pages.add_condition": "sends on to the search",
    "pages.add_words": "sends on to the search",
    "pages.choose_years": "sends on to the search",
    "pages.find_value": "sends on to the search",
    "pages.choose_finding_years": "sends on to the findings",
    "pages.find_finding_value": "sends on to the findings",
    "pages.document": "a source as it is, for a frame",
    "pages.page_image": "a picture",
}
"""Endpoints outside the API that are no pages, and what they are instead."""


def every_page(app: Flask) -> dict[str, list[str]]:
    """Addresses by endpoint: each page plain and, where it differs, with something asked."""
    first = next(iter(app.extensions["library"].reports("")))
    report, region = first["report"], "/".join(first["region"])
    body = f"{first['agency']}@{region}"
    asked = {
        "pages.search": [
            "/",
            "/?q=公开",
            "/?q=新收>%3D0&sort=year&unit=reports",
            "/?q=公开&unit=rows",
            "/?q=“",
            "/?q=甲乙丙丁戊",
            "/?year=2020..2023&level=county",
        ],
        "pages.report": [f"/reports/{report}", f"/reports/{report}?q=公开"],
        "pages.source": [f"/reports/{report}/source?line=5"],
        "pages.agency": [f"/agencies/{quote(body)}"],
        "pages.region": [f"/regions/{quote('/'.join(first['region'][:1]))}"],
        "pages.compare": [
            "/compare",
            "/compare?cell=requests.new&cell=rate.denied&level=county&kind=government",
            "/compare?cell=reasons&by=region&depth=0&level=county&kind=government",
        ],
        "pages.rank": ["/rank", "/rank?cell=requests.new&year=2023"],
        "pages.terms": ["/terms", "/terms?terms=公开&terms=培训&terms=甲乙丙"],
        "pages.findings": ["/findings", "/findings?severity=error"],
        "pages.coverage": ["/coverage", "/coverage?region=河南省/洛阳市&year=2020..2022"],
    }
    return {
        rule.endpoint: asked.get(rule.endpoint) or [str(rule.rule)]
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in NO_PAGES
        and rule.endpoint.startswith("pages.")
        and "GET" in (rule.methods or ())
    }


def addresses(app: Flask) -> Iterator[str]:
    """All of them, one after another."""
    for urls in every_page(app).values():
        yield from urls
