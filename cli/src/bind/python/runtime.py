"""What the clients of all interfaces share: values as bytes and as JSON, calls.

Nothing here needs more than the standard library of Python 3.10.
"""

from __future__ import annotations

import base64
import enum
import math
import struct
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    Generic,
    Optional,
    Protocol,
    TypeVar,
    Union,
    cast,
)

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

ReadBuffer = Union[bytes, bytearray, memoryview]
"""What a server may read."""

WriteBuffer = Union[bytearray, memoryview]
"""What a server may fill."""

Values = Callable[[], Sequence[Any]]
"""What makes the values of fields."""

FIRST_DEAD_CODE = 0xFFFF_FF00
"""Return codes from this one on say that the server has died."""


class IdolError(Exception):
    """Why a call has no value."""


class EncodeError(IdolError, ValueError):
    """A value that its type does not have: nothing was sent."""


class DecodeError(IdolError, ValueError):
    """Bytes or JSON that are no value of the type."""


class ServerDied(IdolError):
    """The server died before it answered."""

    def __init__(self, generation: int) -> None:
        super().__init__(f"the server has died; it is now of generation {generation}")
        self.generation = generation


class CallError(IdolError):
    """An error of the interface; `error` is which."""

    def __init__(self, error: object) -> None:
        # How an `IntEnum` is shown differs between versions of Python.
        super().__init__(
            f"{type(error).__name__}.{error.name}"
            if isinstance(error, enum.Enum)
            else repr(error)
        )
        self.error: object = error


