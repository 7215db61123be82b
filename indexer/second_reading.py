"""Two readings of one report, cell by cell: which is kept, what is adopted, what stays open.

The fast path and the reference path share neither the parser nor the way from rules to cells
(:mod:`indexer.readers.pdf`). A number that only one of them sees may be right; two different
numbers for one cell are never settled by preference, only by the arithmetic of the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from govreport_search.domain import (
    Answer,
    Box,
    CellId,
    Fact,
    Finding,
    Place,
    PrintedRow,
    Quantity,
    Severity,
    State,
)
from govreport_search.forms import form as statutory_form
from govreport_search.forms.check import check_arithmetic
from govreport_search.forms.equation import equations, known, state_of
from govreport_search.forms.proof import EMPTY
from govreport_search.sentence import say, template
from indexer.blocks import Document, Line
from indexer.recognise import Reading
from indexer.recognise.gridded.readout import ILLEGIBLE

_UNREAD = frozenset((State.MISSING, State.UNREADABLE))

MOST_PAGES = 100
"""Longer files are read a second time only when that is asked for: it takes seconds a page."""

_DIFFERENT = template("两种读法不一致：%(first)s、%(second)s")
"""How the note of a cell begins that two readings read differently."""

_TOO_DENSE = "rules_too_dense"
"""Finding of the fast path on drawings that would keep the reference path busy for minutes."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read a report.

    Attributes:
        documents: of its files.
        whole: those as one document.
        reading: what was understood of it.
    """

    documents: tuple[Document, ...]
    whole: Document
    reading: Reading


def may_be_repeated(candidate: Candidate) -> bool:
    """Whether a second reading would end: no drawing too dense for it."""
    return not any(finding.code == _TOO_DENSE for finding in candidate.whole.findings)


def is_doubtful(candidate: Candidate) -> bool:
    """Whether a second reading may see more: a broken sum, a cell or row that was not read.

    A report without any statutory row is not doubtful for its missing cells: many have none.
    """
    pages = sum(document.pages for document in candidate.documents)
    return pages <= MOST_PAGES and _doubts(candidate.reading) > 0


def settled(first: Candidate, second: Candidate) -> Candidate:
    """The better reading of the two, completed by the other where nothing speaks against it.

    - The one that reads more cells whose sums hold is kept, the first of equals.
    - A cell that only the other one reads is adopted unless that breaks a sum.
    - Where both read a cell differently and the kept number is part of a sum that agrees, the
      other none, it stays; else the cell is unreadable. Either way a finding
      ``readings_differ`` names both.
    - A cell whose print the first one saw and doubted (digits that may be one number or two, a
      font that does not say what they are), or that it left open between two readings, is
      read only where a sum proves it.

    Args:
        first: the reading of the fast path, which looks at what is doubtful about characters.
        second: that of the reference path, of the same files.
    """
    kept, other = first, second
    if _worth(second.reading) > _worth(first.reading):
        kept, other = second, first
    if not kept.reading.form or kept.reading.form != other.reading.form:
        return kept
    adopted = _adopted(kept, other)
    facts, findings = _compared(adopted, other.reading)
    facts = _in_doubt(first.reading, facts)
    reading = replace(adopted, facts=tuple(facts), findings=(*adopted.findings, *findings))
    return replace(kept, reading=reading)


def _doubts(reading: Reading) -> int:
    """Cells that a second look may settle: unread ones of printed tables, those of broken sums."""
    printed = {row.table for row in reading.rows}
    unread = sum(
        1 for f in reading.facts if f.quantity.state in _UNREAD and f.cell.table in printed
    )
    return unread + len(_broken(reading.form, reading.facts))


def _worth(reading: Reading) -> int:
    """Cells that were read, less the sums that contradict them."""
    read = sum(1 for fact in reading.facts if fact.quantity.state not in _UNREAD)
    return read - len(_broken(reading.form, reading.facts))


def _broken(form: str, facts: Sequence[Fact]) -> set[CellId]:
    """The totals whose sums contradict what is printed."""
    if not form:
        return set()
    findings = check_arithmetic(statutory_form(form), facts)
    return {
        CellId(finding.table, finding.row, finding.column)
        for finding in findings
        if finding.answer is Answer.CONTRADICTION
    }


def _adopted(kept: Candidate, other: Candidate) -> Reading:
    """The kept reading with cells that only the other one has, as far as the sums allow."""
    form, before = kept.reading.form, _broken(kept.reading.form, kept.reading.facts)
    seen = {fact.cell: fact for fact in other.reading.facts}
    new: dict[CellId, Fact] = {}
    for fact in kept.reading.facts:
        theirs = seen.get(fact.cell)
        if theirs is None or fact.quantity.state not in _UNREAD:
            continue
        if theirs.quantity.state not in _UNREAD:
            place = _relocated(theirs.place, kept.whole.lines)
            new[fact.cell] = replace(theirs, place=place)
    while new:
        facts = tuple(new.get(fact.cell, fact) for fact in kept.reading.facts)
        fresh = _broken(form, facts) - before
        against = {cell for cell in new for total in fresh if _meet(cell, total)}
        if not fresh or not against:
            return replace(kept.reading, facts=facts, rows=_with_rows(kept, other, new))
        for cell in against:
            del new[cell]
    return kept.reading


def _with_rows(
    kept: Candidate, other: Candidate, adopted: Mapping[CellId, Fact]
) -> tuple[PrintedRow, ...]:
    """The rows seen, those of adopted cells included."""
    rows = {(row.table, row.row): row for row in kept.reading.rows}
    needed = {(cell.table, cell.row) for cell in adopted} - set(rows)
    for row in other.reading.rows:
        if (row.table, row.row) in needed:
            place = _relocated(row.place, kept.whole.lines) or row.place
            rows[row.table, row.row] = replace(row, place=place)
    return tuple(rows.values())


def _agreed(form: str, facts: Sequence[Fact]) -> set[CellId]:
    """The cells of sums that are printed whole and agree, blanks read as zero."""
    by_cell = {fact.cell: fact for fact in facts}
    agreed: set[CellId] = set()
    for equation in equations(statutory_form(form), by_cell):
        states = {state_of(by_cell, cell) for cell in equation.cells}
        left, right = known(by_cell, equation.left), known(by_cell, equation.right)
        if left == right and states <= {State.NUMBER, *EMPTY}:
            agreed.update(equation.cells)
    return agreed


def _in_doubt(first: Reading, facts: Sequence[Fact]) -> list[Fact]:
    """The facts, those unreadable whose print the first reading doubted and no sum proves."""
    doubted = {fact.cell: fact for fact in first.facts if _is_doubted(fact.quantity)}
    while True:
        proven = _agreed(first.form, facts) - {
            cell for cell in doubted for total in _broken(first.form, facts) if _meet(cell, total)
        }
        kept = [
            doubted[fact.cell]
            if fact.cell in doubted
            and not (fact.cell in proven and _may_be_proven(fact, doubted[fact.cell]))
            else fact
            for fact in facts
        ]
        if kept == list(facts):
            return kept
        facts = kept


def _is_doubted(quantity: Quantity) -> bool:
    """Whether something is printed that was doubted, or read differently before."""
    differed = quantity.note.startswith(_DIFFERENT.partition("%")[0])
    return quantity.state is State.UNREADABLE and (quantity.note == ILLEGIBLE or differed)


def _may_be_proven(fact: Fact, doubted: Fact) -> bool:
    """Whether a sum can prove a number: where a blank was read, too, zero is as good."""
    is_number = fact.quantity.state is State.NUMBER
    return is_number and (doubted.quantity.note == ILLEGIBLE or fact.quantity.value != 0)


def _meet(cell: CellId, total: CellId) -> bool:
    """Whether a cell may be part of a total's sums: it shares its table and row or column."""
    return cell.table == total.table and (cell.row == total.row or cell.column == total.column)


