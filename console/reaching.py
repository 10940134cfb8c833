"""How the server is reached, as flags of every command."""

import argparse
import os
from pathlib import Path


def add_flags(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--target", default=os.environ.get("SMARTREGION_TARGET", "127.0.0.1:7443"), help="host:port of the service"
    )
    parser.add_argument("--user", default=os.environ.get("SMARTREGION_USER", ""), help="login; the password is asked")
    parser.add_argument("--language", choices=["uk", "en"], default=os.environ.get("SMARTREGION_LANGUAGE", "uk"))
    parser.add_argument("--ca", type=Path, help="certificate of the authority that the server's is held against")
    parser.add_argument("--certificate", type=Path, help="the client's own, for mutual TLS")
    parser.add_argument("--key", type=Path, help="its key")
    parser.add_argument("--insecure", action="store_true", help="no TLS; the default on loopback")


def by_tls(parsed: argparse.Namespace) -> bool:
    host = parsed.target.rpartition(":")[0].strip("[]")
    loopback = host in ("localhost", "::1") or host.startswith("127.")
    return bool(parsed.ca or parsed.certificate) or not (loopback or parsed.insecure)
