"""What is made before there is anybody to make it: the first operators, partners and keys, from the command line."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from functools import cache
from pathlib import Path

from smartregion.v1.operator_service_pb2 import Operator as OperatorMessage
from smartregion.v1.operator_service_pb2 import OperatorRole
from smartregion.v1.options_pb2 import DataClass
from smartregion.v1.partner_service_pb2 import Grant, PartnerKind
from smartregion.v1.partner_service_pb2 import Partner as PartnerMessage

from server.app import open_services
from server.codec import DAY_MS, bits, decode_id, encode_id
from server.config import Settings
from server.credentials.passwords import check_strength
from server.errors import ServiceError
from server.operators.service import new_operator
from server.partners import keys
from server.partners.service import check_ceiling, found, new_partner
from server.services import Services
from storage.days import iso_day
from storage.engine import backup, schema
from storage.engine.anchor import Checkpoint, anchored, standing
from storage.engine.audit import AuditRecord
from storage.engine.backup import Manifest
from storage.engine.clock import SYSTEM_CLOCK
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.errors import DuplicateValue
from storage.keys.keyring import Keyring
from storage.keys.keystore import KeyStore
from storage.models.partners import AccessGrant
from storage.repositories import operators, partners

MIN_PASSWORD = 12


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Services]:
    """The services of a migrated database; what was done is anchored. What a client would be told is raised as
    ValueError."""
    services = await open_services(settings)
    try:
        yield services
        await services.store.checkpoint(settings.anchor)
    except ServiceError as error:
        raise ValueError(error.message) from None
    finally:
        await services.store.close()


def prepare(settings: Settings) -> list[str]:
    """Brings the database up to this version; names of the migrations that ran. A database that is new gets its keys
    first. One that is not never does: what it holds opens with its own keys only, which have a backup of their own."""
    if schema.is_new(settings.database):
        KeyStore.open(settings.key_store, settings.keyring_path, create=True).close()
    with ExitStack() as opened_here:

        def keys() -> KeyStore:
            store = KeyStore.open(settings.key_store, settings.keyring_path)
            opened_here.callback(store.close)
            return store

        return schema.migrate(settings.database, cache(keys))


def restore(settings: Settings, folder: Path) -> Manifest:
    """Restores a backup into an empty place, held against the checkpoints that are anchored here; from then on they
    know that the end of the chain is lost, and where there are none, that they begin here. Raises StorageError."""
    checkpoints = anchored(settings.anchor)
    needed = bool(checkpoints) or settings.keyring_path.exists()
    keyring = Keyring.load(settings.keyring_path) if needed else None  # before anything is written
    made = backup.restore(folder, settings.database, checkpoints=standing(checkpoints))
    if keyring is not None and made.audit_sequence:
        digest, now = bytes.fromhex(made.audit_hash), SYSTEM_CLOCK.now()
        Checkpoint.make(keyring, made.audit_sequence, digest, now, restored=True).anchor(settings.anchor)
    return made


def _record(tx: Tx, action: str, kind: str, number: int) -> None:
    tx.audit(AuditRecord(actor_kind=0, actor_id=0, action=f"command.{action}", target_kind=kind, target_id=number))


async def add_operator(settings: Settings, login: str, name: str, roles: Sequence[str], password: str) -> None:
    """An operator who must change this password at the first sign-in. Raises ValueError."""
    numbers = [OperatorRole.Value(f"OPERATOR_ROLE_{role.upper()}") for role in roles]
    async with opened(settings) as services:
        services.validator.check(OperatorMessage(login=login, display_name=name, roles=numbers, language=1), "operator")
        if len(password) < MIN_PASSWORD:
            raise ValueError(f"password: must have at least {MIN_PASSWORD} characters")
        check_strength(password, login, "password")
        hashed = await services.passwords.hash(password)
        operator_id = new_id()

        def unit(tx: Tx) -> None:
            operators.create(tx, new_operator(tx, operator_id, login, name, bits(numbers), hashed))
            _record(tx, "operator_add", "operator", operator_id)

        try:
            await services.store.write(unit)
        except DuplicateValue:
            raise ValueError(f"login: {login} is taken") from None
    print(f"operator {login} may sign in, and must change the password then")


async def add_partner(settings: Settings, kind: str, name_uk: str, name_en: str, registry_code: str) -> None:
    """Raises ValueError."""
    wanted = PartnerMessage(
        kind=PartnerKind.Value(f"PARTNER_KIND_{kind.upper()}"),
        name_uk=name_uk,
        name_en=name_en,
        registry_code=registry_code,
    )
    partner_id = new_id()
    async with opened(settings) as services:
        services.validator.check(wanted, "partner")

        def unit(tx: Tx) -> None:
            partners.create(tx, new_partner(tx, partner_id, wanted))
            _record(tx, "partner_add", "partner", partner_id)

        await services.store.write(unit)
    print(encode_id(partner_id))


async def grant(
    settings: Settings, partner: str, utility: str, classes: Sequence[str], purpose: str, ground: str
) -> None:
    """A grant from today on. Raises ValueError."""
    numbers = [DataClass.Value(f"DATA_CLASS_{name.upper()}") for name in classes]
    async with opened(settings) as services:
        wanted = Grant(
            partner_id=partner, utility_id=utility, data_classes=numbers, purpose=purpose, legal_ground=ground
        )
        wanted.effective_from.year = 1  # present; what counts is today, below
        services.validator.check(wanted, "grant")

        def unit(tx: Tx) -> int:
            seeing = found(tx, decode_id(partner, "partner_id"))
            check_ceiling(seeing.kind, numbers)
            row = AccessGrant(
                id=new_id(),
                partner_id=seeing.id,
                utility_id=found(tx, decode_id(utility, "utility_id")).id,
                data_classes=bits(numbers),
                purpose=purpose,
                legal_ground=ground,
                effective_from=iso_day(tx.now),
                effective_to=None,
                created_at=tx.now,
                revoked_at=None,
            )
            partners.add_grant(tx, row)
            _record(tx, "partner_grant", "grant", row.id)
            return row.id

        print(encode_id(await services.store.write(unit)))


async def issue_key(settings: Settings, partner: str, days: int, note: str) -> None:
    """Prints a new key, which nobody can print again. Raises ValueError."""
    if not re.fullmatch(r"[^\x00-\x1f]{0,200}", note):
        raise ValueError("note: must be one line of at most 200 characters")
    secret = keys.new_secret()
    async with opened(settings) as services:

        def unit(tx: Tx) -> None:
            owner = found(tx, decode_id(partner, "partner_id"))
            key = keys.issue(tx, owner, secret, tx.now + days * DAY_MS, note=note)
            _record(tx, "key_issue", "partner_key", key.id)

        await services.store.write(unit)
    print(secret)