class UnknownCode(IdolError):
    """A return code that the operation does not have."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the return code {code:#x} means nothing")
        self.code = code


class Encoding(enum.Enum):
    """How values become bytes."""

    ZEROCOPY = "zerocopy"
    HUBPACK = "hubpack"
    SSMARSHAL = "ssmarshal"


class Form(enum.Enum):
    """What the bytes of a value are."""

    VALUE = "value"
    BYTE = "byte"
    FLAGGED = "flagged"


class Access(enum.Enum):
    """What a server may do with a lease."""

    READ = "read"
    WRITE = "write"
    READ_WRITE = "read-write"


@dataclass(frozen=True)
class Some(Generic[T_co]):
    """What an option holds, where `None` may be inside."""

    value: T_co


class Source:
    """Bytes that are read from the front."""

    def __init__(self, data: ReadBuffer) -> None:
        self._data = bytes(data)
        self._at = 0

    def take(self, count: int) -> bytes:
        end = self._at + count
        if end > len(self._data):
            raise DecodeError("the bytes end too early")
        taken = self._data[self._at : end]
        self._at = end
        return taken

    def peek(self) -> int:
        if self._at >= len(self._data):
            raise DecodeError("the bytes end too early")
        return self._data[self._at]

    def end(self) -> None:
        left = len(self._data) - self._at
        if left:
            raise DecodeError(f"{left} bytes after the value")


class Codec(ABC, Generic[T]):
    """A type: its values as bytes in memory, in a serde format, and as JSON."""

    size: int
    nullable: bool = False

    @abstractmethod
    def put(self, memory: bytearray, at: int, value: T) -> None:
        """Writes a value to its place in memory, which is zeros."""

    @abstractmethod
    def get(self, memory: bytes, at: int) -> T:
        """Reads a value from its place in memory."""

    @abstractmethod
    def write(self, to: bytearray, encoding: Encoding, value: T) -> None:
        """Adds a value as serde writes it."""

    @abstractmethod
    def read(self, source: Source, encoding: Encoding) -> T:
        """Takes a value as serde writes it."""

    @abstractmethod
    def to_json(self, value: T) -> object:
        """A value as `json.dumps` takes it."""

    @abstractmethod
    def from_json(self, json: object) -> T:
        """A value of what `json.loads` gives."""

    def whole(self, data: bytes, encoding: Encoding) -> T:
        """The value that all of the bytes are, as serde writes it."""
        source = Source(data)
        value = self.read(source, encoding)
        source.end()
        return value

    def pack(self, value: T) -> bytes:
        """The bytes of a value in memory, as leases hold them."""
        memory = bytearray(self.size)
        self.put(memory, 0, value)
        return bytes(memory)

    def unpack(self, data: ReadBuffer) -> T:
        """The value whose bytes in memory these are."""
        memory = bytes(data)
        if len(memory) != self.size:
            raise DecodeError(f"{len(memory)} bytes where {self.size} are needed")
        return self.get(memory, 0)


class Unit(Codec[None]):
    """`()`, or a struct without fields."""

    size = 0
    nullable = True

    def put(self, memory: bytearray, at: int, value: None) -> None:
        if value is not None:
            raise EncodeError(f"{value!r} is not None")

    def get(self, memory: bytes, at: int) -> None:
        return None

    def write(self, to: bytearray, encoding: Encoding, value: None) -> None:
        self.put(to, 0, value)

    def read(self, source: Source, encoding: Encoding) -> None:
        return None

    def to_json(self, value: None) -> object:
        return None

    def from_json(self, json: object) -> None:
        if json is not None:
            raise DecodeError(f"{json!r} is not null")
        return None


class Scalar(Codec[T]):
    """A type whose bytes in a serde format are those in memory."""

    @abstractmethod
    def to_bytes(self, value: T, size: int) -> bytes:
        """So many bytes of a value."""

    @abstractmethod
    def of_bytes(self, data: bytes) -> T:
        """The value of these bytes."""

    def width(self, encoding: Encoding) -> int:
        return self.size

    def put(self, memory: bytearray, at: int, value: T) -> None:
        memory[at : at + self.size] = self.to_bytes(value, self.size)

    def get(self, memory: bytes, at: int) -> T:
        return self.of_bytes(memory[at : at + self.size])

    def write(self, to: bytearray, encoding: Encoding, value: T) -> None:
        to += self.to_bytes(value, self.width(encoding))

    def read(self, source: Source, encoding: Encoding) -> T:
        return self.of_bytes(source.take(self.width(encoding)))


class Bool(Scalar[bool]):
    """`bool`."""

    size = 1

    def to_bytes(self, value: bool, size: int) -> bytes:
        if not isinstance(value, bool):
            raise EncodeError(f"{value!r} is no bool")
        return b"\x01" if value else b"\x00"

    def of_bytes(self, data: bytes) -> bool:
        if data not in (b"\x00", b"\x01"):
            raise DecodeError("the byte is no bool")
        return data == b"\x01"

    def to_json(self, value: bool) -> object:
        return value

    def from_json(self, json: object) -> bool:
        if not isinstance(json, bool):
            raise DecodeError(f"{json!r} is no bool")
        return json


class Int(Scalar[int]):
    """An integer. A `word` is `usize` or `isize`, which serde writes wider."""

    def __init__(self, size: int, signed: bool, word: bool = False) -> None:
        self.size = size
        self._signed = signed
        self._word = word

    def width(self, encoding: Encoding) -> int:
        if self._word:
            return 8
        if self.size == 16 and encoding is Encoding.SSMARSHAL:
            raise EncodeError("ssmarshal has no integers of 128 bits")
        return self.size

    def to_bytes(self, value: int, size: int) -> bytes:
        if not isinstance(value, int) or isinstance(value, bool):
            raise EncodeError(f"{value!r} is no integer")
        try:
            # It fits its type, however wide it is written.
            value.to_bytes(self.size, "little", signed=self._signed)
            return int(value).to_bytes(size, "little", signed=self._signed)
        except OverflowError:
            raise EncodeError(f"{value} is out of range") from None

    def of_bytes(self, data: bytes) -> int:
        return int.from_bytes(data, "little", signed=self._signed)

    def to_json(self, value: int) -> object:
        return int(value)

    def from_json(self, json: object) -> int:
        if isinstance(json, str):
            try:
                return int(json, 10)
            except ValueError:
                raise DecodeError(f"{json!r} is no integer") from None
        if not isinstance(json, int) or isinstance(json, bool):
            raise DecodeError(f"{json!r} is no integer")
        return json


class Float(Scalar[float]):
    """`f32` or `f64`."""

    def __init__(self, size: int) -> None:
        self.size = size

    def to_bytes(self, value: float, size: int) -> bytes:
        form = "<f" if size == 4 else "<d"
        try:
            return struct.pack(form, value)
        except OverflowError:
            return struct.pack(form, math.copysign(math.inf, value))
        except struct.error:
            raise EncodeError(f"{value!r} is no number") from None

    def of_bytes(self, data: bytes) -> float:
        (value,) = struct.unpack("<f" if len(data) == 4 else "<d", data)
        return float(value)

    def to_json(self, value: float) -> object:
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "inf" if value > 0 else "-inf"
        return float(value)

    def from_json(self, json: object) -> float:
        if isinstance(json, str) and json in ("NaN", "inf", "-inf"):
            return float(json)
        if isinstance(json, (int, float)) and not isinstance(json, bool):
            return float(json)
        raise DecodeError(f"{json!r} is no number")


class Char(Codec[str]):
    """`char`, a string of one character."""

    size = 4

    def _checked(self, value: str) -> str:
        is_one = isinstance(value, str) and len(value) == 1
        if not is_one or 0xD800 <= ord(value) < 0xE000:
            raise EncodeError(f"{value!r} is no character")
        return value

    def put(self, memory: bytearray, at: int, value: str) -> None:
        code = ord(self._checked(value))
        memory[at : at + 4] = code.to_bytes(4, "little")

    def get(self, memory: bytes, at: int) -> str:
        code = int.from_bytes(memory[at : at + 4], "little")
        if code > 0x10FFFF or 0xD800 <= code < 0xE000:
            raise DecodeError("the bytes are no character")
        return chr(code)

    def write(self, to: bytearray, encoding: Encoding, value: str) -> None:
        if encoding is Encoding.HUBPACK:
            raise EncodeError("hubpack has no characters")
        to += self._checked(value).encode()

    def read(self, source: Source, encoding: Encoding) -> str:
        if encoding is Encoding.HUBPACK:
            raise DecodeError("hubpack has no characters")
        lead = source.peek()
        width = 1 if lead < 0x80 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
        try:
            return source.take(width).decode()
        except UnicodeDecodeError:
            raise DecodeError("the bytes are no character") from None

    def to_json(self, value: str) -> object:
        return value

    def from_json(self, json: object) -> str:
        if not isinstance(json, str) or len(json) != 1:
            raise DecodeError(f"{json!r} is no character")
        return json


class Bytes(Codec[bytes]):
    """An array of bytes."""

    def __init__(self, count: int) -> None:
        self.size = count

    def _checked(self, value: ReadBuffer) -> bytes:
        data = bytes(value)
        if len(data) != self.size:
            raise EncodeError(f"{len(data)} bytes where {self.size} are needed")
        return data

    def put(self, memory: bytearray, at: int, value: bytes) -> None:
        memory[at : at + self.size] = self._checked(value)

    def get(self, memory: bytes, at: int) -> bytes:
        return memory[at : at + self.size]

    def write(self, to: bytearray, encoding: Encoding, value: bytes) -> None:
        to += self._checked(value)

    def read(self, source: Source, encoding: Encoding) -> bytes:
        return source.take(self.size)

    def to_json(self, value: bytes) -> object:
        return list(value)

    def from_json(self, json: object) -> bytes:
        if isinstance(json, dict) and list(json) == ["base64"]:
            data = base64.b64decode(json["base64"], validate=True)
        elif isinstance(json, list):
            byte = Int(1, False)
            data = b"".join(byte.pack(byte.from_json(item)) for item in json)
        else:
            raise DecodeError(f"{json!r} is no list of bytes")
        if len(data) != self.size:
            raise DecodeError(f"{len(data)} bytes where {self.size} are needed")
        return data


class Array(Codec["tuple[T, ...]"]):
    """An array."""

    def __init__(self, element: Codec[T], count: int) -> None:
        self.size = element.size * count
        self._element = element
        self._count = count

    def _checked(self, value: Sequence[T]) -> Sequence[T]:
        if len(value) != self._count:
            raise EncodeError(f"{len(value)} elements where {self._count} are needed")
        return value

    def put(self, memory: bytearray, at: int, value: tuple[T, ...]) -> None:
        for index, item in enumerate(self._checked(value)):
            self._element.put(memory, at + index * self._element.size, item)

    def get(self, memory: bytes, at: int) -> tuple[T, ...]:
        places = range(at, at + self.size, self._element.size or 1)
        return tuple(self._element.get(memory, place) for place in places)

    def write(self, to: bytearray, encoding: Encoding, value: tuple[T, ...]) -> None:
        for item in self._checked(value):
            self._element.write(to, encoding, item)

    def read(self, source: Source, encoding: Encoding) -> tuple[T, ...]:
        items = (self._element.read(source, encoding) for _ in range(self._count))
        return tuple(items)

    def to_json(self, value: tuple[T, ...]) -> object:
        return [self._element.to_json(item) for item in value]

    def from_json(self, json: object) -> tuple[T, ...]:
        if not isinstance(json, list) or len(json) != self._count:
            raise DecodeError(f"{json!r} is no list of {self._count}")
        return tuple(self._element.from_json(item) for item in json)


class Newtype(Codec[T]):
    """A struct of one field without a name: a value is what it holds."""

    def __init__(self, size: int, offset: int, of: Codec[T]) -> None:
        self.size = size
        self.nullable = of.nullable
        self._offset = offset
        self._of = of

    def put(self, memory: bytearray, at: int, value: T) -> None:
        self._of.put(memory, at + self._offset, value)

    def get(self, memory: bytes, at: int) -> T:
        return self._of.get(memory, at + self._offset)

    def write(self, to: bytearray, encoding: Encoding, value: T) -> None:
        self._of.write(to, encoding, value)

    def read(self, source: Source, encoding: Encoding) -> T:
        return self._of.read(source, encoding)

    def whole(self, data: bytes, encoding: Encoding) -> T:
        return self._of.whole(data, encoding)

    def to_json(self, value: T) -> object:
        return self._of.to_json(value)

    def from_json(self, json: object) -> T:
        return self._of.from_json(json)


@dataclass(frozen=True)
class Field:
    """A field: its attribute, its name in Rust if it has one, place and type."""

    attribute: str
    name: Optional[str]
    offset: int
    codec: Codec[Any]


class Later:
    """What dataclasses have that are decoded when they are looked at: the first
    look at a field makes all of them, or raises `DecodeError`."""

    if not TYPE_CHECKING:
        # For those who check types there are the fields, and nothing else.
        def __getattr__(self, name: str) -> Any:
            held = self.__dict__
            later = held.get("_later")
            if later is not None:
                names, values = later
                held.update(zip(names, values()))
                held.pop("_later", None)
            if name in held:
                return held[name]
            raise AttributeError(f"{type(self).__name__} has no `{name}`")

    def __getstate__(self) -> dict[str, Any]:
        # What is copied or pickled is what it holds.
        _looked_at(self)
        return dict(self.__dict__)


def _looked_at(value: object) -> None:
    """Decodes a value, if that was left for later."""
    later = value.__dict__.get("_later")
    if later is not None:
        getattr(value, later[0][0])


def _later(cls: type[T], names: Sequence[str], values: Values) -> T:
    """A dataclass with these attributes, whose values are made when one is
    looked at."""
    if not names:
        return cls()
    made = object.__new__(cls)
    made.__dict__["_later"] = (names, values)
    return made


class Fields:
    """The fields of a struct or of a variant."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._fields = tuple(fields)
        self.names = tuple(known.attribute for known in self._fields)

    def put(self, memory: bytearray, at: int, values: Sequence[Any]) -> None:
        for known, value in zip(self._fields, values):
            known.codec.put(memory, at + known.offset, value)

    def get(self, memory: bytes, at: int) -> list[Any]:
        return [f.codec.get(memory, at + f.offset) for f in self._fields]

    def write(self, to: bytearray, encoding: Encoding, values: Sequence[Any]) -> None:
        for known, value in zip(self._fields, values):
            known.codec.write(to, encoding, value)

    def read(self, source: Source, encoding: Encoding) -> list[Any]:
        return [f.codec.read(source, encoding) for f in self._fields]

    def whole(self, data: bytes, encoding: Encoding) -> list[Any]:
        """The values that all of the bytes are."""
        source = Source(data)
        values = self.read(source, encoding)
        source.end()
        return values

    def of(self, value: object) -> list[Any]:
        return [getattr(value, known.attribute) for known in self._fields]

    def to_json(self, values: Sequence[Any]) -> object:
        named = [
            (known.name, known.codec.to_json(value))
            for known, value in zip(self._fields, values)
        ]
        if any(name is None for name, _ in named):
            return [value for _, value in named]
        return {str(name): value for name, value in named}

    def from_json(self, json: object) -> list[Any]:
        if any(known.name is None for known in self._fields):
            if not isinstance(json, list) or len(json) != len(self._fields):
                raise DecodeError(f"{json!r} is no list of {len(self._fields)}")
            return [f.codec.from_json(v) for f, v in zip(self._fields, json)]
        names = [str(known.name) for known in self._fields]
        if not isinstance(json, dict) or sorted(json) != sorted(names):
            raise DecodeError(f"{json!r} has not the fields {', '.join(names)}")
        return [f.codec.from_json(json[str(f.name)]) for f in self._fields]


