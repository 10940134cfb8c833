"""How an operator's console looks. A saved filter may name a person, so it is sealed, with the house's key."""

from storage.engine.transaction import Tx
from storage.models.operators import OperatorSettings

_COLUMN = "operator_settings.settings"


def of_operator(tx: Tx, operator_id: int) -> tuple[str, int]:
    """What was kept, and its version; empty and 0 for nothing."""
    row = tx.first(OperatorSettings.select().where(OperatorSettings.operator_id == operator_id))
    return (tx.unseal(0, _COLUMN, row.settings_sealed), row.version) if row else ("", 0)


def keep(tx: Tx, operator_id: int, text: str, version: int) -> None:
    """Puts these in the place of what was kept; a version above 1 is of an operator who kept something before."""
    values = {"settings_sealed": tx.seal(0, _COLUMN, text), "updated_at": tx.now, "version": version}
    if version == 1:
        tx.insert(OperatorSettings(operator_id=operator_id, **values))
    else:
        tx.run(OperatorSettings.update(**values).where(OperatorSettings.operator_id == operator_id))
