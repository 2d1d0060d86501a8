"""The clients in Python, against servers that are functions."""

from __future__ import annotations

import asyncio
import copy
import pickle
from typing import Callable

import pytest

from idol_clients import (
    Answer,
    DecodeError,
    Desk,
    DeskSync,
    EncodeError,
    JsonAnswer,
    Lamp,
    LampSync,
    Request,
    ServerDied,
    Some,
    UnknownCode,
)
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
from idol_clients.lamp import LampErrorException
from idol_clients.lamp import Receipt as LampReceipt
from idol_clients.lamp import Shape as LampShape


class Server:
    """Answers with what a function says, and keeps the requests."""

    def __init__(self, *answers: Answer | JsonAnswer) -> None:
        self.answers = list(answers)
        self.requests: list[Request] = []

    def call(self, request: Request) -> Answer | JsonAnswer:
        self.requests.append(request)
        return self.answers.pop(0)


class AsyncServer(Server):
    async def call(self, request: Request) -> Answer | JsonAnswer:  # type: ignore[override]
        await asyncio.sleep(0)
        return Server.call(self, request)


def ok(body: bytes = b"") -> Answer:
    return Answer(0, body)


DEAD = Answer(0xFFFF_FF07, b"")


def test_a_call_is_bytes_and_its_reply_a_value() -> None:
    server = Server(ok(b"\x02\x01"))
    assert DeskSync(server).open(Mode.Open, True, 258) == 258
    (request,) = server.requests
    assert request.message == bytes([3, 1, 1, 2, 1, 0, 0])
    assert request.operation.number == 1
    assert request.params() == {
        "args": {"mode": "Open", "hurry": True, "guest": 258},
        "leases": {},
    }


def test_the_asynchronous_twin_says_the_same() -> None:
    server = AsyncServer(ok(b"\x02\x01"), DEAD, ok())

    async def run() -> None:
        desk = Desk(server)
        assert await desk.open(Mode.Open, True, None) == 258
        await desk.bell()

    asyncio.run(run())
    assert [r.operation.name for r in server.requests] == ["open", "bell", "bell"]


def test_a_server_that_dies_is_asked_again_where_that_is_allowed() -> None:
    server = Server(DEAD, DEAD, ok())
    DeskSync(server).bell()
    assert len(server.requests) == 3
    server = Server(DEAD, DEAD)
    with pytest.raises(ServerDied) as died:
        DeskSync(server, retries=1).bell()
    assert died.value.generation == 7
    server = Server(DEAD)
    with pytest.raises(ServerDied):
        DeskSync(server).open(Mode.Open, True, None)
    assert len(server.requests) == 1


def test_errors_are_exceptions_with_the_enum_of_the_interface() -> None:
    with pytest.raises(DeskErrorException) as failed:
        DeskSync(Server(Answer(20, b""))).open(Mode.Open, True, None)
    assert failed.value.error is DeskError.TooLarge
    with pytest.raises(UnknownCode):
        DeskSync(Server(Answer(2, b""))).open(Mode.Open, True, None)
    later = Answer(1, b"\x01\x09\x00\x00\x00")
    with pytest.raises(RefusalException) as refused:
        DeskSync(Server(later)).find(Wanted_Any(), b"abcd")
    assert refused.value.error == Refusal_Later(9)
    # An error that is known by its code alone.
    with pytest.raises(LampErrorException) as dark:
        LampSync(Server(Answer(9, b""))).class_("a", None, 0, None, True)
    assert dark.value.error == 9


def test_leases_are_buffers() -> None:
    filled = HAND_IN_RECEIPT.pack(Receipt(1, b"ab", -3))

    class Filling(Server):
        def call(self, request: Request) -> Answer | JsonAnswer:
            paper, receipt = request.leases
            assert bytes(paper.data) == b"paper"
            receipt.data[:] = filled
            return super().call(request)

    receipt = bytearray(HAND_IN_RECEIPT.size)
    DeskSync(Filling(ok())).hand_in(1, 5, b"paper", receipt)
    assert HAND_IN_RECEIPT.unpack(receipt) == Receipt(1, b"ab", -3)
    DeskSync(Filling(ok())).hand_in(1, 5, memoryview(b"paper"), memoryview(receipt))

    desk = DeskSync(Server())
    with pytest.raises(EncodeError):
        desk.hand_in(1, 5, bytes(65), receipt)
    with pytest.raises(EncodeError):
        desk.hand_in(1, 5, b"", bytearray(7))
    with pytest.raises(EncodeError):
        desk.hand_in(1, 5, b"", b"12345678")  # type: ignore[arg-type]
    row = bytearray(3)
    with pytest.raises(EncodeError):
        LampSync(Server()).mood(LampShape.Round, None, rows(), 0, row)


