"""Transports to the servers behind an `idol-bridge`: JSON-RPC over a socket.

Several clients may share one bridge; each names its server:

    bridge = Bridge("/run/lab")
    sensor = SensorSync(bridge.server("sensor"))
"""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import threading
import time
from collections.abc import Mapping
from typing import Any, Optional

from . import _runtime as _r

SERVER_DIED = -32000
"""The code of an answer that says that the server has died."""


class BridgeError(_r.IdolError):
    """The bridge did not pass a request on, or its answer back."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{message} ({code})")
        self.code = code


def _line(request: Mapping[str, object]) -> bytes:
    request = {"jsonrpc": "2.0", **request}
    return json.dumps(request, separators=(",", ":")).encode() + b"\n"


def _request(number: int, method: str, params: Mapping[str, object]) -> bytes:
    return _line({"id": number, "method": method, "params": params})


def _give_up(number: int) -> bytes:
    """Says that nobody waits for an answer: the task that sends it dies."""
    return _line({"method": "bridge.cancel", "params": {"id": number}})


def _gone() -> BridgeError:
    return BridgeError(0, "the bridge has closed the connection")


def _answer(request: _r.Request, said: Mapping[str, Any]) -> _r.JsonAnswer:
    """What a line says came of a request; fills what was lent."""
    error = said.get("error")
    if error is None:
        result = said.get("result")
        writes = [le for le in request.leases if le.access is not _r.Access.READ]
        if writes:
            if not isinstance(result, dict) or "leases" not in result:
                raise _r.DecodeError(f"{result!r} tells nothing of leases")
            for lease in writes:
                _fill(request, lease, result["leases"].get(lease.name))
            result = result.get("reply")
        return _r.JsonAnswer({"ok": result})
    code, data = error.get("code"), error.get("data") or {}
    if code == SERVER_DIED:
        return _r.JsonAnswer({"died": int(data.get("generation", 0))})
    if isinstance(code, int) and code > 0:
        # An error without a name is known by its code.
        known_by_code = request.operation.failures.any_code
        return _r.JsonAnswer({"err": code if known_by_code else data.get("error")})
    raise BridgeError(int(code), str(error.get("message")))


def _fill(request: _r.Request, lease: _r.Lease, held: object) -> None:
    """Writes what a lease holds now to where it came from."""
    if isinstance(held, dict) and list(held) == ["base64"]:
        data = base64.b64decode(held["base64"])
    else:
        kinds = request.operation.leases
        (kind,) = (kind for kind in kinds if kind.name == lease.name)
        items = held if kind.slice and isinstance(held, list) else [held]
        data = b"".join(kind.codec.pack(kind.codec.from_json(it)) for it in items)
    if len(data) != len(lease.data):
        raise _r.DecodeError(f"`{lease.name}` came back with {len(data)} bytes")
    lease.data[:] = data


class Bridge:
    """A connection for those who wait. Threads may share it: they take turns.

    With a `timeout`, in seconds, a request that is not answered by then is given
    up, with a `BridgeError`; the next ones are asked as if nothing had been."""

    def __init__(self, path: str, timeout: Optional[float] = None) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._timeout = timeout
        self._socket.settimeout(timeout)
        try:
            self._socket.connect(path)
        except OSError:
            self._socket.close()
            raise
        self._read = b""
        self._lock = threading.Lock()
        self._number = 0

    def ask(self, method: str, params: Mapping[str, object]) -> Mapping[str, Any]:
        """The line that answers a request, whatever its method."""
        with self._lock:
            self._number += 1
            ends = None
            if self._timeout is not None:
                ends = time.monotonic() + self._timeout
            self._send(_request(self._number, method, params))
            while True:
                try:
                    line = self._next(ends)
                except socket.timeout:
                    self._send(_give_up(self._number))
                    raise BridgeError(0, "no answer in time") from None
                said: Mapping[str, Any] = json.loads(line)
                # Others are told of what happens, if it was asked for, or
                # come too late.
                if said.get("id") == self._number:
                    return said

    def _send(self, line: bytes) -> None:
        self._socket.settimeout(self._timeout)
        try:
            self._socket.sendall(line)
        except OSError:
            # Half of it may be there.
            self._socket.close()
            raise _gone() from None

    def _next(self, ends: Optional[float]) -> bytes:
        """The next line; what is read of one that is not whole is kept."""
        while b"\n" not in self._read:
            if ends is not None:
                left = ends - time.monotonic()
                if left <= 0:
                    raise socket.timeout
                self._socket.settimeout(left)
            try:
                read = self._socket.recv(1 << 16)
            except socket.timeout:
                raise
            except OSError:
                raise _gone() from None
            if not read:
                raise _gone()
            self._read += read
        line, _, self._read = self._read.partition(b"\n")
        return line

    def server(self, name: str) -> _r.SyncTransport:
        """A way to the server that the bridge calls so."""
        return _Server(self, name)

    def close(self) -> None:
        """Ends the connection; the bridge sees its task die."""
        self._socket.close()

    def __enter__(self) -> Bridge:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Server:
    def __init__(self, bridge: Bridge, name: str) -> None:
        self._bridge = bridge
        self._name = name

    def call(self, request: _r.Request) -> _r.JsonAnswer:
        method = f"{self._name}.{request.operation.name}"
        said = self._bridge.ask(method, request.params())
        return _answer(request, said)


class AsyncBridge:
    """A connection on which many requests are in flight together. One whose
    task is cancelled is given up."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._writer = writer
        self._number = 0
        self._waiting: dict[int, asyncio.Future[Mapping[str, Any]]] = {}
        self._closed = False
        self._reads = asyncio.ensure_future(self._read(reader))

    @classmethod
    async def connect(cls, path: str) -> AsyncBridge:
        """Connects to the socket of a bridge."""
        reader, writer = await asyncio.open_unix_connection(path, limit=1 << 26)
        return cls(reader, writer)

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while line := await reader.readline():
                said: Mapping[str, Any] = json.loads(line)
                waits = self._waiting.pop(said.get("id", 0), None)
                if waits is not None and not waits.done():
                    waits.set_result(said)
        except (OSError, ValueError):
            pass
        finally:
            self._closed = True
            for waits in self._waiting.values():
                if not waits.done():
                    waits.set_exception(_gone())
            self._waiting.clear()

    async def ask(self, method: str, params: Mapping[str, object]) -> Mapping[str, Any]:
        """The line that answers a request, whatever its method."""
        if self._closed:
            raise _gone()
        self._number += 1
        number = self._number
        waits: asyncio.Future[Mapping[str, Any]]
        waits = asyncio.get_running_loop().create_future()
        self._waiting[number] = waits
        try:
            self._writer.write(_request(number, method, params))
            await self._writer.drain()
            return await waits
        except asyncio.CancelledError:
            if not self._closed:
                self._writer.write(_give_up(number))
            raise
        except OSError:
            raise _gone() from None
        finally:
            self._waiting.pop(number, None)

    def server(self, name: str) -> _r.Transport:
        """A way to the server that the bridge calls so."""
        return _AsyncServer(self, name)

    async def close(self) -> None:
        """Ends the connection; the bridge sees its task die."""
        self._reads.cancel()
        self._writer.close()
        try:
            await self._writer.wait_closed()
        except OSError:
            # The bridge has closed it.
            pass

    async def __aenter__(self) -> AsyncBridge:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


class _AsyncServer:
    def __init__(self, bridge: AsyncBridge, name: str) -> None:
        self._bridge = bridge
        self._name = name

    async def call(self, request: _r.Request) -> _r.JsonAnswer:
        method = f"{self._name}.{request.operation.name}"
        said = await self._bridge.ask(method, request.params())
        return _answer(request, said)
