"""PDUs of SMPP 3.4 on the wire (SMPP Protocol Specification v3.4): the header, and the small ones."""

import asyncio
import struct
from dataclasses import dataclass

HEADER = struct.Struct(">IIII")
#: Longer ones are no SMPP: a message_payload is 64 KiB at most.
PDU_BYTES = 70_000

BIND_TRANSCEIVER, UNBIND, ENQUIRE_LINK = 0x09, 0x06, 0x15
SUBMIT_SM, DELIVER_SM, GENERIC_NACK = 0x04, 0x05, 0x80000000
RESPONSE = 0x80000000

OK, INVALID_COMMAND, SYSTEM_ERROR = 0x00, 0x03, 0x08
INVALID_PASSWORD = 0x0E
QUEUE_FULL, THROTTLED = 0x14, 0x58

INTERFACE_VERSION = 0x34

#: Optional parameters (5.3.2).
RECEIPTED_MESSAGE_ID, MESSAGE_STATE = 0x001E, 0x0427
SAR_REFERENCE, SAR_TOTAL, SAR_NUMBER = 0x020C, 0x020E, 0x020F


class WireError(Exception):
    """Bytes that are no SMPP: the session ends."""


@dataclass(frozen=True)
class Pdu:
    """A whole PDU; `raw` is all of its bytes."""

    command: int
    status: int
    sequence: int
    raw: bytes

    @property
    def body(self) -> bytes:
        return self.raw[HEADER.size :]


def encode(command: int, sequence: int, body: bytes = b"", status: int = OK) -> bytes:
    return HEADER.pack(HEADER.size + len(body), command, status, sequence) + body


async def read(reader: asyncio.StreamReader) -> Pdu:
    """The next PDU. Raises WireError, asyncio.IncompleteReadError or OSError."""
    head = await reader.readexactly(HEADER.size)
    length, command, status, sequence = HEADER.unpack(head)
    if not HEADER.size <= length <= PDU_BYTES:
        raise WireError(f"a PDU of {length} bytes")
    return Pdu(command, status, sequence, head + await reader.readexactly(length - HEADER.size))


def text(value: str) -> bytes:
    """A C-octet string. Raises UnicodeEncodeError for what is not ASCII."""
    return value.encode("ascii") + b"\0"


def first_text(body: bytes) -> str:
    """The C-octet string that a body begins with."""
    return body.partition(b"\0")[0].decode("ascii", "replace")


def bind(sequence: int, system_id: str, password: str, system_type: str) -> bytes:
    """bind_transceiver: sends and receives."""
    body = text(system_id) + text(password) + text(system_type) + bytes((INTERFACE_VERSION, 0, 0)) + text("")
    return encode(BIND_TRANSCEIVER, sequence, body)
