"""The clients in Python, against servers of Rust behind a bridge."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator

import pytest

from idol_clients import (
    Desk,
    DeskSync,
    Lamp,
    LampSync,
    ServerDied,
    Shelf,
    ShelfSync,
)
from idol_clients import shelf as shelves
from idol_clients import lamp as lamps
from idol_clients.bridge import AsyncBridge, Bridge, BridgeError
from idol_clients.desk import (
    HAND_IN_RECEIPT,
    DeskError,
    DeskErrorException,
    Mode,
    Receipt,
    Refusal_Later,
    RefusalException,
    Thing,
    Wanted_Any,
    Wanted_Number,
    Wanted_Of,
)


@pytest.fixture
def path() -> Iterator[str]:
    # The paths of sockets are short.
    with tempfile.TemporaryDirectory() as folder:
        place = f"{folder}/s"
        with subprocess.Popen(
            [os.environ["BRIDGED"], place], stdout=subprocess.PIPE
        ) as bridged:
            assert bridged.stdout is not None
            assert bridged.stdout.readline() == b"ready\n"
            yield place
            bridged.kill()


def test_calls_go_there_and_come_back(path: str) -> None:
    with Bridge(path, timeout=60) as bridge:
        desk = DeskSync(bridge.server("desk"))
        assert desk.open(Mode.Open, True, None) == 1
        assert desk.open(Mode.Open, False, 7) == 2
        with pytest.raises(DeskErrorException) as closed:
            desk.open(Mode.Closed, True, None)
        assert closed.value.error is DeskError.Closed
        assert str(closed.value) == "DeskError.Closed"
        receipt = bytearray(HAND_IN_RECEIPT.size)
        desk.hand_in(1, 5, b"paper", receipt)
        assert HAND_IN_RECEIPT.unpack(receipt) == Receipt(1, b"ab", -3)
        assert desk.find(Wanted_Number(9), b"abcd") == Thing(9, (1, -1))
        assert desk.find(Wanted_Of(1, 2), b"abcd") is None
        with pytest.raises(RefusalException) as later:
            desk.find(Wanted_Any(), b"abcd")
        assert later.value.error == Refusal_Later(9)
        desk.bell()


def test_a_server_that_dies_is_seen_as_in_rust(path: str) -> None:
    with Bridge(path, timeout=60) as bridge:
        lamp = LampSync(bridge.server("lamp"))
        with pytest.raises(ServerDied) as died:
            lamp.set(0.75)
        assert died.value.generation == 1
        assert lamp.set(0.75) is True
        with pytest.raises(lamps.LampErrorException) as dark:
            lamp.class_("a", None, 0, None, True)
        assert dark.value.error == 9
        rows = (lamps.Receipt(1, b"ab", 2), lamps.Receipt(3, b"cd", 4))
        row = bytearray(4)
        assert lamp.mood(lamps.Shape.Round, 5, rows, -1, row) == rows[0]


def test_what_the_bridge_does_not_know_is_an_error_of_its_own(path: str) -> None:
    with Bridge(path, timeout=60) as bridge:
        with pytest.raises(BridgeError) as unknown:
            DeskSync(bridge.server("door")).bell()
        assert unknown.value.code == -32601


def test_many_requests_are_in_flight_together(path: str) -> None:
    async def run() -> None:
        async with await AsyncBridge.connect(path) as bridge:
            desk = Desk(bridge.server("desk"))
            things = (desk.find(Wanted_Number(n), b"abcd") for n in range(200))
            found = await asyncio.gather(*things)
            assert [thing.number for thing in found if thing] == list(range(200))
            # It is asked again by itself, as in Rust.
            wanted = (lamps.Wanted_Any(), lamps.Shape.Round)
            pair = (lamps.Thing(1, (2, 3)), lamps.Thing(4, (5, 6)))
            lamp = Lamp(bridge.server("lamp"))
            both = await lamp.big(2**127, -1, pair, 0.5, wanted)
            assert len(both) == 2

    asyncio.run(run())


def test_cursors_are_iterators(path: str) -> None:
    with Bridge(path, timeout=60) as bridge:
        shelf = ShelfSync(bridge.server("shelf"))
        numbers = [thing.number for thing in shelf.things_iter(1, 0)]
        assert numbers == [10, 11, 12]
        assert list(shelf.things_iter(3, 0)) == []
        assert [slip.number for slip in shelf.slips_iter(250)] == [350, 850]
        assert list(shelf.marks_iter(0)) == [0, None, 2]
        found = []
        with pytest.raises(shelves.RefusalException):
            for thing in shelf.things_iter(2, 0):
                found.append(thing.number)
        assert found == [20]
        with pytest.raises(shelves.DeskErrorException):
            next(shelf.slips_iter(2000))


def test_cursors_are_asynchronous_iterators(path: str) -> None:
    async def run() -> None:
        async with await AsyncBridge.connect(path) as bridge:
            shelf = Shelf(bridge.server("shelf"))
            things = [thing.number async for thing in shelf.things_iter(1, 1)]
            assert things == [11, 12]
            async for slip in shelf.slips_iter(0):
                assert slip.number == 100
                break
            assert [mark async for mark in shelf.marks_iter(0)] == [0, None, 2]

    asyncio.run(run())


class Deaf:
    """A bridge that answers requests to `quick` alone, and hangs up at `gone`."""

    def __init__(self, path: str) -> None:
        self.said: list[dict[str, object]] = []
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(path)
        self._socket.listen()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        connection, _ = self._socket.accept()
        with self._socket, connection, connection.makefile("rb") as lines:
            for line in lines:
                said = json.loads(line)
                self.said.append(said)
                if said["method"] == "gone":
                    break
                if said["method"] == "quick":
                    answer = {"id": said["id"], "result": 7}
                    connection.sendall(json.dumps(answer).encode() + b"\n")


@pytest.fixture
def deaf() -> Iterator[tuple[Deaf, str]]:
    with tempfile.TemporaryDirectory() as folder:
        place = f"{folder}/s"
        bridge = Deaf(place)
        yield bridge, place
        bridge.thread.join(60)


GIVEN_UP = {"jsonrpc": "2.0", "method": "bridge.cancel", "params": {"id": 1}}


def test_who_waits_too_long_gives_up_and_goes_on(deaf: tuple[Deaf, str]) -> None:
    other, path = deaf
    with Bridge(path, timeout=0.2) as bridge:
        with pytest.raises(BridgeError, match="no answer in time"):
            bridge.ask("slow", {})
        assert bridge.ask("quick", {})["result"] == 7
        assert [said["method"] for said in other.said] == [
            "slow",
            "bridge.cancel",
            "quick",
        ]
        assert other.said[1] == GIVEN_UP
        with pytest.raises(BridgeError, match="closed the connection"):
            bridge.ask("gone", {})
        with pytest.raises(BridgeError, match="closed the connection"):
            bridge.ask("quick", {})


def test_a_task_that_is_cancelled_gives_up(deaf: tuple[Deaf, str]) -> None:
    other, path = deaf

    async def run() -> None:
        async with await AsyncBridge.connect(path) as bridge:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(bridge.ask("slow", {}), 0.2)
            assert (await bridge.ask("quick", {}))["result"] == 7
            assert other.said[1] == GIVEN_UP
            with pytest.raises(BridgeError, match="closed the connection"):
                await bridge.ask("gone", {})
            with pytest.raises(BridgeError, match="closed the connection"):
                await bridge.ask("quick", {})

    asyncio.run(run())
