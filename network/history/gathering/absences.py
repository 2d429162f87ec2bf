"""Nights away as rows."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from households.events import AbsenceAmended, AbsenceRetracted, ResidentCameBack, ResidentWentAway
from households.terms import AbsenceReason
from network.history.gathering.residents import Part, Residents
from network.history.gathering.stream import OpenedStream
from network.history.rows import AbsenceRow


@dataclass(slots=True)
class _Absence:
    resident_id: UUID
    away_from: date
    reason: AbsenceReason
    back_on: date | None = None


def absence_rows(home_ref: str, stream: OpenedStream, residents: Residents) -> list[AbsenceRow]:
    """A row for each absence, cut where the stay is told in parts."""
    return [
        _row(home_ref, absence, part)
        for absence in _absences(stream).values()
        for part in residents.person(absence.resident_id).parts
        if _meets(absence, part)
    ]


def _absences(stream: OpenedStream) -> dict[int, _Absence]:
    absences: dict[int, _Absence] = {}
    for version, event in stream.of(ResidentWentAway, ResidentCameBack, AbsenceAmended, AbsenceRetracted):
        if isinstance(event, ResidentWentAway):
            absences[version] = _Absence(event.resident_id, event.away_from, event.reason)
        elif isinstance(event, ResidentCameBack):
            absences[event.about or 0].back_on = event.back_on
        elif isinstance(event, AbsenceAmended):
            amended = _Absence(event.resident_id, event.away_from, event.reason, event.back_on)
            absences[event.about or 0] = amended
        else:
            del absences[event.about or 0]
    return absences


def _meets(absence: _Absence, part: Part) -> bool:
    ends_before = absence.back_on is not None and (
        absence.back_on < part.since or absence.away_from < absence.back_on == part.since
    )
    return not ends_before and (
        part.until is None or absence.away_from < part.until or part.since == part.until
    )


def _row(home_ref: str, absence: _Absence, part: Part) -> AbsenceRow:
    goes_on = part.until is not None and (absence.back_on is None or absence.back_on > part.until)
    return AbsenceRow(
        line=0,
        home_ref=home_ref,
        resident_ref=part.ref,
        away_from=max(absence.away_from, part.since),
        back_on=None if goes_on else absence.back_on,
        reason=absence.reason,
    )
