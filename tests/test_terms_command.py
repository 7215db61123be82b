"""``govreport terms`` and ``/api/v1/terms``: lists from files, standard input and addresses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from cli_world import run as command
from click.testing import Result
from sample_world import SampleIndex

from govreport_search.settings import Settings
from webui.app import create_app

LIST = "公开\n信息公开\n没有这个词\n"


def run(index: SampleIndex, *arguments: str, given: bytes = b"") -> Result:
    return command(index, "terms", *arguments, given=given)


def test_a_list_is_counted_from_any_encoding(sample_index: SampleIndex, tmp_path: Path) -> None:
    file = tmp_path / "词表.txt"
    file.write_bytes(LIST.encode("gb18030"))
    found = json.loads(run(sample_index, str(file), "--by", "year").stdout)
    assert found == json.loads(run(sample_index, "-", "--by", "year", given=LIST.encode()).stdout)
    inside, whole = found["terms"][1], found["terms"][0]
    assert whole["hits"] >= inside["hits"] > 0
    assert found["absent"] == ["没有这个词"]
    searched = command(sample_index, "search", "--limit", "0", inside["query"])
    page = json.loads(searched.stdout)
    assert (page["total_hits"], page["total_reports"]) == (inside["sections"], inside["reports"])


def test_excel_gets_a_column_for_each_term(sample_index: SampleIndex, tmp_path: Path) -> None:
    file = tmp_path / "结果.csv"
    arguments = ("-", "--format", "wide", "--count", "reports", "--output", str(file), "--all")
    assert run(sample_index, *arguments, given=LIST.encode()).exit_code == 0
    text = file.read_text(encoding="utf-8-sig")
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    whole, *bodies = csv.DictReader(io.StringIO(text))
    assert (whole["label"], whole["没有这个词"]) == ("全部", "0")
    assert sum(int(body["公开"]) for body in bodies) == int(whole["公开"]) > 0
    assert sum(int(body["searched"]) for body in bodies) == len(sample_index.reports)


def test_people_see_what_is_nowhere(sample_index: SampleIndex) -> None:
    shown = run(sample_index, "-", "--format", "table", given=LIST.encode()).stdout
    assert "哪里都没有：没有这个词。" in shown
    assert run(sample_index, "-", given=b"\0\xff\0").exit_code == 2
    assert run(sample_index, "no/such/list.txt").exit_code == 1


def test_a_posted_list_is_the_one_in_the_address(sample_index: SampleIndex) -> None:
    app = create_app(Settings(sample_index.index_dir))
    client = app.test_client()

    def asked(**given: Any) -> Any:
        response = client.open("/api/v1/terms?by=region", **given)
        assert response.status_code == 200, response.text
        return response.json

    posted = asked(method="POST", data=LIST.encode())
    terms = {"by": "region", "terms": LIST.split()}
    assert client.get("/api/v1/terms", query_string=terms).json == posted
    assert posted["groups"]
    wide = client.post("/api/v1/terms?format=wide", data=LIST.encode()).text
    assert wide.startswith("\ufeffby,value,label,region,searched,without_text,公开,信息公开,")
    assert client.get("/api/v1/terms?by=colour").status_code == 400
    assert client.get("/api/v1/terms?count=colour").status_code == 400
    app.extensions["library"].close()
