"""How an operator's console looks: what the server keeps of it for them, wherever they sit next."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

#: Of an area, and characters of a name and of a filter: as the contract has them.
MOST_FILTERS, MOST_NAME, MOST_LINE = 20, 60, 500


@dataclass(frozen=True)
class SavedFilter:
    """A filter under a name, as it is typed."""

    name: str
    line: str


@dataclass(frozen=True)
class AreaSettings:
    #: Columns that are shown, in their order; none for all.
    columns: tuple[str, ...] = ()
    filters: tuple[SavedFilter, ...] = ()

    def saving(self, name: str, line: str) -> "AreaSettings":
        """With a filter more; one of that name gives way."""
        return replace(self, filters=(*self.without(name).filters, SavedFilter(name, line)))

    def without(self, name: str) -> "AreaSettings":
        return replace(self, filters=tuple(one for one in self.filters if one.name != name))


@dataclass(frozen=True)
class Settings:
    """An empty theme or language, and no seconds, leave it to the console."""

    theme: str = ""
    language: str = ""
    #: Seconds between two looks at what nobody tells of.
    refresh: int = 0
    #: By area; those that this console does not know stay as they are.
    areas: Mapping[str, AreaSettings] = field(default_factory=dict)
    etag: str = ""

    def of(self, area: str) -> AreaSettings:
        return self.areas.get(area, AreaSettings())

    def changing(self, area: str, changed: AreaSettings) -> "Settings":
        """With another look of one area; one that looks as it always did is not kept."""
        others = {name: one for name, one in self.areas.items() if name != area}
        return replace(self, areas=others if changed == AreaSettings() else {**others, area: changed})
