"""Files brought by the browser: what becomes of each, what nothing can do, and taking them out."""

from __future__ import annotations

import errno
import io
import os
import signal
import time
import zipfile
from pathlib import Path
from threading import Thread

import pytest
from edit_world import FRESH, FRESH_TOO, Person, editing_app, outcomes
from flask import Flask
from web_reading import foreign_words, words
from web_world import other_text, quiet_text

from govreport_search.settings import Settings
from indexer.build import build
from webui.edit import guard, receive
from webui.edit.batch import BROKEN, DONE, WAITING, Batch, Uploads

MENU = "今日菜单\n白米饭\n".encode()
ACTS = ("undo", "again", "files/0", "files/1")


def total(person: Person) -> int:
    return int(person.client.get("/api/v1/search?limit=0").json["total_reports"])


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def test_each_file_has_its_own_end(person: Person, settings: Settings) -> None:
    url = person.upload(
        ("新的.txt", FRESH),
        ("old.txt", quiet_text().encode()),
        ("menu.txt", MENU),
        ("empty.pdf", b""),
        ("broken.pdf", b"%PDF-1.7\n" + os.urandom(2000)),
        ("both.zip", zipped(a__txt=FRESH_TOO, b__txt=MENU)),
    )
    state = person.state(url)
    assert outcomes(state) == {
        "新的.txt": ["added"],
        "old.txt": ["unchanged"],
        "menu.txt": ["rejected"],
        "empty.pdf": ["rejected"],
        "broken.pdf": ["rejected"],
        "both.zip": ["rejected", "added"],
    }
    codes = {file["name"]: file["outcomes"][0]["code"] for file in state["files"]}
    assert codes["menu.txt"] == codes["both.zip"] == "not_a_report"
    assert (codes["empty.pdf"], codes["broken.pdf"]) == ("empty", "damaged")
    assert total(person) == 5
    page = words(person.see(url).text)
    assert "已收录 2" in page
    assert "请确认文件内容" in page, "the remedy"
    added = state["files"][0]["outcomes"][0]["url"]
    assert "2020" in words(person.client.get(added).text)
    # Files lie where the store says, so that they can be shown and read again.
    library = person.client.application.extensions["library"]
    source = library.report(added.rsplit("/", 1)[1]).record.source
    assert source == f"uploads/{state['id']}/新的.txt", "no reader learns the server's folders"
    assert (settings.index_dir / source).read_bytes() == FRESH
    assert build([settings.index_dir / source], settings, jobs=1).unchanged == 1
    for path in ("/status", "/api/v1/status", added, added.replace("/reports", "/api/v1/reports")):
        assert str(settings.index_dir) not in person.client.get(path).text, path
    kept = sorted(path.name for path in (settings.index_dir / "uploads").rglob("*.*"))
    assert "old.txt" in kept, "no upload rests on another's files"
    assert "empty.pdf" not in kept


def test_undoing_takes_out_what_the_upload_brought_and_nothing_else(
    person: Person, settings: Settings
) -> None:
    kept = person.state(person.upload(("kept.txt", FRESH_TOO)))
    url = person.upload(("new.txt", FRESH), ("old.txt", other_text().encode()), ("menu.txt", MENU))
    state = person.state(url)
    assert total(person) == 5
    question = words(person.see(f"{url}/undo").text)
    assert "将移出 1 份报告" in question
    assert "将删除 3 个文件" in question
    assert total(person) == 5, "asking does nothing"
    assert person.send(f"{url}/undo").status_code == 303
    assert total(person) == 4
    assert not (settings.index_dir / "uploads" / state["id"]).exists()
    page = words(person.see(url).text)
    assert "已由 张三 撤销" in page
    rejected = person.client.application.extensions["library"].status().rejected
    assert [Path(one.file.source).parts[-2:] for one in rejected] == [("reports", "menu.txt")]
    assert person.send(f"{url}/undo").status_code == 400
    assert outcomes(person.state(f"/edit/uploads/{kept['id']}")) == {"kept.txt": ["added"]}
    log = words(person.see("/edit/").text)
    assert "张三" in log
    assert "已撤销" in log


