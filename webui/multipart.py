"""Forms with files whose names are not in UTF-8.

Browsers name the files of a form in the encoding of its page, ours in UTF-8; scripts on a Chinese
Windows name them in GBK. werkzeug drops such a form as a whole, the token among its fields, too,
and has no hook for how the heads of its parts are decoded; so its loop over the parts stands here
once more, with its limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from flask import Request
from werkzeug.datastructures import FileStorage, Headers, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser, MultiPartParser
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

from govreport_search.text.decode import decoded

Parsed = tuple[MultiDict[str, str], MultiDict[str, FileStorage]]


_BACKSLASH = re.compile(r'\\([\\"])?')


class _Decoder(MultipartDecoder):
    def _parse_headers(self, data: bytes | bytearray) -> Headers:
        text = decoded(bytes(data))
        if text is None:  # neither encoding: what can be read of it, and never no form at all
            text = data.decode("utf-8", "replace")
        # Browsers and most scripts write a backslash of a Windows path as it is; werkzeug would
        # take it for a mark of what follows, and drop it.
        text = _BACKSLASH.sub(lambda found: found[0] if found[1] else "\\\\", text)
        return super()._parse_headers(text.encode())


class _Parts(MultiPartParser):
    def parse(self, stream: IO[bytes], boundary: bytes, content_length: int | None) -> Parsed:
        """Fields and files of a form.

        Raises:
            ValueError: it is none.
            RequestEntityTooLarge: a field is too long, or there are too many parts.
        """
        fields, files = [], []
        part: Field | File
        held: IO[bytes]
        for event in self._events(stream, boundary):
            if isinstance(event, Field):
                part, held = event, BytesIO()
            elif isinstance(event, File):
                part, held = event, self.start_file_streaming(event, content_length)
            elif isinstance(event, Data):
                held.write(event.data)
                self._require_room(part, held)
                if event.more_data:
                    continue
                held.seek(0)
                if isinstance(part, Field):
                    fields.append(
                        (
                            part.name,
                            held.read().decode(self.get_part_charset(part.headers), "replace"),
                        )
                    )
                else:
                    file = FileStorage(held, part.filename, part.name, headers=part.headers)
                    files.append((part.name, file))
        return self.cls(fields), self.cls(files)

    def _events(self, stream: IO[bytes], boundary: bytes) -> Iterator[Event]:
        decoder = _Decoder(boundary, self.max_form_memory_size, max_parts=self.max_form_parts)
        block: bytes | None = b""
        while block is not None:
            block = stream.read(self.buffer_size) or None
            decoder.receive_data(block)
            while not isinstance(event := decoder.next_event(), NeedData | Epilogue):
                yield event

    def _require_room(self, part: Field | File, held: IO[bytes]) -> None:
        most = self.max_form_memory_size
        if isinstance(part, Field) and most is not None and held.tell() > most:
            raise RequestEntityTooLarge


class _Form(FormDataParser):
    def _parse_multipart(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        boundary = options.get("boundary", "").encode("ascii")
        if not boundary:
            raise ValueError("Missing boundary")
        parts = _Parts(
            self.stream_factory,
            self.max_form_memory_size,
            self.cls,
            max_form_parts=self.max_form_parts,
        )
        return stream, *parts.parse(stream, boundary, content_length)


class AnyNameRequest(Request):
    """A request whose form may name its files in UTF-8 or in GB18030."""

    form_data_parser_class = _Form
