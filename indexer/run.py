"""The queues of a run: what is quick, and what waits for the recognition of images."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from govreport_search.errors import UnreadableSourceError
from govreport_search.store import NewReport, SourceFile
from indexer.archive import Opener
from indexer.crew import read_all
from indexer.intake import Loaded, load, require_no_archive
from indexer.join import Met, joined, links_of, met, neighbours
from indexer.ledger import Ledger
from indexer.limit import OCR, Limits
from indexer.office import FOLDER, Conversions, Office
from indexer.plan import Known, Unit, parted
from indexer.readers.options import ReadOptions
from indexer.worker import Failure, Reading, Task

if TYPE_CHECKING:  # its package loads the parser of pages
    from indexer.readers.html.reference import Link


class Run:
    """One run over the reports that were found.

    Args:
        options: how files are to be read; images in a queue of their own, after the rest.
        limits: of the workers of the quick queue.
        jobs: how many workers it has.
        force: read what is unchanged, too.
        cache: folder for what is slow to make again.
    """

    def __init__(
        self,
        known: Known,
        ledger: Ledger,
        options: ReadOptions,
        limits: Limits,
        jobs: int,
        *,
        force: bool,
        cache: Path,
    ) -> None:
        self._known = known
        self._ledger = ledger
        self._options = options
        self._limits = limits
        self._jobs = jobs
        self._force = force
        self._opener = Opener()
        self._office = Office(Conversions(cache / FOLDER))
        self._copies: list[Loaded] = []
        self._images: list[Unit] = []
        self._begun: set[str] = set()
        self._met: dict[str, Met] = {}

    def close(self) -> None:
        """Let go of what is open, end what is running."""
        self._office.close()
        self._opener.close()

    def read(self, work: Sequence[Unit]) -> None:
        """Read what is new or changed, then count what is not, then look what belongs together."""
        self._in_both_queues(self._new(work))
        rejected = [copy.unit for copy in self._copies if not self._ledger.copy(copy)]
        # The file that it is a copy of was rejected, and so will this one be.
        self._in_both_queues(self._loaded(rejected))
        self._join()

    def _in_both_queues(self, loaded: Iterator[Loaded]) -> None:
        """Quickly first, then once more those with images."""
        self._images.clear()
        self._quickly(loaded)
        self._recognise(self._loaded(self._images))
        self._ledger.flush()

    def _quickly(self, loaded: Iterator[Loaded]) -> None:
        options = self._with(ocr=False)
        tasks = (
            (one.without_bytes(), Task(one.inputs, one.entry, options))
            for one in self._converted(loaded)
        )
        with closing(read_all(tasks, self._jobs, self._limits)) as readings:
            for one, reading in readings:
                self._remember(one, reading)
                if self._options.ocr and _has_images(reading):
                    self._images.append(one.unit)
                    if isinstance(reading.outcome, Failure):
                        continue  # what it is, its images will tell
                    self._ledger.expect(1)
                self._ledger.write(one.files, reading.outcome)

    def _recognise(self, loaded: Iterator[Loaded]) -> None:
        """Files with images in them, in one worker: its models take half a gigabyte."""
        tasks = (
            (one.without_bytes(), Task(one.inputs, one.entry, self._options))
            for one in self._converted(loaded)
        )
        with closing(read_all(tasks, 1, OCR)) as readings:
            for one, reading in readings:
                self._remember(one, reading, has_images=True)
                self._ledger.write(one.files, reading.outcome)

    def _remember(self, one: Loaded, reading: Reading, *, has_images: bool = False) -> None:
        found = met(one, reading)
        if found is not None:
            self._met[found.location] = replace(found, has_images=has_images)

    def _join(self) -> None:
        """Read reports once more together with the annexes that were found beside them."""
        pairs = [
            (main, [annex for annex in annexes if annex.location not in self._known.entries])
            for main, annexes in joined([*self._met.values(), *self._neighbours()])
            if not self._known.is_settled(main.location)
        ]
        for with_images in (False, True):
            wanted = [
                Unit((main.loaded.unit.main, *(annex.loaded.unit.main for annex in annexes)))
                for main, annexes in pairs
                if annexes and any(one.has_images for one in (main, *annexes)) is with_images
            ]
            tasks = (
                (one.without_bytes(), Task(one.inputs, one.entry, self._with(ocr=with_images)))
                for one in self._converted(self._loaded(wanted))
            )
            limits = OCR if with_images else self._limits
            with closing(read_all(tasks, 1 if with_images else self._jobs, limits)) as readings:
                for one, reading in readings:
                    if isinstance(reading.outcome, NewReport):
                        self._ledger.expect(1)
                        self._ledger.write(one.files, reading.outcome)

    def _neighbours(self) -> Iterator[Met]:
        """Stored reports, not read again, that something may belong to or that belong to one."""
        alone = [copy for copy in self._copies if len(copy.files) == 1]
        printed = self._known.printed() if alone else {}
        stored = [
            # Whether it has images is not known: they are kept in the cache if it has.
            Met(copy, True, *printed[copy.report], has_images=self._options.ocr)
            for copy in alone
            if copy.report in printed and copy.files[0].location not in self._met
        ]
        return neighbours(list(self._met.values()), stored, self._links)

    def _links(self, stored: Met) -> Iterator[Link]:
        for one in self._loaded([stored.loaded.unit]):
            for file in one.inputs:
                yield from links_of(file.data)

    def _with(self, *, ocr: bool) -> ReadOptions:
        return replace(self._options, ocr=ocr)

    def _new(self, work: Sequence[Unit]) -> Iterator[Loaded]:
        """Open files one after the other; what must be read is yielded."""
        for one in self._loaded(self._still_joined(work)):
            stands = self._stands(one)
            if stands and (not self._force or one.report in self._begun):
                self._copies.append(one.without_bytes())
            else:
                self._begun.add(one.report)
                self._known.fingerprints[one.report] = min(one.accepted)
                yield one

    def _stands(self, one: Loaded) -> bool:
        return self._known.fingerprints.get(one.report) in one.accepted

    def _still_joined(self, work: Iterable[Unit]) -> Iterator[Unit]:
        """What an earlier run joined comes apart unless all of it is as it was."""
        for unit in work:
            if len(unit.files) > 1 and unit.main.location in self._known.joined:
                try:
                    one = load(unit, self._known, self._opener, self._options)
                except UnreadableSourceError:
                    one = None
                if one is None or self._force or not self._stands(one):
                    yield from parted(unit, self._known)
                    continue
            yield unit

    def _converted(self, loaded: Iterator[Loaded]) -> Iterator[Loaded]:
        """The same reports, those that the office has to convert first at the end."""
        for one in loaded:
            filled = self._filled(one)
            if filled is not None:
                yield filled
        for one in self._loaded(self._office.converted()):
            filled = self._filled(one)
            if filled is not None:
                yield filled

    def _filled(self, one: Loaded) -> Loaded | None:
        """A report that can be read now; ``None`` where it waits for the office or is refused."""
        try:
            filled = self._office.filled(one)
        except UnreadableSourceError as error:
            self._ledger.write(one.files, Failure(error.code, str(error)))
            return None
        if filled is None:
            self._office.put(one)
        return filled

    def _loaded(self, work: Iterable[Unit]) -> Iterator[Loaded]:
        for unit in work:
            files: Sequence[SourceFile] = _unopened(unit)
            try:
                one = load(unit, self._known, self._opener, self._options)
                files = one.files
                require_no_archive(one, self._opener)
            except UnreadableSourceError as error:
                self._ledger.write(files, Failure(error.code, str(error)))
            else:
                yield one


def _has_images(reading: Reading) -> bool:
    outcome = reading.outcome
    if isinstance(outcome, Failure) and outcome.code == "needs_ocr":
        return True
    return reading.unread_images > 0


def _unopened(unit: Unit) -> list[SourceFile]:
    return [SourceFile(file.location, file.source, "", 0) for file in unit.files]