class Struct(Codec[T]):
    """A struct, as a dataclass."""

    def __init__(self, size: int, cls: type[T], fields: Sequence[Field]) -> None:
        self.size = size
        self._cls = cls
        self._fields = Fields(fields)

    def _of(self, value: T) -> list[Any]:
        if not isinstance(value, self._cls):
            raise EncodeError(f"{value!r} is no {self._cls.__name__}")
        return self._fields.of(value)

    def put(self, memory: bytearray, at: int, value: T) -> None:
        self._fields.put(memory, at, self._of(value))

    def get(self, memory: bytes, at: int) -> T:
        return self._later(lambda: self._fields.get(memory, at))

    def whole(self, data: bytes, encoding: Encoding) -> T:
        return self._later(lambda: self._fields.whole(data, encoding))

    def _later(self, values: Values) -> T:
        return _later(self._cls, self._fields.names, values)

    def write(self, to: bytearray, encoding: Encoding, value: T) -> None:
        self._fields.write(to, encoding, self._of(value))

    def read(self, source: Source, encoding: Encoding) -> T:
        return self._cls(*self._fields.read(source, encoding))

    def to_json(self, value: T) -> object:
        return self._fields.to_json(self._of(value))

    def from_json(self, json: object) -> T:
        return self._later(lambda: self._fields.from_json(json))