def test_undoing_keeps_what_two_uploads_brought(person: Person) -> None:
    first = person.upload(("one.txt", FRESH))
    person.state(first)
    second = person.upload(("in.zip", zipped(one__txt=FRESH, two__txt=FRESH_TOO)))
    person.state(second)
    assert total(person) == 5
    person.see(f"{first}/undo")
    person.send(f"{first}/undo")
    assert total(person) == 5, "the archive of the second one holds it, too"
    person.send(f"{second}/undo")
    assert total(person) == 3


def test_undoing_one_upload_leaves_what_another_person_brought(
    app: Flask, settings: Settings
) -> None:
    people = Person(app, "甲"), Person(app, "乙")
    urls = []
    for one in people:
        one.sign_in()
        urls.append(one.upload(("same.txt", FRESH)))
        one.state(urls[-1])
    assert outcomes(people[1].state(urls[1])) == {"same.txt": ["unchanged"]}
    people[0].see(f"{urls[0]}/undo")
    assert people[0].send(f"{urls[0]}/undo").status_code == 303
    assert total(people[1]) == 4
    report = people[1].state(urls[1])["files"][0]["outcomes"][0]["report"]
    source = app.extensions["library"].report(report).record.source
    assert (settings.index_dir / source).read_bytes() == FRESH
    people[1].see(f"{urls[1]}/undo")
    people[1].send(f"{urls[1]}/undo")
    assert total(people[1]) == 3, "nobody brings it any more"


