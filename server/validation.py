"""The rules of the contract (protovalidate), checked."""

from google.protobuf.message import Message
from protovalidate import ValidationError, Validator

from server.errors import InvalidField, Violation

#: Violations that one error names.
NAMED = 20


class RequestValidator:
    """Compiles the rules of each message once."""

    def __init__(self) -> None:
        self._validator = Validator()

    def check(self, message: Message, prefix: str = "") -> None:
        """Raises InvalidField with every field and rule, up to a bound."""
        try:
            self._validator.validate(message)
        except ValidationError as error:
            raise InvalidField.of(
                tuple(_violation(found.proto, prefix) for found in error.violations[:NAMED])
            ) from None


def _violation(found: object, prefix: str) -> Violation:
    parts = []
    for element in found.field.elements if found.field else ():  # type: ignore[attr-defined]
        subscript = element.subscript
        index = f"[{subscript.value}]" if subscript is not None else ""
        parts.append(element.field_name + index)
    path = ".".join(([prefix] if prefix else []) + parts)
    return Violation(path, found.rule_id, found.message)  # type: ignore[attr-defined]
