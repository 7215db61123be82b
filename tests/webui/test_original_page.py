"""The source beside the report: page images with marks, safe web pages, other kinds as text."""

from __future__ import annotations

import io
import os
import re
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from flask import Flask
from flask.testing import FlaskClient
from original_world import DOCUMENT, GONE, PDF, SHEET, WORD, OriginalWorld, build_original_world
from PIL import Image
from web_reading import attributes, links, words

from govreport_search.domain import Box, Place
from govreport_search.services.original import Look, Presence, Way
from govreport_search.store import Original
from indexer.original.show import MOST_WAITING, Shower
from webui.app import create_app
from webui.cli import THREADS
from webui.original import originals as shown_by
from webui.pages.link import place_link
from webui.present.beside import Beside
from webui.present.document import safe_document
from webui.server import create_server


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> OriginalWorld:
    return build_original_world(tmp_path_factory.mktemp("originals"))


@pytest.fixture(scope="module")
def app(originals: OriginalWorld) -> Iterator[Flask]:
    made = create_app(originals.settings)
    yield made
    made.extensions["originals"].close()
    made.extensions["library"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_every_number_of_a_pdf_leads_to_its_mark_and_back(
    client: FlaskClient, originals: OriginalWorld
) -> None:
    report = originals.reports[PDF]
    html = client.get(f"/reports/{report}").text
    marks = {mark["id"]: mark for mark in attributes(html, "rect")}
    facts = client.get(f"/api/v1/reports/{report}").json
    assert facts is not None
    checked = 0
    for fact in facts["facts"]:
        if fact["box"] is None:
            continue
        cell = f"c-{fact['table']}.{fact['row']}.{fact['column']}"
        printed = re.search(rf'<td id="{re.escape(cell)}".*?</td>', html, re.DOTALL)
        assert printed
        (address,) = (href for _, href in links(printed[0]) if href.startswith("#at-"))
        mark = marks[address[1:]]
        left, top, right, bottom = fact["box"]
        assert int(mark["x"]) <= left <= right <= int(mark["x"]) + int(mark["width"])
        assert int(mark["y"]) <= top <= bottom <= int(mark["y"]) + int(mark["height"])
        assert f'<a href="#{cell}" tabindex="-1"><rect id="{address[1:]}"' in html
        checked += 1
    assert checked > 100


def test_lines_that_hold_a_hit_are_marked(client: FlaskClient, originals: OriginalWorld) -> None:
    html = client.get(f"/reports/{originals.reports[PDF]}", query_string={"q": "总体情况 OR 公开"})
    hits = [mark for mark in attributes(html.text, "rect") if mark["class"] == "hit"]
    count = int(re.search(r"正文中出现 (\d+) 处", words(html.text))[1])
    assert 0 < len(hits) <= count
    assert [a["id"] for a in attributes(html.text, "mark")] == [
        f"hit-{n}" for n in range(1, count + 1)
    ]


def test_steps_go_around(client: FlaskClient, originals: OriginalWorld) -> None:
    html = client.get(f"/reports/{originals.reports[PDF]}", query_string={"q": "公开"}).text
    steps = re.findall(r'<span class="step".*?</span>', html)
    count = len(steps)
    assert count > 2
    for n, step in enumerate(steps, 1):
        said = re.escape(f"‹ 第 {n} 处，共 {count} 处 ›")
        assert re.fullmatch(rf"{said} 原文第 \d+ 页", words(step).strip())
    ways = [[href for _, href in links(step)] for step in (steps[0], steps[-1])]
    assert [way[:2] for way in ways] == [
        [f"#hit-{count}", "#hit-2"],
        [f"#hit-{count - 1}", "#hit-1"],
    ]
    assert all(re.match(r"#at-0-\d+", way[2]) for way in ways), "the page beside it"


def test_images_are_png_of_the_size_that_is_reserved(
    client: FlaskClient, originals: OriginalWorld
) -> None:
    report = originals.reports[PDF]
    client.get(f"/reports/{report}/pages/0/1.png")
    pictures = attributes(client.get(f"/reports/{report}").text, "img")
    assert len(pictures) == 2
    for picture in pictures:
        assert picture["loading"] == "lazy"
        answer = client.get(picture["src"])
        assert (answer.status_code, answer.mimetype) == (200, "image/png")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        size = Image.open(io.BytesIO(answer.data)).size
        assert abs(size[1] - int(picture["height"])) <= 2
        assert size[0] == int(picture["width"])
    again = client.get(pictures[0]["src"], headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 200, "another page has another tag"
    same = client.get(pictures[1]["src"], headers={"If-None-Match": answer.headers["ETag"]})
    assert same.status_code == 304
    assert client.get(f"/reports/{report}/pages/0/3.png").status_code == 404


def test_readers_who_wait_for_pages_leave_room_for_the_others(
    originals: OriginalWorld,
) -> None:
    shutil.rmtree(originals.settings.cache_path / "shown", ignore_errors=True)
    app = create_app(originals.settings)
    server = create_server(app, host="127.0.0.1", port=0, threads=THREADS)
    threading.Thread(target=server.run, daemon=True).start()
    here = f"http://127.0.0.1:{server.effective_port}"

    def get(address: str) -> int:
        try:
            with urlopen(here + address, timeout=120) as answer:
                return int(answer.status)
        except HTTPError as error:
            return error.code

    picture = f"/reports/{originals.reports[PDF]}/pages/0/1.png"
    with app.app_context():
        shower = shown_by()
    assert isinstance(shower, Shower)
    with ThreadPoolExecutor(2 * THREADS) as pool:
        with shower._one_at_a_time:  # as if a page took long
            waiting = [pool.submit(get, picture) for _ in range(2 * THREADS)]
            for one in islice(as_completed(waiting, 120), 2 * THREADS - MOST_WAITING):
                assert one.result() == 503, "the others were there first, and wait"
            assert get("/") == 200
        answers = sorted(one.result() for one in waiting)
    assert answers == [200] * MOST_WAITING + [503] * (2 * THREADS - MOST_WAITING)
    server.close()
    shower.close()
    app.extensions["library"].close()


def test_a_file_that_is_gone_is_said_to_be(client: FlaskClient, originals: OriginalWorld) -> None:
    report = originals.reports[GONE]
    html = client.get(f"/reports/{report}").text
    assert "原文件不在原处了，这里是当时读到的文字" in words(html)
    assert not attributes(html, "img")
    assert client.get(f"/reports/{report}/pages/0/1.png").status_code == 404
    told = client.get(f"/api/v1/reports/{report}").json
    assert told is not None
    assert [(file["stands"], file["images"]) for file in told["files"]] == [(False, [])]


def test_a_file_of_equal_size_and_other_content_is_said_to_have_changed(
    client: FlaskClient, originals: OriginalWorld
) -> None:
    report = originals.reports[SHEET]
    path = originals.folder / SHEET
    read, times = path.read_bytes(), path.stat()
    assert client.get(f"/reports/{report}/document").status_code == 200
    path.write_bytes(read[:-1] + b"!")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    try:
        html = client.get(f"/reports/{report}").text
        assert "原文件在读过之后变了，这里是当时读到的文字。要看新的内容，请重新索引" in words(html)
        (frame,) = attributes(html, "iframe")
        assert "/source?bare=1" in frame["src"]
        refused = client.get(f"/reports/{report}/document")
        assert refused.status_code == 404
        assert "不再是读到的那一份" in words(refused.text)
        told = client.get(f"/api/v1/reports/{report}").json
        assert told is not None
        assert [(file["stands"], file["document"]) for file in told["files"]] == [(False, None)]
    finally:
        path.write_bytes(read)
    (frame,) = attributes(client.get(f"/reports/{report}").text, "iframe")
    assert "/document" in frame["src"]


def test_what_stands_in_no_element_is_shown_in_the_text(
    client: FlaskClient, originals: OriginalWorld
) -> None:
    report = originals.reports[WORD]
    query = {"at": "p[999]", "line": "999999"}
    answer = client.get(f"/reports/{report}/document", query_string=query)
    assert answer.status_code == 302
    assert answer.location.endswith(f"/reports/{report}/source?line=999999&bare=1#L999999")
    marked = client.get(f"/reports/{report}/document", query_string=query | {"line": "2"}).text
    assert len(re.findall('<p id="at" class="target" tabindex="-1">', marked)) == 1


def test_a_cell_of_a_web_page_is_marked_in_it(
    client: FlaskClient, originals: OriginalWorld
) -> None:
    report = originals.reports[DOCUMENT]
    html = client.get(f"/reports/{report}").text
    cell = re.search(r'<td id="c-requests.granted.total".*?</td>', html, re.DOTALL)
    assert cell
    source = client.get(next(href for _, href in links(cell[0]) if "view=document" in href))
    (frame,) = attributes(source.text, "iframe")
    assert frame["sandbox"] == "allow-same-origin"
    document = client.get(frame["src"])
    assert [words(found) for found in re.findall(r'<td[^>]*id="at".*?</td>', document.text)] == [
        "3"
    ]
    policy = document.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-same-origin" in policy
    assert "frame-ancestors 'self'" in policy


@pytest.mark.parametrize("name", [DOCUMENT, WORD])
def test_beside_stands_what_the_file_is(
    client: FlaskClient, originals: OriginalWorld, name: str
) -> None:
    report = originals.reports[name]
    (frame,) = attributes(client.get(f"/reports/{report}").text, "iframe")
    shown = client.get(frame["src"])
    assert shown.status_code == 200
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert not attributes(shown.text, "script")
    assert "本年新收政府信息公开申请数量" in words(shown.text).replace(" ", "")


def test_flagged_cells_and_findings_lead_to_each_other(
    client: FlaskClient, originals: OriginalWorld
) -> None:
    html = client.get(f"/reports/{originals.reports[DOCUMENT]}").text
    cell = re.search(r'<td id="c-requests.granted.total".*?</td>', html, re.DOTALL)
    assert cell
    (flag,) = (href for _, href in links(cell[0]) if href.startswith("#finding-"))
    finding = re.search(rf'<li class="finding[^>]*id="{flag[1:]}".*?</li>', html, re.DOTALL)
    assert finding
    assert "#c-requests.granted.total" in {href for _, href in links(finding[0])}


def test_the_citation_names_the_bytes(client: FlaskClient, originals: OriginalWorld) -> None:
    report = originals.reports[PDF]
    html = client.get(f"/reports/{report}").text
    told = client.get(f"/api/v1/reports/{report}").json
    assert told is not None
    cited = re.search(r'<p class="cite".*?</p>', html)
    assert cited
    text = words(cited[0])
    for part in (told["agency"], told["files"][0]["sha256"], PDF, f"/reports/{report}"):
        assert part in text


def test_labels_say_what_they_mean(client: FlaskClient, originals: OriginalWorld) -> None:
    html = client.get(f"/reports/{originals.reports[PDF]}").text
    label = re.search(r"<th[^>]*><details[^>]*><summary>1.属于国家秘密.*?</th>", html, re.DOTALL)
    assert label
    addresses = dict(links(label[0]))
    assert addresses["第十四条"] == "/glossary#article-14"
    glossary = client.get("/glossary").text
    for address in addresses.values():
        assert f'id="{address.partition("#")[2]}"' in glossary


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>x()</script>",
        "<img src=x onerror=x()>",
        "<a href='javascript:x()'>y</a>",
        "<td style='background:url(//h)'>",
        "<svg><script>x()</script></svg>",
        "<form action=//h><input autofocus onfocus=x()>",
        "<iframe srcdoc='<script>x()</script>'>",
        "<td data-path='\" onmouseover=\"x()'>1",
        "<math><mtext><style><img src=x onerror=x()>",
        "<p id=at class=top lang=x>y",
        "<link rel=stylesheet href=//h><base href=//h><meta http-equiv=refresh content=0>",
    ],
)
def test_nothing_of_a_page_runs_loads_or_leads_away(hostile: str) -> None:
    safe = str(safe_document(f"<table><tr>{hostile}<td>z</table><p>{hostile}", "html").markup)
    for tag, given in re.findall(r"<(\w+)([^>]*)>", safe):
        assert tag in ("table", "tbody", "tr", "td", "p")
        assert given == ""
    assert "x()" not in safe


