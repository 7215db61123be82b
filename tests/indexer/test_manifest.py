from __future__ import annotations

import pytest

from govreport_search.errors import ManifestError
from indexer.discover import location_of
from indexer.listing import MOST_BYTES
from indexer.manifest import read_manifest


@pytest.fixture
def manifest(tmp_path):
    def write(text: str, encoding: str = "utf-8"):
        path = tmp_path / "corrections.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


ALL = (
    "path,agency,region,year,url,published,captured,part_of\n"
    "a.txt,云溪县教育局,甲省/乙市/云溪县,2022,https://example.invalid/,2023-01-31,2023-02-01T08:00,\n"
    "sub/b.txt,,,,,,,a.txt\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_column_is_read(manifest, tmp_path, encoding, delimiter):
    main, part = read_manifest(manifest(ALL.replace(",", delimiter), encoding))
    assert main.location == location_of(tmp_path / "a.txt")
    assert (main.agency, main.region, main.year) == (
        "云溪县教育局",
        ("甲省", "乙市", "云溪县"),
        2022,
    )
    assert (main.url, main.published, main.captured) == (
        "https://example.invalid/",
        "2023-01-31",
        "2023-02-01T08:00",
    )
    assert main.part_of is None
    assert part.location == location_of(tmp_path / "sub" / "b.txt")
    assert part.part_of == main.location
    assert (part.agency, part.region, part.year, part.url) == (None, None, None, None)
    assert (main.line, part.line) == (2, 3)


def test_an_empty_region_says_nothing_and_a_national_one_is_written_out(manifest):
    unknown, national = read_manifest(manifest("path,region\na.txt,\nb.txt,全国\n"))
    assert unknown.region is None
    assert national.region == ()


def test_blank_lines_and_cells_are_passed_over(manifest):
    (entry,) = read_manifest(manifest("PATH , Year\n\n a.txt , 2022年 \n , \n"))
    assert entry.year == 2022


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("path,agncy\na,b\n", "第 1 行：不认识的列 agncy"),
        ("agency\nx\n", "缺少 path"),
        ("path,year,year\n", "重复的列"),
        ("path,year\na.txt,二〇二二\n", "第 2 行：year"),
        ("path,year\na.txt,22\n", "第 2 行：year"),
        ("path,region\nx.txt,甲省\na.txt,甲省//乙市\n", "第 3 行：region"),
        ("path,published\na.txt,去年\n", "第 2 行：published"),
        ("path,published\na.txt,2024-02-30\n", "第 2 行：published"),
        ("path,captured\na.txt,2023-02-29 08:00\n", "第 2 行：captured"),
        ("path,captured\na.txt,2024-13\n", "第 2 行：captured"),
        ("path,captured\na.txt,0000\n", "第 2 行：captured"),
        ("path,captured\na.txt,２０２４\n", "第 2 行：captured"),
        ("path,agency\na.txt\n", "第 2 行：有 1 格，表头有 2 格"),
        ("path,agency\n,x\n", "第 2 行：path 为空"),
        ("path\na.txt\n./a.txt\n", "第 3 行：与第 2 行是同一个文件"),
        ("path,part_of\na.txt,a.txt\n", "指向了文件自己"),
        ("path,part_of\na.txt,b.txt\nb.txt,c.txt\n", "第 2 行：part_of 指向的文件（第 3 行）"),
        ('path\n"a.txt\n', "不是合格的 CSV"),
        ("", "缺少 path"),
    ],
)
def test_a_fault_is_named_with_its_line(manifest, text, said):
    with pytest.raises(ManifestError) as caught:
        read_manifest(manifest(text))
    assert said in caught.value.message
    assert "corrections.csv" in caught.value.message


@pytest.mark.parametrize("day", ["2024", "2024-02", "2024-02-29", "2024-02-29T08:00:00+08:00"])
def test_a_day_may_be_told_as_far_as_it_is_known(manifest, day):
    (entry,) = read_manifest(manifest(f"path,published,captured\na.txt,{day},{day}\n"))
    assert (entry.published, entry.captured) == (day, day)


def test_a_manifest_that_is_not_there(tmp_path):
    with pytest.raises(ManifestError, match="--manifest"):
        read_manifest(tmp_path / "no.csv")


def test_a_manifest_without_end_is_not_read_to_its_end(tmp_path):
    """Such as a device, or the wrong file of a hundred gigabytes."""
    path = tmp_path / "m.csv"
    with path.open("wb") as stream:
        stream.truncate(MOST_BYTES + 1)
    with pytest.raises(ManifestError, match="20 MB"):
        read_manifest(path)
