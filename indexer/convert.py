"""Old Word files into DOCX by LibreOffice: one start for a whole batch, shut off and bounded.

The office runs headless with a profile of its own that forbids macros and links, in a private
folder, in its own process group, without network where the system allows that (``unshare``).
It converts the files in order; where it stops, crashes or hangs, the file it was at is set
apart and the others go on in a new start.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from indexer.readers import compound, packed
from indexer.readers.sniff import WORD_XML, Kind

CONVERTED = frozenset((Kind.DOC, Kind.RTF))
"""Kinds that only an office suite reads."""

SECONDS = 60.0
"""Without a file finished, after which the office is ended; a report takes half a second."""

STARTING = 30.0
"""Seconds more for the first file: a cold start on a slow disk."""

MOST_MEMORY = 6 * 1024 * 1024
"""KiB of address space for the office; converting published reports it takes 1.5 GB."""

MOST_OUTPUT = 100 * 1024 * 1024
"""Bytes of a converted file."""

_NAMES = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_FILTER = "docx:MS Word 2007 XML"
_RTF = b"{\\rtf"
_HEAD = 1024
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WAIT = 0.05
_BLOCK = 512

_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Common/Misc", "UseLocking", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetNoProxy", ""),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
"""No macros, no links followed or brought up to date; whatever would ask the network gets a
proxy that nobody answers at."""


_GUARD = (
    "exec 3<&0 </dev/null; "
    '"$@" 3<&- & office=$!; '
    '{ cat <&3 >/dev/null; rm -rf "$0"; kill -9 0; } & '
    "exec 3<&-; wait $office"
)
"""Runs the office beside a guard: it waits for the end of a pipe that we hold open. Killed, we
can end nothing any more; the guard then ends the whole group, and removes the folder."""

Result = bytes | UnreadableSourceError


@dataclass(slots=True)
class _Run:
    """One start of the office: which files it finished, and at which it stopped."""

    done: dict[str, bytes]
    stopped_at: str = ""
    hung: bool = False


def available() -> bool:
    """Whether an office suite is installed."""
    return bool(_office())


def convert_batch(
    files: Mapping[str, bytes],
    names: Mapping[str, str],
    *,
    seconds: float = SECONDS,
    stop: Callable[[], bool] = lambda: False,
) -> dict[str, Result]:
    """Convert DOC, WPS and RTF files, and the XML of Word 2003, into DOCX.

    Args:
        files: their bytes by any key.
        names: their file names by the same key, for messages.
        seconds: how long the office may take for one file.
        stop: asked often; once true, the office is ended and the files left are not tried.

    Returns:
        For every key the DOCX, or why there is none: ``needs_libreoffice``, ``encrypted``,
        ``damaged`` or ``too_slow``. After ``stop``, keys of files not tried are missing.
    """
    results: dict[str, Result] = {}
    pending: list[str] = []
    for key, data in files.items():
        refusal = _refusal(data, names[key])
        if refusal is None:
            pending.append(key)
        else:
            results[key] = refusal
    alone: list[str] = []
    hung: set[str] = set()
    while pending and not stop():
        run = _convert({key: files[key] for key in pending}, seconds, stop)
        results.update(run.done)
        left = [key for key in pending if key not in run.done]
        if run.stopped_at:
            # Those before it failed in their turn, those after it were never tried.
            at = left.index(run.stopped_at)
            alone += left[: at + 1]
            hung |= {run.stopped_at} if run.hung else set()
            pending = left[at + 1 :]
        else:
            alone += left
            pending = []
    for key in alone:
        if stop():
            break
        again = _Run({}, hung=True) if key in hung else _convert({key: files[key]}, seconds, stop)
        results[key] = again.done.get(key) or _failure(names[key], again.hung, seconds)
    return results


@cache
def _office() -> str:
    return next(filter(None, map(shutil.which, _NAMES)), "")


@cache
def _without_network() -> tuple[str, ...]:
    """A prefix that gives a command no network at all, empty where the system has none."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    prefix = (unshare, "--map-current-user", "--net", "--")
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        subprocess.run([*prefix, "true"], check=True, capture_output=True, timeout=5)
        return prefix
    return ()


def _refusal(data: bytes, name: str) -> UnreadableSourceError | None:
    """Why a file need not be tried."""
    if _is_encrypted(data):
        return UnreadableSourceError(
            say("%(name)s 设有打开密码", name=name),
            remedy=say("请先去掉密码，或换一份没有密码的文件"),
            code="encrypted",
        )
    if _suffix(data) == "xml" and _DECLARATION.search(data):
        return UnreadableSourceError(
            say("%(name)s 含有 DTD 声明，可能引用外部内容", name=name),
            remedy=say("请另存为 DOCX"),
            code="damaged",
        )
    if _suffix(data) == "doc" and not compound.root_names(data):
        return UnreadableSourceError(
            say("%(name)s 已损坏或不完整（目录读不出来）", name=name),
            remedy=say("请重新下载"),
            code="damaged",
        )
    if not available():
        return UnreadableSourceError(
            say(
                "%(name)s 是旧版 Word、WPS 或 RTF 文件，读取它需要 LibreOffice，本机没有安装",
                name=name,
            ),
            remedy=say(
                "请安装 LibreOffice（Debian：apt-get install libreoffice-writer-nogui），"
                "或用办公软件另存为 DOCX"
            ),
            code="needs_libreoffice",
        )
    return None


