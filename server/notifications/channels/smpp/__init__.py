"""SMS over SMPP 3.4.

The PDUs that carry texts are encoded and decoded by `smpp34`; the session is ours. Those of `smpp34` and `aiosmpplib`
were weighed: the first answers `deliver_sm` before we have the receipt on record, and does not tell a message that was
never written from one without an answer; the second keeps a queue of its own, and sends from it after our lease has run
out.
"""

from server.notifications.channels.smpp.channel import SmppChannel
from server.notifications.channels.smpp.session import SmppServer

__all__ = ["SmppChannel", "SmppServer"]
