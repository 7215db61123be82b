"""What only the owner of the index folder may read: the password's hash, and the secret that
signs sessions."""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from werkzeug.security import check_password_hash, generate_password_hash

from govreport_search.errors import StoreError, UserError
from govreport_search.sentence import say
from govreport_search.settings import Settings
from webui.edit.name import LEAST_LENGTH, MOST_LENGTH

FOLDER = "edit"
SECRET_BYTES = 32


class Private:
    """The private files of an index folder, each with mode 0600 in a folder with 0700."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.index_dir / FOLDER

    def set_password(self, password: str) -> None:
        """Keep a password as its salted scrypt hash; who is signed in is signed out by it.

        Raises:
            UserError: it is too short or too long.
            StoreError: it cannot be written.
        """
        if not LEAST_LENGTH <= len(password) <= MOST_LENGTH:
            raise UserError(
                f"密码应有 {LEAST_LENGTH} 到 {MOST_LENGTH} 个字符",
                remedy="几个不相干的词连在一起，好记也难猜",
                code="bad_password",
            )
        self.write("password", generate_password_hash(password, method="scrypt").encode())

    def forget_password(self) -> None:
        """From now on nobody can sign in."""
        (self._folder / "password").unlink(missing_ok=True)

    def password_hash(self) -> str:
        """The hash; empty where no password is set."""
        return (self.read("password") or b"").decode()

    def is_password(self, given: str) -> bool:
        """Whether that is the password; takes the same time for every wrong one."""
        held = self.password_hash()
        return len(given) <= MOST_LENGTH and bool(held) and check_password_hash(held, given)

    def mark(self) -> str:
        """Another one after each change of the password; says nothing of it."""
        return hmac.new(self.secret(), self.password_hash().encode(), sha256).hexdigest()[:32]

    def secret(self) -> bytes:
        """The random key that signs sessions, made when it is first asked for."""
        held = self.read("secret")
        if held is None or len(held) != SECRET_BYTES:
            held = secrets.token_bytes(SECRET_BYTES)
            self.write("secret", held)
        return held

    def read(self, name: str) -> bytes | None:
        """A private file; ``None`` where there is none."""
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unusable(self._folder / name, error) from error

    def write(self, name: str, content: bytes) -> None:
        """Replace a private file whole; nobody else may read it, not even for an instant."""
        path = self._folder / name
        unfinished = path.with_name(f".{name}.{secrets.token_hex(4)}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            unfinished.replace(path)
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise _unusable(path, error) from error


def _unusable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        say("无法使用 %(path)s（%(why)s）", path=path, why=error.strerror),
        remedy=say("请检查索引目录的权限"),
        code="private_unusable",
    )
