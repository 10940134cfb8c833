"""A mail server of the size that a test needs: IMAP4rev1 over a socket, in a thread, with what `imaplib` asks for."""

import re
import socketserver
import ssl
import threading
from dataclasses import dataclass
from typing import Any

USERNAME, PASSWORD = "privacy", "слово-48".encode().hex()
_FETCH = re.compile(rb"(\d+) \(UID INTERNALDATE RFC822\.SIZE BODY\.PEEK\[\]<0\.(\d+)>\)")


@dataclass
class Lying:
    """A mail as it lies in the folder."""

    uid: int
    content: bytes
    #: As the protocol writes it: " 7-Nov-2026 10:00:00 +0200".
    taken_at: str


class MailServer(socketserver.ThreadingTCPServer):
    """A folder of mails; `commands` has what it was told, `refuses` makes it turn sign-ins away."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self._tls = tls
        self.mails: list[Lying] = []
        self.validity = 17
        self.refuses = False
        self.commands: list[bytes] = []
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def get_request(self) -> tuple[Any, Any]:
        sock, address = super().get_request()
        return (
            self._tls.wrap_socket(sock, server_side=True, do_handshake_on_connect=False) if self._tls else sock
        ), address

    def put(self, content: bytes, taken_at: str = "23-Nov-2026 09:00:00 +0200") -> None:
        self.mails.append(Lying(max((one.uid for one in self.mails), default=0) + 1, content, taken_at))

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say(b"* OK ready")
        while line := self.rfile.readline().rstrip(b"\r\n"):
            tag, _, command = line.partition(b" ")
            self.server.commands.append(command)
            name, _, rest = command.partition(b" ")
            if name.upper() == b"UID":
                name, _, rest = rest.partition(b" ")
            answer: Any = getattr(self, f"_{name.decode().lower()}", None)
            self._say(tag + b" " + (answer(rest) if answer else b"BAD unknown"))
            if name.upper() == b"LOGOUT":
                return

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")

    def _capability(self, rest: bytes) -> bytes:
        self._say(b"* CAPABILITY IMAP4rev1")
        return b"OK done"

    def _login(self, rest: bytes) -> bytes:
        right = rest == f'{USERNAME} "{PASSWORD}"'.encode()
        return b"OK signed in" if right and not self.server.refuses else b"NO wrong"

    def _examine(self, rest: bytes) -> bytes:
        self._say(b"* %d EXISTS" % len(self.server.mails))
        self._say(b"* OK [UIDVALIDITY %d] valid" % self.server.validity)
        return b"OK [READ-ONLY] done"

    def _search(self, rest: bytes) -> bytes:
        mails = self.server.mails
        if rest.startswith(b"UID "):
            first = int(rest[4:].partition(b":")[0])
            # As the protocol has it: `*` is the last mail, also where it lies before the first of the range.
            found = [one.uid for one in mails if one.uid >= first] or [one.uid for one in mails[-1:]]
        else:
            found = [one.uid for one in mails]
        self._say(b" ".join([b"* SEARCH", *(str(uid).encode() for uid in found)]))
        return b"OK done"

    def _fetch(self, rest: bytes) -> bytes:
        matched = _FETCH.fullmatch(rest)
        if matched is None:
            return b"BAD unknown"
        uid, most = int(matched[1]), int(matched[2])
        for number, one in enumerate(self.server.mails, 1):
            if one.uid == uid:
                body = one.content[:most]
                head = f'UID {uid} INTERNALDATE "{one.taken_at}" RFC822.SIZE {len(one.content)}'
                self.wfile.write(f"* {number} FETCH ({head} BODY[]<0> {{{len(body)}}}\r\n".encode() + body + b")\r\n")
        return b"OK done"

    def _logout(self, rest: bytes) -> bytes:
        self._say(b"* BYE")
        return b"OK done"
