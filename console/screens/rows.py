"""Rows of a list: how many there are, and all of them as a file."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from console import formats, sheet
from console.i18n import t
from console.ports import ClientError
from console.screens.progress import Working
from console.store.pages import PAGE_ROWS, asked
from console.together import patient

if TYPE_CHECKING:
    from console.screens.listing import ListScreen

#: Rows of a file, at most.
MOST = 50_000
#: As far as the server counts a list of readings.
COUNTED = 100_000


def said(total: int) -> str:
    """How many rows there are; where the server counted no further, that it is more."""
    if total == COUNTED:
        return t("list.rows_over", number=formats.number(COUNTED))
    return t("list.rows", count=total, number=formats.number(total))


async def save(screen: "ListScreen[Any]") -> None:
    """The rows of the list as it is filtered and ordered, as a file; it is told where they are not all of it."""
    working = Working(t("action.table"))
    if screen.pages.total > PAGE_ROWS:
        await screen.app.push_screen(working)
    try:
        rows = await _all(screen, working)
    finally:
        if working.is_attached:
            working.dismiss()
    total = max(screen.pages.total, len(rows))
    shown = screen.shown_columns()
    titles = [t(column.title) if column.title else "" for column in shown]
    cells = [[*(column.cell(row).text for column in shown), row.id] for row in rows]
    body = await asyncio.to_thread(sheet.written, [*titles, "id"], cells)
    if path := await screen.console.files.keep(f"smartregion-{screen.area}", "csv", body):
        told = "table.saved" if len(rows) == total else "table.part"
        screen.console.tell(t(told, rows=formats.number(len(rows)), total=formats.number(total), path=path))


async def _all(screen: "ListScreen[Any]", working: Working) -> list[Any]:
    """All rows page by page: up to a limit, until it is stopped, or as far as the server gives them."""
    found: list[Any] = []
    wanted, token = screen.pages.query, ""
    while len(found) < MOST and not working.stopped:
        skip = 0 if token else len(found)
        try:
            page = await patient(partial(asked, screen.source, wanted, token=token, skip=skip, size=PAGE_ROWS))
        except ClientError:
            if not found:
                raise
            break
        found += page.rows
        token = page.next_token
        working.show([said(page.total)], len(found), page.total)
        if not page.rows or not (token or len(found) < page.total):
            break
    return found[:MOST]