def _suffix(data: bytes) -> str:
    """By which the office knows a file's kind."""
    if data.startswith(_RTF):
        return "rtf"
    return "xml" if not data.startswith(compound.MAGIC) and WORD_XML.search(data[:_HEAD]) else "doc"


def _is_encrypted(data: bytes) -> bool:
    """By the flags at the beginning of the main stream (fEncrypted of [MS-DOC] 2.5.1)."""
    head = compound.stream(data, "WordDocument", 12)
    return len(head) == 12 and head[:2] in (b"\xec\xa5", b"\xdc\xa5") and bool(head[11] & 1)


def _failure(name: str, hung: bool, seconds: float) -> UnreadableSourceError:
    if hung:
        return UnreadableSourceError(
            say(
                "%(name)s 用 LibreOffice 转换超过 %(seconds)s 秒",
                name=name,
                seconds=f"{seconds:.0f}",
            ),
            remedy=say("请用办公软件打开后另存为 DOCX 或 PDF"),
            code="too_slow",
        )
    return UnreadableSourceError(
        say("%(name)s 用 LibreOffice 打不开，可能已损坏", name=name),
        remedy=say("请重新下载，或用办公软件打开后另存为 DOCX 或 PDF"),
        code="damaged",
    )


def _convert(files: Mapping[str, bytes], seconds: float, stop: Callable[[], bool]) -> _Run:
    """One start of the office over these files."""
    with tempfile.TemporaryDirectory(prefix="govreport-office-") as temporary:
        folder = Path(temporary)
        sources, made = folder / "in", folder / "out"
        for each in (sources, made, folder / "profile" / "user", folder / "tmp"):
            each.mkdir(parents=True)
        _write_settings(folder / "profile" / "user" / "registrymodifications.xcu")
        keys = list(files)
        paths = []
        for number, key in enumerate(keys):
            path = sources / f"{number:05d}.{_suffix(files[key])}"
            path.write_bytes(files[key])
            paths.append(path)
        outputs = [made / f"{path.stem}.docx" for path in paths]
        ended, hung = _run(_command(folder, paths), folder, outputs, seconds, stop)
        done = {}
        for key, output in zip(keys, outputs, strict=True):
            converted = _whole(output)
            if converted:
                done[key] = converted
        if ended:
            return _Run(done)
        # It was killed or crashed: the file after the last finished one is what it was at.
        last = max((at for at, key in enumerate(keys) if key in done), default=-1)
        return _Run(done, keys[last + 1] if last + 1 < len(keys) else "", hung)


def _command(folder: Path, paths: Sequence[Path]) -> list[str]:
    office = [
        _office(),
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        _FILTER,
        "--outdir",
        str(folder / "out"),
        *map(str, paths),
    ]
    if os.name == "nt":
        return office
    blocks = MOST_OUTPUT // _BLOCK
    limits = f"ulimit -c 0; ulimit -v {MOST_MEMORY} 2>/dev/null; ulimit -f {blocks}; "
    return [*_without_network(), "/bin/sh", "-c", limits + _GUARD, str(folder), *office]


def _run(
    command: Sequence[str],
    folder: Path,
    outputs: Sequence[Path],
    seconds: float,
    stop: Callable[[], bool],
) -> tuple[bool, bool]:
    """Run the office to its end.

    Returns:
        Whether it ended by itself and well, and whether it was ended for taking too long.
    """
    temporary = str(folder / "tmp")
    environment = {
        "PATH": os.defpath,
        "HOME": temporary,
        "TMPDIR": temporary,
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment if os.name != "nt" else None,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + seconds + STARTING
        finished = 0
        while process.poll() is None:
            time.sleep(_WAIT)
            count = sum(output.exists() for output in outputs)
            if count > finished:
                finished, deadline = count, time.monotonic() + seconds
            if stop():
                return False, False
            if time.monotonic() > deadline:
                return False, True
        return process.returncode == 0, False
    finally:
        _end(process)
        with contextlib.suppress(OSError):
            _pipe(folder / "profile").unlink(missing_ok=True)


def _pipe(profile: Path) -> Path:
    """The socket that an office with this profile leaves behind when it is killed.

    As LibreOffice names it: MD5 of the profile's address, each byte in as few digits as it takes.
    """
    digest = hashlib.md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    user = os.getuid() if hasattr(os, "getuid") else 0
    name = "".join(f"{byte:x}" for byte in digest)
    return Path(f"/tmp/OSL_PIPE_{user}_SingleOfficeIPC_{name}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the office and all it started; its starter leaves the real one in the same group."""
    if os.name == "nt":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdin is not None:
        process.stdin.close()


def _whole(path: Path) -> bytes:
    """A finished DOCX; empty where it is missing, cut off or too large."""
    try:
        if path.stat().st_size > MOST_OUTPUT:
            return b""
        data = path.read_bytes()
        packed.opened(data, path.name).close()
    except (OSError, UnreadableSourceError):
        return b""
    return data


def _write_settings(path: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{where}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for where, name, value in _SETTINGS
    )
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )
