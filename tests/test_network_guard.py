"""No test reaches another machine: the guard sees connections and look-ups, even where they are swallowed."""

from __future__ import annotations

import asyncio
import contextlib
import socket

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80, 0, 0), ("example.org", 443)])
def test_a_connection_to_elsewhere_is_refused_and_noted(address: tuple[str, int], no_network: list[object]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as one, pytest.raises(ConnectionRefusedError):
        one.connect(address)
    assert no_network == [address]
    no_network.clear()


def test_looking_up_a_name_is_refused_and_noted(no_network: list[object]) -> None:
    with contextlib.suppress(OSError):
        socket.create_connection(("example.org", 443))
    assert no_network == ["example.org"]
    no_network.clear()


async def test_an_event_loop_is_watched_too(no_network: list[object]) -> None:
    with pytest.raises(OSError, match="a test may not"):
        await asyncio.open_connection("192.0.2.1", 80)
    assert no_network
    no_network.clear()


def test_this_machine_may_be_reached(no_network: list[object]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
        socket.create_connection(("localhost", server.getsockname()[1])).close()
    assert no_network == []
