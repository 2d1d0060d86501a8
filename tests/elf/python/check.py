"""Compares what a package makes of values with vectors: a line for each."""

import importlib
import json
import struct
import sys


def outcome_of(runtime, operation, answer):
    """What an answer means, as JSON."""
    try:
        value = operation.decode(answer)
    except runtime.ServerDied as died:
        return {"died": died.generation}
    except runtime.CallError as raised:
        return {"err": error_json(operation, raised.error)}
    return {"ok": operation.reply.codec.to_json(value)}


def same(found, said):
    """Whether two values are the same, where Rust tells the fewest digits of a
    number of 32 bits that tell it from others."""
    if isinstance(found, float) and isinstance(said, float):
        return found == said or struct.pack("<f", found) == struct.pack("<f", said)
    if isinstance(found, dict) and isinstance(said, dict):
        return list(found) == list(said) and all(same(found[k], said[k]) for k in found)
    if isinstance(found, list) and isinstance(said, list):
        return len(found) == len(said) and all(map(same, found, said))
    return type(found) is type(said) and found == said


def error_json(operation, error):
    failures = operation.failures
    if failures.value is not None:
        return failures.value.codec.to_json(error)
    if failures.only is not None:
        assert error is failures.only
        return failures.only_name
    for code, member in (failures.codes or {}).items():
        if member is error:
            return failures.names[code]
    return error


def main(package, vectors):
    runtime = importlib.import_module(f"{package}._runtime")
    checked = 0
    for line in open(vectors, encoding="utf-8"):
        vector = json.loads(line)
        module = importlib.import_module(f"{package}.{vector['module']}")
        operation = getattr(module, f"_OP_{vector['number']}")
        values = [
            argument.value.codec.from_json(vector["args"][argument.name])
            for argument in operation.arguments
        ]
        lent = [bytearray(vector["leases"][kind.name]) for kind in operation.leases]
        request = operation.request(values, lent)
        assert request.message.hex() == vector["message"], (vector, request)
        assert request.params()["args"] == vector["args"], vector
        assert request.operation.room == vector["room"], vector
        for answer in vector["answers"]:
            body = bytes.fromhex(answer["body"])
            raw = runtime.Answer(answer["code"], body)
            found = outcome_of(runtime, operation, raw)
            assert same(found, answer["outcome"]), (vector, answer, found)
            # The same by JSON alone.
            by_json = runtime.JsonAnswer(answer["outcome"])
            again = outcome_of(runtime, operation, by_json)
            assert again == answer["outcome"], (vector, answer, again)
        for answer in vector["refused"]:
            raw = runtime.Answer(answer["code"], bytes.fromhex(answer["body"]))
            try:
                found = outcome_of(runtime, operation, raw)
            except (runtime.DecodeError, runtime.UnknownCode):
                continue
            raise AssertionError((vector, answer, found))
        checked += 1
    print(checked)


main(sys.argv[1], sys.argv[2])