def _compared(kept: Reading, other: Reading) -> tuple[list[Fact], list[Finding]]:
    """The kept facts, unreadable where the other reading differs and no sum decides."""
    broken = _broken(kept.form, kept.facts)
    agreed = _agreed(kept.form, kept.facts) - _agreed(other.form, other.facts)
    seen = {fact.cell: fact for fact in other.facts}
    facts: list[Fact] = []
    differing: dict[tuple[str, str], list[tuple[Fact, Fact, bool]]] = {}
    for fact in kept.facts:
        rival = seen.get(fact.cell)
        if rival is None or not _differ(fact.quantity, rival.quantity):
            facts.append(fact)
            continue
        proven = fact.cell in agreed and not any(_meet(fact.cell, total) for total in broken)
        facts.append(fact if proven else _unreadable(fact, rival))
        row = (fact.cell.table, fact.cell.row)
        differing.setdefault(row, []).append((fact, rival, proven))
    return facts, list(_findings(differing))


def _differ(one: Quantity, two: Quantity) -> bool:
    """Whether both were read and say different things."""
    if one.state in _UNREAD or two.state in _UNREAD:
        return False
    if one.state is State.TEXT and two.state is State.TEXT:
        return "".join((one.raw or "").split()) != "".join((two.raw or "").split())
    return (one.state, one.value) != (two.state, two.value)