class Tuple(Codec[Any]):
    """A tuple, or a struct whose fields have no names."""

    def __init__(self, size: int, fields: Sequence[Field]) -> None:
        self.size = size
        self._count = len(fields)
        self._fields = Fields(fields)

    def _checked(self, value: Any) -> Sequence[Any]:
        if not isinstance(value, (tuple, list)) or len(value) != self._count:
            raise EncodeError(f"{value!r} is no tuple of {self._count}")
        return value

    def put(self, memory: bytearray, at: int, value: Any) -> None:
        self._fields.put(memory, at, self._checked(value))

    def get(self, memory: bytes, at: int) -> Any:
        return tuple(self._fields.get(memory, at))

    def write(self, to: bytearray, encoding: Encoding, value: Any) -> None:
        self._fields.write(to, encoding, self._checked(value))

    def read(self, source: Source, encoding: Encoding) -> Any:
        return tuple(self._fields.read(source, encoding))

    def to_json(self, value: Any) -> object:
        return self._fields.to_json(value)

    def from_json(self, json: object) -> Any:
        return tuple(self._fields.from_json(json))


@dataclass(frozen=True)
class Discriminant:
    """Where the number is in memory that tells the variant."""

    offset: int
    size: int

    def put(self, memory: bytearray, at: int, value: Optional[int]) -> None:
        if value is not None:
            begin = at + self.offset
            memory[begin : begin + self.size] = value.to_bytes(self.size, "little")

    def get(self, memory: bytes, at: int) -> int:
        begin = at + self.offset
        return int.from_bytes(memory[begin : begin + self.size], "little")


