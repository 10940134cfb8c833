"""What is wrong with a file or with a row of it: rules by code, each with what must hold, in the languages of the
console."""

from server.codec import DECIMAL_RULES
from server.readings.ingest import Problem

#: Of a whole file.
FILE_RULES = {
    "file.empty": "holds nothing",
    "file.packed": "is packed; unpack it first",
    "file.workbook": "is a workbook; save its sheet as CSV",
    "file.binary": "is no text; save it as CSV, NEM13 or ESPI XML",
    "file.encoding": "is not written in one of the encodings that are known: UTF-8, UTF-16, Windows-1251",
    "file.columns": "has more than 100 columns, or none that can be told apart",
    "file.no_serial": "has no column with the meter's serial number or the register; name it in the options",
    "file.no_index": "has no column with the index; name it in the options",
    "file.no_date": "has no column with the date; name it in the options",
    "file.day_month": "does not tell whether the day or the month comes first; say it in the options",
    "file.size": "has another size than the options say: it broke off or was changed meanwhile; what came was taken, "
    "send it again whole",
    "file.register": "does not name a register; name it in the options",
    "file.declarations": "declares a document type or entities, which readings have no need of",
    "file.depth": "is nested more deeply than readings are",
    "file.token": "has a single tag or text of over a megabyte",
    "file.names": "has over 1,000 different names of elements and attributes, or one of over 400 characters",
    "file.step": "has intervals shorter than a minute, longer than a day or of broken seconds",
    "interval.base": "begins at an instant at which the register is not known; hand in what it showed then, or the use "
    "since its last accepted reading",
}
#: Of one row. The rules of indexes are those of the contract.
ROW_RULES = {
    "line.length": "is longer than 65,536 bytes",
    "line.cut": "may be half a line, for nothing ends it; end it, or say the file's size in the options",
    "text.nul": "holds a NUL",
    "text.encoding": "holds bytes that its encoding does not know",
    "row.cells": "does not have as many cells as the head",
    "row.quote": "has a quotation mark that nothing closes",
    "cell.formula": "begins like a formula",
    "cell.length": "is longer than 50 characters",
    "cell.empty": "is empty",
    "cell.line": "holds control characters",
    "photo.length": "is longer than 200 characters",
    "decimal.sign": "may mean one number or a thousand times that; say in the options what the decimal sign is",
    "date.syntax": "is no date of a form that is known, such as 2026-11-01, 01.11.2026 or 01.11.2026 08:30",
    "date.range": "lies outside of 1970 to 2099",
    "date.skipped": "names an hour that the clocks skipped that night",
    "tier.known": "names no zone that is known",
    "quality.known": "is no quality of ESPI",
    "version.number": "must be a whole number from 1 on",
    "state.known": "names no state of a reading",
    "state.counts": "does not count where it comes from, so it must not count here",
    "source.known": "names no source of a reading",
    "source.estimate": "is an estimate, which nobody read; estimates are reckoned here from the readings",
    "nem13.fields": "does not have the fields of a record 250",
    "nem13.unit": "states a unit other than kWh",
    "nem13.quantity": "states a quantity that its two indexes contradict",
    "nem13.decrease": "states an index that went back, and a quantity that does so as well",
    "nem13.serial": "names a meter by over 50 characters, or by control characters",
    "nem13.order": "states a current read that is not after the previous one",
    "nem13.record": "is no record of NEM13",
    "xml.cut": "ends in the middle of the file; what stood before it was taken",
    "xml.syntax": "is no well-formed XML; what stood before it was taken",
    "espi.unit": "states a unit that its service is not measured in",
    "espi.type": "refers to a ReadingType that did not come before it, or over 20,000 others before it",
    "espi.register": "refers to a UsagePoint without a title that names a meter, or over 20,000 others before it",
    "espi.value": "holds no value or no time, or one out of bounds",
    "interval.order": "does not come after the interval before it, or says another use for the same one",
    "interval.step": "does not begin where an interval would",
    "interval.digits": "must be below a thousand million, with at most 18 digits after the point",
    "interval.alone": "is the only interval; its length is not told",
    "interval.conflict": "says another use than what is on record for the same time",
    "interval.gap": "follows a time without data: its use is kept, and what the register shows is told again once "
    "somebody has read it there",
    "espi.delta": "holds use by interval, not indexes; import it as interval data for one register",
}


class Refused(Exception):
    """A file that can't be taken at all."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"the file {FILE_RULES[rule]}")
        self.rule = rule


def problem(field: str, rule: str) -> Problem:
    """Why a row can't be taken."""
    return Problem("INVALID_FIELD", field, rule, ROW_RULES.get(rule) or DECIMAL_RULES.get(rule) or FILE_RULES[rule])
