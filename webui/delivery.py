"""How answers travel: compressed, and files of ours kept by the browser until they change.

An answer that carries both a secret (the token of a form) and what somebody else may have put
into the request is not compressed: its length would tell the secret letter by letter (BREACH).
Only the pages that edit carry tokens. Downloads are streamed as they are; their tables would
need as much memory as processor to shrink.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request
from flask_compress import Compress

from webui.edit.name import PREFIX

KINDS = (
    "text/html",
    "text/css",
    "text/javascript",
    "application/javascript",
    "application/json",
    "image/svg+xml",
)
FOREVER = "public, max-age=31536000, immutable"
STATIC = "static"


def register(app: Flask) -> None:
    """Let the app compress what it may, and give its own files addresses that change with them."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_MIMETYPES=list(KINDS),
        COMPRESS_ALGORITHM=["zstd", "br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["zstd", "br", "gzip"],
    )
    compress = Compress(app)

    def packed(response: Response) -> Response:
        if request.path.startswith(PREFIX):
            return response
        if request.endpoint == STATIC and request.args.get("v") == _version(_own_file()):
            response.headers["Cache-Control"] = FOREVER
        smaller: Response = compress.after_request(response)
        return smaller

    app.after_request(packed)
    app.url_defaults(_with_version)


def _with_version(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == STATIC and "v" not in values:
        values["v"] = _version(str(values["filename"]))


def _own_file() -> str:
    return str((request.view_args or {}).get("filename", ""))


def _version(name: str) -> str | None:
    """What changes with the content of a file of ours; ``None`` where there is none."""
    path = Path(current_app.static_folder or "") / name
    try:
        changed = path.stat().st_mtime_ns
    except (OSError, ValueError):
        return None
    return _digest(path, changed)


@lru_cache(maxsize=256)
def _digest(path: Path, _changed: int) -> str:
    return blake2b(path.read_bytes(), digest_size=6).hexdigest()