def _chosen(
    discriminant: Optional[Discriminant],
    values: Sequence[Optional[int]],
    memory: bytes,
    at: int,
) -> int:
    """Which variant is in memory."""
    if discriminant is None:
        return 0
    found = discriminant.get(memory, at)
    if found in values:
        return values.index(found)
    if None in values:
        return values.index(None)
    raise DecodeError(f"no variant has the number {found}")


@dataclass(frozen=True)
class Variant:
    """A variant: its name in Rust, what stands for it here, its number."""

    name: str
    member: Any
    value: Optional[int]
    fields: tuple[Field, ...] = ()


class Enum(Codec[T]):
    """An enum: members of an `IntEnum`, or a dataclass for each variant."""

    def __init__(
        self,
        size: int,
        discriminant: Optional[Discriminant],
        variants: Sequence[Variant],
    ) -> None:
        self.size = size
        self._discriminant = discriminant
        self._variants = tuple(variants)
        self._fields = tuple(Fields(variant.fields) for variant in variants)

    def _index(self, value: T) -> int:
        for index, variant in enumerate(self._variants):
            member = variant.member
            if isinstance(member, type):
                if type(value) is member:
                    return index
            elif value is member:
                return index
        raise EncodeError(f"{value!r} is no variant")

    def _made(self, index: int, values: Values) -> T:
        member = self._variants[index].member
        if not isinstance(member, type):
            return cast(T, member)
        return cast(T, _later(member, self._fields[index].names, values))

    def put(self, memory: bytearray, at: int, value: T) -> None:
        index = self._index(value)
        if self._discriminant is not None:
            self._discriminant.put(memory, at, self._variants[index].value)
        self._fields[index].put(memory, at, self._fields[index].of(value))

    def get(self, memory: bytes, at: int) -> T:
        values = [variant.value for variant in self._variants]
        index = _chosen(self._discriminant, values, memory, at)
        return self._made(index, lambda: self._fields[index].get(memory, at))

    def write(self, to: bytearray, encoding: Encoding, value: T) -> None:
        index = self._index(value)
        to.append(index)
        fields = self._fields[index]
        fields.write(to, encoding, fields.of(value))

    def read(self, source: Source, encoding: Encoding) -> T:
        index = source.take(1)[0]
        if index >= len(self._variants):
            raise DecodeError(f"there is no variant {index}")
        values = self._fields[index].read(source, encoding)
        return self._made(index, lambda: values)

    def whole(self, data: bytes, encoding: Encoding) -> T:
        source = Source(data)
        index = source.take(1)[0]
        if index >= len(self._variants):
            raise DecodeError(f"there is no variant {index}")
        fields = self._fields[index]
        if not fields.names:
            source.end()
        return self._made(index, lambda: fields.whole(data[1:], encoding))

    def to_json(self, value: T) -> object:
        index = self._index(value)
        variant, fields = self._variants[index], self._fields[index]
        if not variant.fields:
            return variant.name
        return {variant.name: fields.to_json(fields.of(value))}

    def from_json(self, json: object) -> T:
        name, inside = json, None
        if isinstance(json, dict) and len(json) == 1:
            ((name, inside),) = json.items()
        for index, variant in enumerate(self._variants):
            if variant.name != name or bool(variant.fields) != isinstance(json, dict):
                continue
            fields = self._fields[index]
            return self._made(index, lambda: fields.from_json(inside))
        raise DecodeError(f"{json!r} is no variant")


