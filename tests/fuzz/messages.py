"""Messages to the two sockets that no page of ours sends."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from pycrdt import Doc, Map, create_awareness_message, create_sync_message, create_update_message

from tests.fuzz.documents import torn
from tests.fuzz.values import odd

Message = str | bytes


def to_room(random: Random, state: bytes) -> Message:
    """Something for the room's socket; ``state`` is the drawing there, as one update."""
    match random.randrange(10):
        case 0:
            return random.randbytes(random.choice((1, 2, 3, 17, 300)))
        case 1:
            return bytes([random.randrange(6), random.randrange(256)]) + random.randbytes(random.randrange(40))
        case 2:
            return _text(random)
        case 3 | 4:
            return torn(_edit(random, state), random)
        case 5 | 6:
            return _edit(random, state)
        case 7:
            return torn(create_sync_message(Doc()), random)
        case 8:
            return torn(create_awareness_message(_awareness(random)), random)
    return create_awareness_message(_awareness(random))


def to_live(random: Random) -> Message:
    """Something for a run's socket."""
    views = ["boundary", "activation:fc1", "weights:fc1", "x" * 501, "\x00", "a:b/c.9", ":", "", "dead:" + "a/" * 200]
    match random.randrange(6):
        case 0:
            return _text(random)
        case 1:
            return random.randbytes(random.randrange(1, 50))
        case 2:
            return json.dumps({"watch": odd(random)})
        case 3:
            return json.dumps({"watch": [*random.choices(views, k=random.randrange(80))]})
        case 4:
            return json.dumps({"watch": [odd(random)], "other": odd(random)})
    return json.dumps({"watch": random.sample(views, 3)})


def _text(random: Random) -> str:
    return str(odd(random)).encode("utf-8", "replace").decode()[:500]


def _edit(random: Random, state: bytes) -> bytes:
    """An update that puts something odd somewhere into the drawing."""
    doc: Doc = Doc()
    root = doc.get("document", type=Map)
    doc.apply_update(state)
    before = doc.get_state()
    with doc.transaction():
        place = root
        while True:
            deeper = [key for key, value in place.items() if isinstance(value, Map)]
            if not deeper or random.random() < 0.2:
                break
            place = place[random.choice(deeper)]
        key = random.choice([*place.keys(), str(odd(random))[:40].encode("utf-8", "replace").decode()])
        if random.random() < 0.2 and key in place:
            del place[key]
        else:
            place[key] = _held(odd(random))
    return create_update_message(doc.get_update(before))


def _held(value: Any) -> Any:
    """The value as a browser's Yjs could hold it: numbers of 64 bits, whole characters."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case int() if abs(value) >= 2**63:
            return float(min(value, 2**1000))
        case list():
            return [_held(each) for each in value]
        case dict():
            return {_held(key): _held(each) for key, each in value.items()}
    return value


def _awareness(random: Random) -> bytes:
    """One or many clients, with a state of any kind and size."""
    from pycrdt import Encoder

    encoder = Encoder()
    many = random.choice((0, 1, 1, 2, 40))
    encoder.write_var_uint(random.choice((many, many, many + 1, 2**30)))
    for _ in range(many):
        encoder.write_var_uint(random.choice((1, 7, 2**31, 2**53)))
        encoder.write_var_uint(random.choice((0, 1, 2**31)))
        states = ("null", "{}", '{"cursor": [1, 2]}', "{", "", json.dumps({"name": "x" * 3_000}), "NaN", "[" * 3_000)
        encoder.write_var_string(random.choice(states))
    return encoder.to_bytes()
