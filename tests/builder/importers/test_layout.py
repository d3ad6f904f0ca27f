"""Nodes that nobody has placed do not lie on one another, nor on the pictures of others."""

import itertools

from builder.importers.layout import places

WIDTH, HEAD, PORT, PICTURE = 196, 62, 22, 66


def chain(length: int) -> tuple[list[str], dict[str, str]]:
    ids = [f"n{number}" for number in range(length)]
    return ids, {f"{after}.input": f"{before}.output" for before, after in itertools.pairwise(ids)}


def test_a_long_chain_goes_on_in_rows_below():
    ids, edges = chain(40)
    found = places(ids, edges)
    assert max(x for x, _ in found.values()) < 12 * 300
    assert len({y for _, y in found.values()}) == 4
    assert found["n12"][0] == found["n0"][0]


def test_no_two_nodes_overlap_however_many_ports_they_have():
    ids, edges = chain(8)
    readers = [f"reader{number}" for number in range(6)]
    edges |= {f"{reader}.input{port}": f"n{port}.output" for reader in readers for port in range(7)}
    found = places([*ids, *readers], edges)
    high = {id: HEAD + PORT * max(1, sum(target.startswith(f"{id}.") for target in edges)) + PICTURE for id in found}
    for one, other in itertools.combinations(found, 2):
        (x1, y1), (x2, y2) = found[one], found[other]
        assert abs(x1 - x2) >= WIDTH or y1 + high[one] <= y2 or y2 + high[other] <= y1, (one, other)


def test_a_drawing_without_nodes_has_no_places():
    assert places([], {}) == {}