class Option(Codec["Optional[T]"]):
    """An `Option`: `None`, or what it holds."""

    nullable = True

    def __init__(
        self,
        size: int,
        of: Codec[T],
        offset: int,
        discriminant: Optional[Discriminant],
        none: Optional[int],
        some: Optional[int],
    ) -> None:
        self.size = size
        self.of = of
        self._offset = offset
        self._discriminant = discriminant
        self._none = none
        self._some = some

    def wrap(self, value: T) -> Optional[T]:
        """What stands for `Some`."""
        return cast("Optional[T]", Some(value)) if self.of.nullable else value

    def inside(self, value: Optional[T]) -> T:
        """What is in a `Some`."""
        if not self.of.nullable:
            return cast(T, value)
        if not isinstance(value, Some):
            raise EncodeError(f"{value!r} is neither None nor Some")
        return cast(T, value.value)

    def put(self, memory: bytearray, at: int, value: Optional[T]) -> None:
        number = self._none if value is None else self._some
        if self._discriminant is not None:
            self._discriminant.put(memory, at, number)
        if value is not None:
            self.of.put(memory, at + self._offset, self.inside(value))

    def get(self, memory: bytes, at: int) -> Optional[T]:
        values = [self._none, self._some]
        if _chosen(self._discriminant, values, memory, at) == 0:
            return None
        return self.wrap(self.of.get(memory, at + self._offset))

    def write(self, to: bytearray, encoding: Encoding, value: Optional[T]) -> None:
        to.append(0 if value is None else 1)
        if value is not None:
            self.of.write(to, encoding, self.inside(value))

    def read(self, source: Source, encoding: Encoding) -> Optional[T]:
        flag = source.take(1)[0]
        if flag > 1:
            raise DecodeError(f"{flag} is neither none nor some")
        return self.wrap(self.of.read(source, encoding)) if flag else None

    def whole(self, data: bytes, encoding: Encoding) -> Optional[T]:
        source = Source(data)
        flag = source.take(1)[0]
        if flag > 1:
            raise DecodeError(f"{flag} is neither none nor some")
        if not flag:
            source.end()
            return None
        return self.wrap(self.of.whole(data[1:], encoding))

    def to_json(self, value: Optional[T]) -> object:
        if value is None:
            return None
        inside = self.of.to_json(self.inside(value))
        return {"Some": inside} if self.of.nullable else inside

    def from_json(self, json: object) -> Optional[T]:
        if json is None:
            return None
        if not self.of.nullable:
            return self.of.from_json(json)
        if not isinstance(json, dict) or list(json) != ["Some"]:
            raise DecodeError(f"{json!r} is neither null nor Some")
        return self.wrap(self.of.from_json(json["Some"]))


