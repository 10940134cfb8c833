"""The law that a service goes by: the files of the package, and those that the operator lays beside them."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from server.law.calendar import WorkingCalendar
from server.law.model import Calendar, Regime

MARTIAL_LAW = "martial-law"
#: Bytes of a file of the law at most.
_MOST_BYTES = 1_000_000
_M = TypeVar("_M", bound=BaseModel)


class LawError(ValueError):
    """A file of the law that can't be gone by; it names the file, the field and the rule."""


@dataclass(frozen=True)
class Law:
    """Regimes and calendars by their codes."""

    regimes: Mapping[str, Regime]
    calendars: Mapping[str, WorkingCalendar]

    def regime(self, code: str) -> Regime:
        """Raises LawError."""
        if code not in self.regimes:
            raise LawError(f"regimes: there is no {code}, but {', '.join(self.regimes)}")
        return self.regimes[code]

    def calendar(self, regime: Regime) -> WorkingCalendar:
        return self.calendars[regime.calendar]

    def check(self, codes: Iterable[str]) -> None:
        """That a setting names laws that it may switch on. Raises LawError."""
        listed = list(codes)
        if not listed:
            raise LawError("regimes: must name a law on personal data")
        for code in listed:
            regime = self.regime(code)
            if regime.implied_by:
                raise LawError(f"regimes: {code} comes with the kind of a request, and is not switched on")
            if not regime.answers:
                raise LawError(f"regimes: {code} has no term for a request")


def load(folder: Path | None = None, *, martial_law_until: date | None = None) -> Law:
    """The law of the package; files of a folder add to it, and take the place of those of the same code.

    `martial_law_until` is the last day of martial law, once there is one. Raises LawError.
    """
    calendars, regimes = dict(_packaged("calendars", Calendar)), dict(_packaged("data", Regime))
    if folder is not None:
        if not folder.is_dir():
            raise LawError(f"{folder}: is no folder")
        calendars |= _read(_files(folder / "calendars"), Calendar)
        regimes |= _read(_files(folder), Regime)
    for regime in regimes.values():
        if regime.calendar not in calendars:
            raise LawError(f"{regime.code}: calendar: there is no {regime.calendar}")
    return Law(
        regimes,
        {code: WorkingCalendar(_ended(one, martial_law_until)) for code, one in calendars.items()},
    )


@cache
def packaged() -> Law:
    """The law of the package, with martial law going on."""
    return load()


def _ended(calendar: Calendar, last: date | None) -> Calendar:
    if last is None:
        return calendar
    spans = []
    for span in calendar.suspensions:
        if span.code == MARTIAL_LAW:
            if last < span.first:
                raise LawError(f"martial_law_until: {last} lies before {span.first}")
            span = span.model_copy(update={"last": last})
        spans.append(span)
    return calendar.model_copy(update={"suspensions": tuple(spans)})


@cache
def _packaged(folder: str, model: type[_M]) -> Mapping[str, _M]:
    """By code. The files of the package stay as they are while it runs."""
    found = resources.files("server.law").joinpath(folder)
    return dict(_read(sorted(found.iterdir(), key=lambda file: file.name), model))


def _files(folder: Path) -> Sequence[Traversable]:
    return sorted(folder.glob("*.toml"))


def _read(files: Sequence[Traversable], model: type[_M]) -> Iterator[tuple[str, _M]]:
    """By code. Raises LawError."""
    seen: dict[str, str] = {}
    for file in files:
        try:
            body = file.read_bytes()
            if len(body) > _MOST_BYTES:
                raise LawError(f"{file.name}: is longer than {_MOST_BYTES} bytes")
            one = model.model_validate(tomllib.loads(body.decode("utf-8")))
        except OSError as error:
            raise LawError(f"{file.name}: {error.strerror}") from None
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise LawError(f"{file.name}: is no TOML: {error}") from None
        except ValidationError as error:
            raise LawError("; ".join(f"{file.name}: {_said(one)}" for one in error.errors())) from None
        code = str(one.code)  # type: ignore[attr-defined]
        if code in seen:
            raise LawError(f"{file.name}: {code} stands in {seen[code]} already")
        seen[code] = file.name
        yield code, one


def _said(error: Mapping[str, object]) -> str:
    """Field and rule, such as "duties.3.term.length: Input should be greater than 0"."""
    place = error["loc"]
    assert isinstance(place, tuple)
    said = str(error["msg"]).removeprefix("Value error, ")
    return f"{'.'.join(map(str, place))}: {said}" if place else said
