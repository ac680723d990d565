"""Values against the wrong labels, as one finding; and the page as it should stand, for what else is wrong on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from zhengwu.auditing.alignment import Alignment, align, realigned
from zhengwu.auditing.alignment.lost import lost_values
from zhengwu.auditing.causes.misplaced import filled, misplaced
from zhengwu.auditing.causes.scene import place_of
from zhengwu.auditing.engine import Judgement
from zhengwu.auditing.variants import plan_of
from zhengwu.exact.figure import Figure
from zhengwu.exact.where import Where
from zhengwu.findings import Change, Finding, FindingKind, Grade, RelationKind, RelationResult, Repair, Verdict
from zhengwu.table.model import Column, ColumnKind, Table
from zhengwu.table.parts import is_rate

__all__ = ["Shift", "lost_rates", "placed_as_printed", "shift_findings", "shift_of"]

_FEWEST_FAILING = 3
_TOGETHER = 8  # sums of one column, in the order of the page


@attrs.frozen(eq=False)
class Shift:
    """A table whose values stand against the wrong labels: the readings that mend it, and the page by the first.

    `unique` says that no other reading is as good; only then is the page by the first to be relied on.
    """

    table: Table
    readings: tuple[Alignment, ...]
    page: Table

    @property
    def unique(self) -> bool:
        return len(self.readings) == 1

    def printed_at(self, row: int, column: int) -> tuple[int, int]:
        """Where a value of the mended page is printed."""
        if column in self.readings[0].columns:
            for move in self.readings[0].moves:
                if move.label_row == row:
                    return move.row, column
        return row, column


def shift_findings(
    shifts: Mapping[int, Shift], before: Judgement, after: Judgement, tables: Mapping[int, Table]
) -> list[Finding]:
    """One finding for every shift; it answers for the relations of its table that hold on the mended page."""
    still = {_key(result) for result in after.results if result.verdict is Verdict.INCONSISTENT}
    found = []
    for index, shift in shifts.items():
        own = [
            position
            for position, result in enumerate(before.results)
            if result.where.table == index and result.verdict is Verdict.INCONSISTENT and _key(result) not in still
        ]
        found.append(_finding(shift, tables[index], before, after, own))
    return found


def placed_as_printed(
    findings: Sequence[Finding], shifts: Mapping[int, Shift], before: Judgement, after: Judgement
) -> Iterator[Finding]:
    """Findings about the mended page, told of the page as it was printed; of pages in doubt nothing is told."""
    positions = {_key(result): position for position, result in enumerate(before.results)}
    for finding in findings:
        shift = shifts.get(finding.where.table) if finding.where.table is not None else None
        if shift is not None and (not shift.unique or _is_of_lost(shift, finding)):
            continue
        moved = attrs.evolve(
            finding,
            relations=tuple(
                positions[key] for position in finding.relations if (key := _key(after.results[position])) in positions
            ),
        )
        if shift is not None:
            moved = attrs.evolve(
                moved,
                where=_printed_where(shift, finding.where),
                figures=tuple(_printed_name(shift, name) for name in finding.figures),
                repairs=tuple(
                    attrs.evolve(
                        repair,
                        changes=tuple(
                            attrs.evolve(change, where=_printed_where(shift, change.where)) for change in repair.changes
                        ),
                    )
                    for repair in finding.repairs
                ),
            )
        yield moved


def _is_of_lost(shift: Shift, finding: Finding) -> bool:
    """Whether a finding asks for nothing but values that the shift pushed off the page."""
    reading = shift.readings[0]
    places = [(c.where.row, c.where.column) for repair in finding.repairs for c in repair.changes]
    return (
        finding.kind is FindingKind.BLANK
        and bool(places)
        and all(row in reading.lost and column in reading.columns for row, column in places)
    )


def _key(result: RelationResult) -> tuple[str, str, str]:
    return result.rule, result.target, result.name


def _printed_where(shift: Shift, where: Where) -> Where:
    if where.row is None or where.column is None:
        return where
    return shift.table.where(*shift.printed_at(where.row, where.column))


def _printed_name(shift: Shift, name: str) -> str:
    place = place_of(name)
    if place is None or place[0] != shift.table.index:
        return name
    row, column = shift.printed_at(place[1], place[2])
    return f"t{place[0]}r{row}c{column}"


def _finding(shift: Shift, table: Table, before: Judgement, after: Judgement, relations: Sequence[int]) -> Finding:
    lost = {f"t{table.index}r{row}c{c}" for row in shift.readings[0].lost for c in shift.readings[0].columns}
    is_sound = not any(
        result.verdict is Verdict.INCONSISTENT
        and result.where.table == table.index
        and lost.isdisjoint(case.relation.blanks)
        for case, result in zip(after.cases, after.results, strict=True)
    )
    first = shift.readings[0]
    move, column = first.moves[0], first.columns[0]
    rules = Counter(before.results[position].rule for position in relations)
    mended = {before.results[position].target for position in relations}
    proof = next((r for r in after.results if r.target in mended and r.verdict is Verdict.CONSISTENT), None)
    header, label = table.columns[column].header, table.label(move.row)
    return Finding(
        rule=rules.most_common(1)[0][0] if rules else "ZW120",
        grade=Grade.ERROR,
        kind=FindingKind.SWAP if _is_exchange(first) else FindingKind.SHIFT,
        where=table.where(move.row, column),
        printed=_text(table, (move.row, column)).strip(),
        values={
            "label": f"{label}·{header}" if label else header,
            "arithmetic": proof.arithmetic if proof is not None else "",
            "recomputed": "",
        },
        unique=shift.unique,
        repairs=tuple(_repair(table, reading, is_sound=is_sound) for reading in shift.readings),
        figures=tuple(f"t{table.index}r{m.row}c{c}" for m in first.moves for c in first.columns),
        relations=tuple(relations),
    )


def shift_of(table: Table, judgement: Judgement) -> Shift | None:
    """The shift that explains the failing sums of a table; None where too few fail, or none clearly does."""
    readings = align(table) if _may_be_shifted(table, judgement) else ()
    if readings:
        return Shift(table, readings, realigned(table, readings[0]))
    readings = misplaced(table, judgement)  # nothing is wrong on their pages once what was lost is filled in
    return Shift(table, readings, filled(table, readings[0])) if readings else None


def _may_be_shifted(table: Table, judgement: Judgement) -> bool:
    """Whether sums fail as slipped values make them fail: most columns of a total, or close together in a column."""
    rows: Counter[int | None] = Counter()
    tried: Counter[int | None] = Counter()
    columns: dict[int | None, list[bool]] = {}
    for result in judgement.results:
        if result.where.table == table.index and result.kind is RelationKind.SUM:
            has_failed = result.verdict is Verdict.INCONSISTENT
            tried[result.where.row] += 1
            rows[result.where.row] += has_failed
            columns.setdefault(result.where.column, []).append(has_failed)
    most = any(failed >= 2 and 2 * failed >= tried[row] for row, failed in rows.items())
    return rows.total() >= _FEWEST_FAILING and (most or any(map(_fail_together, columns.values())))


def _fail_together(has_failed: Sequence[bool]) -> bool:
    """Whether several of a few sums in a row fail: single mistakes are scattered over a long column."""
    return any(sum(has_failed[at : at + _TOGETHER]) >= _FEWEST_FAILING for at in range(len(has_failed)))


def _repair(table: Table, reading: Alignment, *, is_sound: bool) -> Repair:
    """The moves of a reading with the values that were lost on the way, as far as they can be computed.

    Where only some columns slipped there is no row to move: every cell is written anew. What was lost is computed only
    where nothing else of the page is wrong (`is_sound`).
    """
    lost = {place: value.text for place, value in lost_values(table, reading).items()} if is_sound else {}
    lost |= lost_rates(realigned(table, reading), reading, lost)
    whole = {column.index for column in table.columns if column.kind is ColumnKind.FIGURE}
    if set(reading.columns) == whole:
        page = _after_moves(table, reading)
        moves = reading.moves
    else:
        page, moves = {}, ()
    wanted = _wanted(table, reading, lost)
    changes = [
        Change(where=table.where(*place), before=page.get(place, _text(table, place)), after=text)
        for place, text in sorted(wanted.items())
        if page.get(place, _text(table, place)).strip() != text.strip()
    ]
    return Repair(changes=tuple(changes), moves=moves, why="why.swap" if _is_exchange(reading) else "why.shift")


def _is_exchange(reading: Alignment) -> bool:
    """Whether two rows only stand in each other's place."""
    places = [(move.row, move.label_row) for move in reading.moves]
    return len(places) == 2 and places[0] == places[1][::-1]


