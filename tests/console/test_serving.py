"""Consoles for browsers: open to no page but their own, and with nobody's login."""

import os
from argparse import Namespace
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from console import launching, serving
from console.__main__ import _parser, main
from console.serving import ConsoleServer, command


def parsed(*words: str) -> Namespace:
    return _parser().parse_args(["serve", *words])


def test_beyond_loopback_it_needs_a_proxy_that_ends_tls(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--host", "0.0.0.0", "--public-url", "http://console.example"]) == 2
    assert "TLS" in capsys.readouterr().err


def test_a_console_of_a_browser_has_the_server_and_nobodys_login(monkeypatch: pytest.MonkeyPatch) -> None:
    words = command(parsed("--target", "house:1", "--user", "oksana", "--read-only", "--ca", "/etc/a ca.pem"))
    assert words.startswith("exec ")
    assert "--target house:1" in words
    assert "--ca '/etc/a ca.pem'" in words
    assert "--read-only" in words
    assert "oksana" not in words
    monkeypatch.setenv("SMARTREGION_PASSWORD", "secret")
    monkeypatch.setattr(ConsoleServer, "serve", lambda self: None)
    assert serving.serve(parsed()) == 0
    assert "SMARTREGION_PASSWORD" not in os.environ


async def test_only_its_own_page_opens_a_session_and_the_page_fetches_nothing_from_elsewhere() -> None:
    server = ConsoleServer("exit", "127.0.0.1", 8080)
    async with TestClient(TestServer(await server._make_app())) as client:
        page = await client.get("/")
        policy = page.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "https://" not in policy
        assert "googleapis" not in await page.text()
        for origin in ("http://evil.example", ""):
            refused = await client.get("/ws", headers={"Origin": origin})
            assert refused.status == 403
        server.sessions = serving.MOST_SESSIONS
        full = await client.get("/ws", headers={"Origin": "http://127.0.0.1:8080"})
        assert full.status == 503


@pytest.mark.parametrize(("said", "cells"), [("120", 120), (10**9, 500), (-1, 20), ("wide", 80), (None, 80)])
def test_a_terminal_is_as_large_as_can_be_drawn_whatever_a_browser_says(said: Any, cells: int) -> None:
    assert serving._cells(said) == cells


def test_a_proxy_is_called_by_its_own_name() -> None:
    server = ConsoleServer("exit", "127.0.0.1", 8080, "https://console.example/desk")
    assert server.origins == {"https://console.example"}


@pytest.mark.parametrize(
    ("term", "plots", "plain"), [("dumb", "", True), ("xterm", "", False), ("xterm", "plain", True)]
)
def test_a_terminal_without_colours_is_drawn_for_as_one(
    term: str, plots: str, plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from console import formats

    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("NO_COLOR", "")
    monkeypatch.setattr("sys.stdout", type("Out", (), {"encoding": "utf-8"})())
    try:
        assert launching.suit_the_terminal(plots) == (term == "dumb")
        assert formats.plain() == plain
        assert os.environ["NO_COLOR"] == ("1" if term == "dumb" else "")
    finally:
        formats.draw_plainly(False)