def _unreadable(fact: Fact, rival: Fact) -> Fact:
    note = say(_DIFFERENT, first=_shown(fact), second=_shown(rival))
    return replace(fact, quantity=Quantity(State.UNREADABLE, raw=fact.quantity.raw, note=note))


def _shown(fact: Fact) -> str:
    return f"“{fact.quantity.raw}”" if fact.quantity.raw else say("空白")


def _findings(
    differing: Mapping[tuple[str, str], Sequence[tuple[Fact, Fact, bool]]],
) -> Iterator[Finding]:
    """One finding for each row, so that a table read in two ways does not bury the others."""
    for (table, row), cells in differing.items():
        fact, rival, _ = cells[0]
        open_cells = sum(1 for _, _, proven in cells if not proven)
        outcome = say("按勾稽关系采用前者")
        if open_cells:
            outcome = say("%(count)s 格记作无法识读", count=open_cells)
        yield Finding(
            code="readings_differ",
            severity=Severity.WARNING if open_cells else Severity.INFO,
            message=say(
                "“%(row)s”有 %(count)s 格两种读法不一致（如 %(first)s 与 %(second)s）：%(outcome)s",
                row=fact.label,
                count=len(cells),
                first=_shown(fact),
                second=_shown(rival),
                outcome=outcome,
            ),
            table=table,
            row=row,
            column=fact.cell.column if len(cells) == 1 else "",
            expected=rival.quantity.raw or "",
            found=fact.quantity.raw or "",
            place=fact.place,
        )


def _relocated(place: Place | None, lines: Sequence[Line]) -> Place | None:
    """The same spot of a page, with the line it has in another document of that file."""
    if place is None:
        return None
    best = max(lines, key=lambda line: _overlap(place, line.place), default=None)
    if best is None or _overlap(place, best.place) == 0:
        return replace(place, line=None, end_line=None)
    return replace(place, line=best.place.line, end_line=best.place.end_line)


def _overlap(one: Place, two: Place) -> int:
    """Common area of two boxes of one page, in square units of a box; 0 where they are apart."""
    if (one.page, one.part) != (two.page, two.part) or one.box is None or two.box is None:
        return 0
    return _common(one.box, two.box)


def _common(one: Box, two: Box) -> int:
    across = min(one.right, two.right) - max(one.left, two.left)
    down = min(one.bottom, two.bottom) - max(one.top, two.top)
    return max(across, 0) * max(down, 0)