def test_only_the_place_asked_for_is_marked() -> None:
    markup = '<p data-path="html/body/p[1]">a</p><td data-path="t" colspan="999">b</td>'
    safe = safe_document(markup, "html/body/p[1]")
    assert safe.is_marked
    assert safe.markup.startswith('<p id="at" class="target" tabindex="-1">a</p>')
    for other in ("", "html/body/p[2]"):
        plain = safe_document(markup, other)
        assert not plain.is_marked
        assert plain.markup == "<p>a</p>b"


def test_two_that_speak_of_one_place_share_its_mark() -> None:
    file = Original(("/x.pdf",), "0" * 64, 1, "pdf", 3)
    beside = Beside(
        (file,),
        ("x.pdf",),
        (Look(Way.PAGES, Presence.THERE),),
        {0: ((100, 200),)},
        lambda place, _: "line",
    )
    place = Place(line=4, page=1, box=Box(10, 20, 30, 40))
    first, second = beside.link(place, "section-x"), beside.link(place, "c-a.b.c", "cell")
    assert first == second
    (page, *others) = beside.files[0].pages
    (area,) = page.areas.values()
    assert (area.kind, area.back) == ("cell", "c-a.b.c")
    assert (page.width, page.height) == (1240, 2480)
    assert others[0].height == round(1240 * 297 / 210), "unknown pages are taken for A4"
    assert beside.link(Place(line=4, page=2)) == "#page-0-2"
    assert beside.link(Place(line=4, page=9)) == "line"
    assert beside.link(Place(line=4, page=1, part=3)) == ""
    assert beside.link(None) == ""


