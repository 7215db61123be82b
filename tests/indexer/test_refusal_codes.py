"""Every code that a file can be refused with is documented, and nothing else is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
MAKERS = {"UnreadableSourceError", "DataError", "Failure", "Refusal"}
OF_CLASSES = {"not_a_report"}


def documented() -> set[str]:
    page = (ROOT / "docs" / "ingest.md").read_text(encoding="utf-8")
    table = page.partition("## Codes of refusal")[2]
    return set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))


def written() -> Iterator[str]:
    """Constants given as a code where a refusal is made."""
    sources = [*(ROOT / "indexer").rglob("*.py"), *(ROOT / "govreport_search/store").rglob("*.py")]
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS:
                values = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
                values += (
                    node.args if getattr(node.func, "id", "") in ("Failure", "Refusal") else []
                )
                for value in values:
                    if isinstance(value, ast.Constant) and re.fullmatch(r"[a-z_]+", value.value):
                        yield value.value


def test_every_code_of_refusal_is_documented_and_no_other() -> None:
    codes = set(written()) | OF_CLASSES
    assert len(codes) > 15
    assert codes == documented()
