"""The drivers of the examples, behind a bridge, while a script kills them."""

from __future__ import annotations

import asyncio
import os
import subprocess
import tempfile
import threading
from collections.abc import Iterator

import pytest

from idol_clients import (
    Adder,
    AdderSync,
    SensorSync,
    ServerDied,
    Shelf,
    SpiSync,
    UartSync,
)
from idol_clients.bridge import AsyncBridge, Bridge
from idol_clients.sensor import Place, SensorErrorException
from idol_clients.spi import Chip, SpiError, SpiErrorException


@pytest.fixture
def board() -> Iterator[str]:
    # The paths of sockets are short.
    with tempfile.TemporaryDirectory() as folder:
        place = f"{folder}/s"
        with subprocess.Popen(
            [os.environ["BOARD"], place], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            # Nobody waits for what the drivers print.
            reader = threading.Thread(target=process.stdout.read)
            reader.start()
            try:
                yield place
            finally:
                process.kill()
                reader.join()


class Script:
    """Kills servers by turns until it is told to end."""

    def __init__(self, path: str) -> None:
        self.killed = 0
        self._path = path
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        with Bridge(self._path, timeout=60) as lab:
            while not self._ended.wait(0.001):
                for task in ("spi", "sensor", "adder", "shelf"):
                    said = lab.ask("bridge.kill", {"task": task})
                    assert "error" not in said, said
                    self.killed += 1

    def __enter__(self) -> Script:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()


def test_drivers_are_driven_while_a_script_kills_them(board: str) -> None:
    deaths = 0
    with Bridge(board, timeout=60) as lab:
        line = bytearray(64)
        length = UartSync(lab.server("uart")).read_line(line)
        assert line[length - 1 : length] == b"\n"
        sensor = SensorSync(lab.server("sensor"))
        spi = SpiSync(lab.server("spi"))
        adder = AdderSync(lab.server("adder"))
        with Script(board) as script:
            for _ in range(60):
                lab.ask("bridge.sleep", {"milliseconds": 250})
                try:
                    reading = sensor.latest(Place.Garden)
                    assert 1 <= reading.celsius <= 5
                except SensorErrorException:
                    # It has been restarted, and has not measured since.
                    pass
                assert spi.set_clock(Chip.Flash, 1_000_000) > 0
                sink = bytearray(4)
                try:
                    spi.exchange(Chip.Flash, b"\x9f\0\0\0", sink)
                    assert sink[:3] == b"\xff\xef\x40"
                    with pytest.raises(SpiErrorException) as differ:
                        spi.exchange(Chip.Flash, b"\x9f", sink)
                    assert differ.value.error is SpiError.LengthsDiffer
                    assert adder.add(2, 3) == 5
                except ServerDied:
                    deaths += 1
        assert script.killed > 60 and deaths > 0


def test_many_requests_are_in_flight_while_a_script_kills(board: str) -> None:
    async def add(adder: Adder, number: int) -> int:
        while True:
            try:
                return await adder.add(number, 1)
            except ServerDied:
                pass

    async def run() -> None:
        async with await AsyncBridge.connect(board) as bridge:
            adder = Adder(bridge.server("adder"))
            shelf = Shelf(bridge.server("shelf"))
            sums = await asyncio.gather(*(add(adder, n) for n in range(50)))
            assert sums == list(range(1, 51))
            things = [thing.number async for thing in shelf.things_iter(1, 0)]
            assert things == [10, 11, 12]

    with Script(board):
        for _ in range(5):
            asyncio.run(run())