def test_a_place_on_a_page_is_shown_on_its_image(
    app: Flask, client: FlaskClient, originals: OriginalWorld
) -> None:
    """Once the file is gone, in its text; what is no rectangle or page marks and draws nothing."""
    place = Place(line=7, page=2, box=Box(100, 200, 300, 400))
    with app.test_request_context():
        here, gone, line, element = (
            place_link(originals.reports[name], at)
            for name, at in (
                (PDF, place),
                (GONE, place),
                (PDF, Place(line=7, page=2)),
                (WORD, Place(line=7, element="p[3]")),
            )
        )
    html = client.get(here).text
    (image,) = attributes(html, "img")
    assert image["src"] == f"/reports/{originals.reports[PDF]}/pages/0/2.png"
    (mark,) = attributes(html, "rect")
    assert (mark["id"], mark["class"], mark["x"], mark["y"]) == ("at", "shown", "88", "188")
    assert f"/reports/{originals.reports[PDF]}/source?line=7#L7" in dict(links(html)).values()
    text = client.get(gone)
    assert text.status_code == 302
    assert text.location == f"/reports/{originals.reports[GONE]}/source?line=7#L7"
    assert line.endswith("/source?line=7#L7")
    assert "view=document" in element
    for box in ("", "1,2,3", "1,2,3,10001", "4,3,2,1", "a,1,2,3,4", "1" * 5000, "-1,2,3,4"):
        bad = client.get(here.replace("100%2C200%2C300%2C400", box).replace("100,200,300,400", box))
        assert bad.status_code == 200
        assert attributes(bad.text, "rect") == []
    assert client.get(here.replace("page=2", "page=99")).status_code == 302
