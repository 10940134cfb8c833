"""The company's site, as far as it receives phones: takes the parts of an upload, and puts them together once all are
there. Needs nothing of ours: `pip install cryptography`.

    python open_parcel.py key site.key    # a key: its public half is SMARTREGION_PHONES_KEY
    SITE_TOKEN=… python receive_phones.py 127.0.0.1:8443 site.key folder

It speaks no TLS: put a proxy before it that does. What came last stands in folder/phones.csv, "user_id,phone" a line.
"""

import hmac
import os
import re
import shutil
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from open_parcel import opened

MOST = 4 * 1024 * 1024


class Receiver(BaseHTTPRequestHandler):
    key: bytes
    folder: Path
    token: str

    def do_PUT(self) -> None:
        size = int(self.headers.get("Content-Length", "0"))
        stated = self.headers.get("Authorization", "").encode()
        export, part = self.headers.get("Smartregion-Export", ""), self.headers.get("Smartregion-Part", "")
        if not hmac.compare_digest(stated, f"Bearer {self.token}".encode()):
            self.answer(401)
        elif size > MOST or not re.fullmatch(r"[0-9a-z]{13}", export) or not re.fullmatch(r"[1-9][0-9]{0,6}", part):
            self.answer(400)
        else:
            self.take(export, int(part), self.rfile.read(size))
            self.answer(204)

    def take(self, export: str, part: int, body: bytes) -> None:
        """Keeps a part under its number: whoever sends it again replaces it, or finds everything done."""
        done = self.folder / "done"
        if done.exists() and done.read_text() == export:
            return
        parts = self.folder / export
        parts.mkdir(exist_ok=True)
        replace(parts / str(part), opened(body, self.key))
        if self.headers.get("Smartregion-Last") == "true":
            whole = b"".join((parts / str(number)).read_bytes() for number in range(1, part + 1))
            assert whole.count(b"\n") == int(self.headers["Smartregion-Total"])
            replace(self.folder / "phones.csv", whole)  # who is not in it has left: nothing is kept of before
            replace(done, export.encode())
            for behind in self.folder.iterdir():  # this upload's parts, and those of one that it overtook
                if behind.is_dir():
                    shutil.rmtree(behind)

    def answer(self, status: int) -> None:
        self.close_connection = status != 204
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()


def replace(path: Path, body: bytes) -> None:
    """Writes a file so that it is there as a whole or not at all."""
    draft = path.with_name(f"{path.name}.new")
    draft.write_bytes(body)
    draft.replace(path)


def main(arguments: list[str]) -> int:
    if len(arguments) != 3 or not os.environ.get("SITE_TOKEN"):
        print(__doc__, file=sys.stderr)
        return 2
    host, _, port = arguments[0].rpartition(":")
    Receiver.key, Receiver.folder = Path(arguments[1]).read_bytes(), Path(arguments[2])
    Receiver.token = os.environ["SITE_TOKEN"]
    Receiver.folder.mkdir(mode=0o700, exist_ok=True)
    Receiver.protocol_version = "HTTP/1.1"
    site = HTTPServer((host, int(port)), Receiver)
    print(f"listening on {host}:{site.server_port}", flush=True)
    site.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