@dataclass(frozen=True)
class Value(Generic[T]):
    """A value on the wire: its type, form, and greatest length."""

    codec: Codec[T]
    form: Form
    size: int

    def write(self, to: bytearray, encoding: Encoding, value: T) -> None:
        """Adds the value to a message."""
        if self.form is Form.FLAGGED and isinstance(self.codec, Option):
            rest = bytearray(self.size - 1)
            if value is not None:
                self.codec.of.put(rest, 0, self.codec.inside(value))
            to.append(0 if value is None else 1)
            to += rest
        elif self.form is Form.BYTE or encoding is Encoding.ZEROCOPY:
            to += self.codec.pack(value)
        else:
            self.codec.write(to, encoding, value)

    def read(self, source: Source, encoding: Encoding) -> T:
        """Takes the value out of a message."""
        if self.form is Form.BYTE:
            return cast(T, source.take(1) != b"\x00")
        if self.form is Form.FLAGGED and isinstance(self.codec, Option):
            flag, rest = source.take(1)[0], source.take(self.size - 1)
            if flag > 1:
                raise DecodeError(f"{flag} is neither none nor some")
            held = self.codec.wrap(self.codec.of.unpack(rest)) if flag else None
            return cast(T, held)
        if encoding is Encoding.ZEROCOPY:
            return self.codec.unpack(source.take(self.size))
        return self.codec.read(source, encoding)

    def whole(self, body: ReadBuffer, encoding: Encoding) -> T:
        """The value that all of a body is. What a struct holds is looked at
        later."""
        if self.form is Form.VALUE and encoding is not Encoding.ZEROCOPY:
            return self.codec.whole(bytes(body), encoding)
        source = Source(body)
        value = self.read(source, encoding)
        source.end()
        return value


@dataclass(frozen=True)
class Argument:
    """An argument of an operation."""

    name: str
    value: Value[Any]


@dataclass(frozen=True)
class LeaseKind:
    """A lease of an operation: an element's type, and how many there may be."""

    name: str
    access: Access
    codec: Codec[Any]
    slice: bool
    max_len: Optional[int] = None


@dataclass(frozen=True)
class Lease:
    """What is lent with a request. The server's bytes go into `data`."""

    name: str
    access: Access
    data: memoryview


@dataclass(frozen=True)
class Failures:
    """How an operation fails: by codes, by a value, or not at all."""

    raises: type[CallError] = CallError
    codes: Optional[dict[int, Any]] = None
    names: Mapping[int, str] = field(default_factory=dict)
    any_code: bool = False
    only: Any = None
    """The only error that there is, whatever its code, and its name."""
    only_name: Optional[str] = None
    value: Optional[Value[Any]] = None
    ignores_code: bool = False


