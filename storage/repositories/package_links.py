"""Links to access packages: which of them still work, and what was done at them."""

from storage.engine.transaction import Tx
from storage.models.privacy import PackageLink


def create(tx: Tx, link: PackageLink) -> None:
    """Writes a link; those that the request had before work no more."""
    works = (PackageLink.request_id == link.request_id) & (PackageLink.expires_at > tx.now)
    tx.run(PackageLink.update(expires_at=tx.now).where(works))
    tx.insert(link)


def made_since(tx: Tx, request_id: int, since: int) -> int:
    """How many links a request was given since an instant."""
    query = PackageLink.select().where((PackageLink.request_id == request_id) & (PackageLink.created_at >= since))
    counted: int = query.count(tx.database)
    return counted


def by_id(tx: Tx, link_id: int) -> PackageLink | None:
    """A link, held until the unit ends."""
    found: PackageLink | None = tx.first(tx.lock(PackageLink.select().where(PackageLink.id == link_id)))
    return found


def untold(tx: Tx, request_id: int) -> list[PackageLink]:
    """Links of a request that still work and that nobody was told of."""
    wanted = (PackageLink.request_id == request_id) & PackageLink.told_at.is_null() & (PackageLink.expires_at > tx.now)
    return tx.all(PackageLink.select().where(wanted).order_by(PackageLink.id))


def told(tx: Tx, link: PackageLink) -> None:
    tx.run(PackageLink.update(told_at=tx.now).where(PackageLink.id == link.id))


def note_wrong_code(tx: Tx, link: PackageLink) -> None:
    tx.run(PackageLink.update(tries=PackageLink.tries + 1).where(PackageLink.id == link.id))


def begin(tx: Tx, link: PackageLink, held_until: int) -> None:
    """Notes that a download begins; no other does before it ends, or before an instant."""
    tx.run(PackageLink.update(begun=PackageLink.begun + 1, held_until=held_until).where(PackageLink.id == link.id))


def end(tx: Tx, link_id: int, whole: bool) -> None:
    """Notes that a download is over: `whole` where all of it was taken, and then the link is."""
    finished: dict[str, int] = {"finished_at": tx.now} if whole else {}
    tx.run(PackageLink.update(held_until=0, **finished).where(PackageLink.id == link_id))