def test_values_that_a_type_does_not_have_are_not_sent() -> None:
    server = Server()
    desk = DeskSync(server)
    wrong: list[Callable[[], object]] = [
        lambda: desk.open(3, True, None),  # type: ignore[arg-type]
        lambda: desk.open(Mode.Open, 1, None),  # type: ignore[arg-type]
        lambda: desk.open(Mode.Open, True, 2**32),
        lambda: desk.open(Mode.Open, True, -1),
        lambda: desk.find(Wanted_Number(2**16), b"abcd"),
        lambda: desk.find(Wanted_Of(1, None), b"abc"),
        lambda: LampSync(server).class_("ab", None, 0, None, True),
        lambda: LampSync(server).class_("a", 3, 0, None, True),  # type: ignore[arg-type]
    ]
    for call in wrong:
        with pytest.raises(EncodeError):
            call()
    assert server.requests == []


def found(answer: Answer | JsonAnswer) -> Thing:
    thing = DeskSync(Server(answer)).find(Wanted_Any(), b"abcd")
    assert thing is not None
    return thing


def test_replies_are_decoded_when_they_are_looked_at() -> None:
    said = {"ok": {"number": 5, "place": [1, -1]}}
    for answer in (ok(b"\x01\x05\x00\x01\xff"), JsonAnswer(said)):
        thing = found(answer)
        assert "number" not in vars(thing)
        assert thing.number == 5
        assert vars(thing) == {"number": 5, "place": (1, -1)}
        assert found(answer) == Thing(5, (1, -1))
        assert repr(found(answer)) == "Thing(number=5, place=(1, -1))"
        assert hash(found(answer)) == hash(thing)
        assert pickle.loads(pickle.dumps(found(answer))) == thing
        assert copy.copy(found(answer)) == copy.deepcopy(thing)
        with pytest.raises(AttributeError):
            thing.colour  # type: ignore[attr-defined]
    # Nobody has looked at what is wrong here.
    for wrong in (b"\x01\x05", b"\x01\x05\x00\x01\xff\x00"):
        thing = found(ok(wrong))
        with pytest.raises(DecodeError):
            thing.number
        with pytest.raises(DecodeError):
            str(thing)
    # What is memory is decoded part by part.
    receipt = HAND_IN_RECEIPT.unpack(bytes([1, 0, 0, 0, 97, 98, 253, 255]))
    assert vars(receipt).keys() == {"_later"}
    assert receipt.wait == -3
    # Whether there is anything is told at once.
    with pytest.raises(DecodeError):
        found(ok(b"\x02"))


def test_options_of_options_are_told_apart() -> None:
    server = Server(*[ok(b"a\x00")] * 3)
    lamp = LampSync(server)
    for value in (None, Some(None), Some(7)):
        assert lamp.class_("ß", value, 1, None, False) == ("a", None)
    messages = [request.message for request in server.requests]
    assert messages[0][2:3] == b"\x00"
    assert messages[1][2:4] == b"\x01\x00"
    assert messages[2][2:5] == b"\x01\x01\x07"


def test_a_transport_may_speak_json() -> None:
    outcome = {"ok": {"number": 5, "place": [1, -1]}}
    desk = DeskSync(Server(JsonAnswer(outcome)))
    assert desk.find(Wanted_Any(), b"abcd") == Thing(5, (1, -1))
    desk = DeskSync(Server(JsonAnswer({"err": "Closed"})))
    with pytest.raises(DeskErrorException) as failed:
        desk.open(Mode.Closed, True, None)
    assert failed.value.error is DeskError.Closed
    server = Server(JsonAnswer({"died": 3}), JsonAnswer({"ok": None}))
    DeskSync(server).bell()
    assert len(server.requests) == 2


def test_the_asynchronous_client_serves_several_at_once() -> None:
    class Slow:
        async def call(self, request: Request) -> Answer:
            await asyncio.sleep(0.01 if request.message[1] else 0)
            return ok(request.message[:1] + b"\x00")

    async def run() -> list[int]:
        desk = Desk(Slow())
        calls = (desk.open(Mode.Open, slow, None) for slow in (True, False))
        return await asyncio.gather(*calls)

    assert asyncio.run(run()) == [3, 3]
    assert isinstance(Lamp(Slow()), Lamp)


def rows() -> tuple[LampReceipt, ...]:
    return (LampReceipt(1, b"ab", 2), LampReceipt(3, b"cd", 4))
