"""A run that was opened: its light rows by key and by paper, and its records as they are asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from summarise.errors import InputError, UsageError
from summarise.reconciling.trust import Policy
from summarise.records import Record
from summarise.reviewing.grounds import Place
from summarise.reviewing.rows import PaperRow, Row, read_rows

_RECORDS_KEPT = 256


class OpenedRun:
    """The papers and values of a run. Of several records with one id the first counts."""

    def __init__(self, path: Path, policy: Policy) -> None:
        """Reads the run once. Raises InputError, naming file and line, for what is no run."""
        self.path = path
        self.papers: dict[str, PaperRow] = {}
        self.rows: dict[str, Row] = {}
        self.by_paper: dict[str, list[Row]] = {}
        self._state = _state_of(path)
        self.repeated = 0
        """Further records that have the id of an earlier one."""
        self._records: OrderedDict[str, Record] = OrderedDict()
        for paper, rows in read_rows(path, policy):
            if paper.id in self.papers:
                self.repeated += 1
                continue
            self.papers[paper.id] = paper
            self.by_paper[paper.id] = sorted(rows, key=lambda row: row.at)
            self.rows.update({row.key: row for row in self.by_paper[paper.id]})
        self.at: dict[Place, Row] = {row.place: row for row in self.rows.values()}
        self.flagged = [row for row in self.rows.values() if row.flagged]

    def worth_a_look(self, touched: Iterable[Place]) -> list[Row]:
        """The rows that are flagged, and those at places where somebody did something, in the run's order."""
        more = [row for place in touched if (row := self.at.get(place)) is not None and not row.flagged]
        if not more:
            return self.flagged
        return sorted([*self.flagged, *more], key=lambda row: (row.paper.number, row.at))

    def row(self, key: str) -> Row:
        """The row of a key. Raises UsageError for one that the run does not have."""
        row = self.rows.get(key)
        if row is None:
            raise UsageError(f"{self.path} has no value {key[:20]!r}; it may have been tagged anew")
        return row

    def paper(self, paper: str) -> PaperRow:
        """A paper by its id. Raises UsageError for one that the run does not have."""
        row = self.papers.get(paper)
        if row is None:
            raise UsageError(f"{self.path} has no paper {paper[:60]!r}; it may have been tagged anew")
        return row

    def record(self, paper: str) -> Record:
        """A paper's record. Raises UsageError for an unknown id, InputError where the file was changed."""
        at = self.paper(paper)
        if paper not in self._records:
            self._records[paper] = self._parsed(at)
            if len(self._records) > _RECORDS_KEPT:
                self._records.popitem(last=False)
        self._records.move_to_end(paper)
        return self._records[paper]

    def _parsed(self, at: PaperRow) -> Record:
        try:
            if _state_of(self.path) != self._state:
                raise InputError(f"{self.path} was changed while it was under review; open it anew")
            with self.path.open("rb") as file:
                file.seek(at.start)
                return Record.model_validate_json(file.read(at.end - at.start))
        except OSError as error:
            raise InputError(f"can't read the run {self.path}: {error.strerror or error}") from error
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            place = ".".join(map(str, first["loc"])) or "line"
            raise InputError(f"{self.path}:{at.number + 1}: not a record of a run ({place}: {first['msg']})") from None


def _state_of(path: Path) -> tuple[int, int, int] | None:
    """What tells a file from one that was written since; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