@dataclass(frozen=True)
class Operation(Generic[T]):
    """An operation of an interface."""

    interface: str
    name: str
    number: int
    encoding: Encoding
    idempotent: bool
    arguments: tuple[Argument, ...]
    leases: tuple[LeaseKind, ...]
    reply: Value[T]
    failures: Failures
    room: int

    def request(
        self, values: Sequence[Any], lent: Sequence[ReadBuffer] = ()
    ) -> Request:
        """A call with these arguments and leases, in their order."""
        message = bytearray()
        for argument, value in zip(self.arguments, values, strict=True):
            argument.value.write(message, self.encoding, value)
        leases = [
            _lease(kind, data) for kind, data in zip(self.leases, lent, strict=True)
        ]
        return Request(self, bytes(message), tuple(leases), tuple(values))

    def decode(self, answer: Union[Answer, JsonAnswer]) -> T:
        """The value that an answer means, or its exception."""
        if isinstance(answer, JsonAnswer):
            return self._decode_json(answer.outcome)
        if answer.code >= FIRST_DEAD_CODE:
            raise ServerDied(answer.code & 0xFF)
        failures = self.failures
        if failures.ignores_code:
            if isinstance(self.reply.codec, Unit):
                return cast(T, None)
            return self.reply.whole(answer.body, self.encoding)
        if answer.code == 0:
            return self.reply.whole(answer.body, self.encoding)
        if failures.value is not None:
            error = failures.value.whole(answer.body, self.encoding)
            raise failures.raises(error)
        if answer.body:
            raise DecodeError(f"{len(answer.body)} bytes beside an error")
        if failures.codes is not None and answer.code in failures.codes:
            raise failures.raises(failures.codes[answer.code])
        if failures.only is not None:
            raise failures.raises(failures.only)
        if failures.any_code:
            raise failures.raises(answer.code)
        raise UnknownCode(answer.code)


    def _decode_json(self, outcome: Mapping[str, object]) -> T:
        failures = self.failures
        if "ok" in outcome:
            return self.reply.codec.from_json(outcome["ok"])
        died = outcome.get("died")
        if isinstance(died, int):
            raise ServerDied(died)
        error = outcome.get("err")
        if failures.value is not None:
            raise failures.raises(failures.value.codec.from_json(error))
        for code, member in (failures.codes or {}).items():
            if error == failures.names.get(code):
                raise failures.raises(member)
        if failures.only is not None and error == failures.only_name:
            raise failures.raises(failures.only)
        if failures.any_code and isinstance(error, int):
            raise failures.raises(error)
        raise DecodeError(f"{outcome!r} is no outcome")


def _lease(kind: LeaseKind, data: ReadBuffer) -> Lease:
    view = memoryview(data).cast("B")
    size = kind.codec.size
    writes = kind.access is not Access.READ
    if writes and view.readonly:
        raise EncodeError(f"`{kind.name}` is written by the server: lend a bytearray")
    if not kind.slice and len(view) != size:
        raise EncodeError(f"`{kind.name}` has {len(view)} bytes, not {size}")
    if kind.slice and size and len(view) % size:
        raise EncodeError(f"`{kind.name}` ends within an element")
    most = kind.max_len
    if most is not None and len(view) > most * size:
        raise EncodeError(f"`{kind.name}` is longer than {most} elements")
    return Lease(kind.name, kind.access, view)


@dataclass(frozen=True)
class Request:
    """A call on its way: as bytes, and as values for those that speak JSON."""

    operation: Operation[Any]
    message: bytes
    leases: tuple[Lease, ...]
    values: tuple[Any, ...]

    def params(self) -> dict[str, object]:
        """The request as JSON: arguments, and what is lent."""
        args = {
            argument.name: argument.value.codec.to_json(value)
            for argument, value in zip(self.operation.arguments, self.values)
        }
        leases = {
            lease.name: {"base64": base64.b64encode(lease.data).decode()}
            for lease in self.leases
        }
        return {"args": args, "leases": leases}


@dataclass(frozen=True)
class Answer:
    """What came back: the return code and the body."""

    code: int
    body: bytes


@dataclass(frozen=True)
class JsonAnswer:
    """What came back, for transports that speak JSON: `{"ok": value}`,
    `{"err": error}`, or `{"died": generation}`."""

    outcome: Mapping[str, object]


class Transport(Protocol):
    """Takes requests to a server; fills what it may write of the leases."""

    async def call(self, request: Request) -> Union[Answer, JsonAnswer]:
        """The answer. A server that has died answers with its dead code."""


class SyncTransport(Protocol):
    """The same, for those who wait."""

    def call(self, request: Request) -> Union[Answer, JsonAnswer]:
        """The answer. A server that has died answers with its dead code."""


async def call(
    transport: Transport,
    operation: Operation[T],
    request: Request,
    retries: Optional[int],
) -> T:
    """Calls, and asks a server that died again where that is allowed."""
    left = retries
    while True:
        answer = await transport.call(request)
        try:
            return operation.decode(answer)
        except ServerDied:
            if not operation.idempotent or left == 0:
                raise
            left = None if left is None else left - 1


def call_sync(
    transport: SyncTransport,
    operation: Operation[T],
    request: Request,
    retries: Optional[int],
) -> T:
    """The same, for those who wait."""
    left = retries
    while True:
        answer = transport.call(request)
        try:
            return operation.decode(answer)
        except ServerDied:
            if not operation.idempotent or left == 0:
                raise
            left = None if left is None else left - 1