def test_too_many_files_are_refused_as_a_whole(
    person: Person, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(receive, "MOST_FILES", 3)
    given = [(io.BytesIO(MENU), f"{n}.txt") for n in range(4)]
    refused = person.send("/edit/uploads", files=given)
    assert refused.status_code == 400
    assert "最多 3 个文件，收到 4 个" in words(refused.text)
    assert not (settings.index_dir / "uploads").exists()


def test_a_full_disk_leaves_nothing_behind(
    person: Person, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    def full(_: Uploads, batch: Batch) -> Batch:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Uploads, "save", full)
    given = [(io.BytesIO(FRESH), "a.txt")]
    refused = person.send("/edit/uploads", files=given)
    assert refused.status_code == 503
    assert "No space left on device" in words(refused.text)
    assert list((settings.index_dir / "uploads").iterdir()) == []


def test_what_a_killed_server_left_is_deleted_by_a_later_one(settings: Settings) -> None:
    folder = settings.index_dir / "uploads"
    left, fresh = folder / "20200101-000000-aaaaaa", folder / "20200101-000000-bbbbbb"
    for path in (left, fresh, folder / "mine"):
        path.mkdir(parents=True)
        (path / "half.pdf").write_bytes(b"%PDF")
    os.utime(left, (1, 1))
    os.utime(folder / "mine", (1, 1))
    with editing_app(settings):
        pass
    assert sorted(path.name for path in folder.iterdir()) == [fresh.name, "mine"]


def test_an_upload_beyond_the_whole_limit_is_refused(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "REQUEST_BYTES", 0)
    given = [(io.BytesIO(b"x" * (guard.FORM_BYTES + 1)), "a.txt")]
    assert person.send("/edit/uploads", files=given).status_code == 413


def test_what_stood_before_is_told_of_members_of_archives_too(person: Person) -> None:
    url = person.upload(("in.zip", zipped(old__txt=quiet_text().encode(), new__txt=FRESH)))
    inner = {one["inner"]: one["state"] for one in person.state(url)["files"][0]["outcomes"]}
    assert inner == {"old.txt": "unchanged", "new.txt": "added"}
    person.see(url)
    link = person.send(f"{url}/files/0", url="javascript:alert(7)")
    assert link.status_code == 400
    assert "http://" in words(link.text)


def test_two_at_once_on_one_upload_lose_nothing(app: Flask) -> None:
    people = [Person(app, name) for name in "甲乙丙丁"]
    for one in people:
        one.sign_in()
    url = people[0].upload(("a.txt", FRESH), ("b.txt", FRESH_TOO))
    people[0].state(url)
    answers: list[int] = []

    def act(one: Person, path: str) -> None:
        answers.append(one.send(f"{url}/{path}").status_code)

    doing = [Thread(target=act, args=(one, path)) for one, path in zip(people, ACTS, strict=True)]
    for thread in doing:
        thread.start()
    for thread in doing:
        thread.join()
    state = people[0].state(url)
    assert sorted(answers) == [303, 400, 400, 400], "the first one wins, the others are told"
    undone = state["state"] == "undone"
    assert total(people[0]) == (3 if undone else 5)


def test_a_file_that_was_lost_comes_back_and_its_report_outlives_the_undoing(
    person: Person, settings: Settings
) -> None:
    lost = settings.index_dir.parent / "reports" / "quiet.txt"
    lost.unlink()
    url = person.upload(("found.txt", quiet_text().encode()))
    assert outcomes(person.state(url)) == {"found.txt": ["unchanged"]}
    person.see(f"{url}/undo")
    person.send(f"{url}/undo")
    assert total(person) == 3
    assert len(list((settings.index_dir / "uploads").rglob("found.txt"))) == 1


def test_a_report_found_again_in_an_archive_outlives_the_undoing(
    person: Person, settings: Settings
) -> None:
    lost = settings.index_dir.parent / "reports" / "quiet.txt"
    lost.rename(lost.with_suffix(".away"))
    url = person.upload(("in.zip", zipped(one__txt=quiet_text().encode(), two__txt=FRESH)))
    person.state(url)
    assert total(person) == 4
    assert "将移出 1 份报告" in words(person.see(f"{url}/undo").text)
    person.send(f"{url}/undo")
    assert total(person) == 3
    assert person.client.get("/api/v1/search?year=2020").json["total_reports"] == 0
    assert person.client.get("/api/v1/search?year=2023").json["total_reports"] == 1
    assert len(list((settings.index_dir / "uploads").rglob("in.zip"))) == 1


def test_uploads_at_once_do_not_disturb_each_other(app: Flask) -> None:
    people = [Person(app, f"人{n}") for n in range(3)]
    urls: dict[int, str] = {}
    for one in people:
        one.sign_in()

    def bring(n: int) -> None:
        text = quiet_text().replace("2023", str(2015 + n)).encode()
        urls[n] = people[n].upload(("same.txt", text), ("menu.txt", MENU))

    threads = [Thread(target=bring, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    states = [people[n].state(urls[n]) for n in range(3)]
    assert len({state["id"] for state in states}) == 3
    assert [outcomes(state) for state in states] == [
        {"same.txt": ["added"], "menu.txt": ["rejected"]}
    ] * 3
    assert total(people[0]) == 6


def test_what_a_person_says_of_a_file_wins(person: Person, settings: Settings) -> None:
    url = person.upload(("a.txt", FRESH))
    person.state(url)
    person.see(url)
    bad = person.send(f"{url}/files/0", agency="星河市教育局", year="二〇二〇")
    assert bad.status_code == 400
    assert "报告年份应是四位数字" in words(bad.text)
    assert str(settings.index_dir) not in bad.text
    assert 'value="星河市教育局"' in bad.text
    person.client.set_cookie("language", "en")
    bad = person.send(f"{url}/files/0", region="云溪//县", captured="昨天", url="")
    assert bad.status_code == 400
    assert "or 全国 for a national body; A date of capture" in words(bad.text)
    assert foreign_words(bad.text) == []
    person.client.delete_cookie("language")
    said = {"agency": "星河市教育局", "year": "2018", "url": "https://example.invalid/a"}
    assert person.send(f"{url}/files/0", **said).status_code == 303
    state = person.state(url)
    report = state["files"][0]["outcomes"][0]["report"]
    record = person.client.get(f"/api/v1/reports/{report}").json
    assert (record["agency"], record["year"], record["url"]) == (
        "星河市教育局",
        2018,
        "https://example.invalid/a",
    )
    assert 'value="星河市教育局"' in person.see(url).text


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\u202e", "\u200b", "\ue000"])
def test_what_is_said_holds_nothing_unseen(person: Person, sign: str) -> None:
    url = person.upload(("a.txt", FRESH))
    person.state(url)
    person.see(url)
    refused = person.send(f"{url}/files/0", agency=f"星河市{sign}教育局")
    assert refused.status_code == 400
    assert "不能有看不见的字符" in words(refused.text)
    refused = person.send(f"{url}/files/0", captured="2024-02-31")
    assert refused.status_code == 400
    assert "日历上有的一天" in words(refused.text)


def test_what_is_said_cannot_become_another_line_of_the_manifest(person: Person) -> None:
    url = person.upload(("a.txt", FRESH))
    person.state(url)
    trick = '星河市教育局",,,,\r\n../../reports/quiet.txt,骗子局'
    person.send(f"{url}/files/0", agency=trick)
    person.state(url)
    agencies = {hit["agency"] for hit in person.client.get("/api/v1/search?limit=50").json["hits"]}
    assert not any(agency == "骗子局" for agency in agencies)


def test_a_server_that_ends_in_the_middle_loses_nothing(settings: Settings) -> None:
    with editing_app(settings) as app:
        person = Person(app)
        person.sign_in()
        url = person.upload(("a.txt", FRESH), ("b.txt", FRESH_TOO))
        being_read(person, url)
    uploads = Uploads(settings)
    assert [batch.state for batch in uploads.all()] in ([WAITING], [DONE])
    with editing_app(settings) as app:
        person = Person(app)
        person.sign_in()
        assert outcomes(person.state(url)) == {"a.txt": ["added"], "b.txt": ["added"]}
        assert total(person) == 5


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_reading_that_dies_is_told_and_can_be_done_again(person: Person) -> None:
    url = person.upload(("a.txt", FRESH))
    os.kill(being_read(person, url), signal.SIGKILL)
    state = person.state(url)
    assert state["state"] == "broken"
    assert outcomes(state) == {"a.txt": ["unread"]}
    page = words(person.see(url).text)
    assert "没有做完" in page
    assert person.send(f"{url}/again").status_code == 303
    assert outcomes(person.state(url)) == {"a.txt": ["added"]}


def test_a_file_that_went_is_told_when_it_is_read_again(person: Person, settings: Settings) -> None:
    archive = zipped(menu__txt=MENU, fresh__txt=FRESH)
    url = person.upload(("menu.txt", MENU), ("b.txt", FRESH_TOO), ("c.zip", archive))
    state = person.state(url)
    assert state["files"][0]["outcomes"][0]["code"] == "not_a_report"
    folder = settings.index_dir / "uploads" / state["id"]
    for name in ("menu.txt", "b.txt"):
        (folder / name).unlink()
    assert is_read(person, url) == {
        "menu.txt": ["rejected"],
        "b.txt": ["added"],
        "c.zip": ["rejected", "added"],
    }
    state = person.state(url)
    assert state["files"][0]["outcomes"][0]["code"] == "not_found"
    assert state["files"][2]["outcomes"][0]["code"] == "not_a_report"
    person.client.set_cookie("language", "en")
    page = person.see(url).text
    assert words(page).count("has gone. Please upload it again") == 1
    assert str(settings.index_dir) not in page


def being_read(person: Person, url: str) -> int:
    """The process that reads an upload, as soon as there is one."""
    reading = person.client.application.extensions["reading"]
    while not (running := reading.running()):
        assert person.client.get(f"{url}/state").json["state"] == "waiting", "too late"
        time.sleep(0.01)
    return int(running[url.rsplit("/", 1)[1]])


def until_stored(app: Flask, path: Path) -> None:
    """Until a reading has stored what it made of a file, and has ended."""
    while not app.extensions["library"].intake.states([str(path)]):
        time.sleep(0.02)
    while app.extensions["reading"].running():
        time.sleep(0.02)


def is_read(person: Person, url: str) -> dict[str, list[str]]:
    """Read an upload that was not read once more; what became of its files."""
    assert person.send(f"{url}/again").status_code == 303
    return outcomes(person.state(url))


def test_an_upload_whose_record_cannot_be_written_is_told_and_read_again(
    app: Flask, person: Person, settings: Settings
) -> None:
    uploads: Uploads = app.extensions["uploads"]
    folder = settings.index_dir / "uploads"
    first = person.upload(("first.txt", FRESH_TOO))
    key = person.state(first)["id"]
    with uploads.changing(key):  # nobody writes a record until the disk is away
        url = person.upload(("a.txt", FRESH))
        folder.rename(folder.with_name("away"))
        folder.write_bytes(b"")
    while person.see(url).status_code == 404:
        time.sleep(0.02)
    state = person.state(url)
    assert state["state"] == "broken"
    page = words(person.see(url).text)
    assert "读取没有做完" in page
    assert "请检查" in page
    person.client.set_cookie("language", "en")
    assert "The record of this upload has gone" in words(person.see(url).text)
    assert foreign_words(person.see(url).text) == []
    person.client.delete_cookie("language")
    refused = person.send(f"{url}/again")
    assert refused.status_code == 503
    assert "没有写下" in words(refused.text)
    folder.unlink()
    folder.with_name("away").rename(folder)
    assert person.state(url)["state"] == "broken"
    other = person.upload(("b.txt", quiet_text().replace("2023", "2016").encode()))
    assert outcomes(person.state(other)) == {"b.txt": ["added"]}, "the queue goes on"
    assert is_read(person, url) == {"a.txt": ["added"]}
    assert Uploads(settings).get(state["id"]).state == DONE
    person.see(f"{url}/undo")
    assert person.send(f"{url}/undo").status_code == 303
    assert total(person) == 5


def test_a_store_that_is_away_when_the_reading_ends_is_told(
    app: Flask, person: Person, settings: Settings
) -> None:
    uploads: Uploads = app.extensions["uploads"]
    first = person.upload(("first.txt", FRESH_TOO))
    key = person.state(first)["id"]
    away = settings.store_path.with_name("away")
    with uploads.changing(key):
        url = person.upload(("a.txt", FRESH))
        name = url.rsplit("/", 1)[1]
        until_stored(app, settings.index_dir / "uploads" / name / "a.txt")
        settings.store_path.rename(away)
    while uploads.get(name).state == WAITING:
        time.sleep(0.02)
    away.rename(settings.store_path)
    state = person.state(url)
    assert state["state"] == "broken"
    assert "找不到索引" in words(person.see(url).text)
    assert Uploads(settings).get(state["id"]).state == BROKEN, "the next server tells it, too"
    assert is_read(person, url) == {"a.txt": ["added"]}


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_reading_that_somebody_interrupts_is_done_again(person: Person) -> None:
    url = person.upload(("a.txt", FRESH))
    os.kill(being_read(person, url), signal.SIGINT)
    assert outcomes(person.state(url)) == {"a.txt": ["added"]}


def test_another_run_of_the_indexer_does_not_disturb(person: Person, settings: Settings) -> None:
    more = settings.index_dir.parent / "more"
    more.mkdir()
    for year in range(2005, 2015):
        (more / f"{year}.txt").write_text(quiet_text().replace("2023", str(year)))
    url = person.upload(("a.txt", FRESH))
    assert build([more], settings, jobs=1).indexed == 10
    assert outcomes(person.state(url)) == {"a.txt": ["added"]}
    assert total(person) == 14