def lost_rates(page: Table, reading: Alignment, lost: Mapping[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """The rates of lost rows, from their computed amounts, where every row of the kind that has amounts prints one."""
    found: dict[tuple[int, int], str] = {}
    for column in page.figure_columns:
        if not is_rate(column) or column.index not in reading.columns or column.role is None:
            continue
        for row in reading.lost:
            amounts = {
                c.role: Fraction(Figure.parse(lost[row, c.index], unit=c.unit).value)
                for c in page.figure_columns
                if c.role is not None
                and (c.scope, c.period) == (column.scope, column.period)
                and (row, c.index) in lost
            }
            plan = plan_of(column.role, frozenset(amounts))
            style = _style_of_kind(page, row, column)
            if plan is None or not plan.variants or style is None:
                continue
            first = plan.variants[0]
            top = sum(c * amounts[quantity] for quantity, c in first.numerator)
            base = sum(c * amounts[quantity] for quantity, c in first.denominator)
            if base > 0:
                found[row, column.index] = style.print_ratio(*(top / Fraction(base)).as_integer_ratio())
    return found


def _style_of_kind(page: Table, row: int, column: Column) -> Figure | None:
    """A rate of the column printed for a row of the same kind; None where one of them prints none beside amounts."""
    style = None
    for other in page.rows:
        if other.index == row or other.kind is not page.rows[row].kind:
            continue
        cell = page.printed(other.index, column.index)
        if cell is None and any(page.printed(other.index, c.index) for c in page.figure_columns):
            return None
        style = cell.figure if cell is not None and not cell.mark else style
    return style


def _after_moves(table: Table, reading: Alignment) -> dict[tuple[int, int], str]:
    """What the cells print once the rows have moved: a row whose values moved away prints nothing."""
    page = {(move.row, column): "" for move in reading.moves for column in reading.columns}
    for move in reading.moves:
        for column in reading.columns:
            page[move.label_row, column] = _text(table, (move.row, column))
    return page


def _wanted(table: Table, reading: Alignment, lost: Mapping[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """What the cells of the columns that slipped should print, row by row."""
    wanted: dict[tuple[int, int], str] = {}
    gone = {*reading.lost, *reading.unlabelled}
    for row in gone:
        for column in reading.columns:
            wanted[row, column] = lost.get((row, column), "")
    for move in reading.moves:
        for column in reading.columns:
            wanted[move.label_row, column] = _text(table, (move.row, column))
    return wanted


def _text(table: Table, place: tuple[int, int]) -> str:
    return table.grid.text(place[0] + table.header_height, place[1])
