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
    assert found["n10"][0] == found["n0"][0]


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


def test_a_bridge_of_an_encoder_and_a_decoder_runs_above_what_lies_under_it():
    ids = ["x", "down1", "down2", "bottom", "up2", "up1", "answer"]
    edges = {f"{after}.input": f"{before}.output" for before, after in itertools.pairwise(ids)}
    edges |= {"up2.input2": "down2.output", "up1.input2": "down1.output"}
    found = places(ids, edges)
    heights = [found[id][1] for id in ("down1", "down2", "bottom")]
    assert heights == sorted(set(heights))
    assert (found["down1"][1], found["down2"][1]) == (found["up1"][1], found["up2"][1])


def test_a_residual_dips_under_its_bypass():
    ids = ["x", "conv", "relu", "add"]
    edges = {f"{after}.input": f"{before}.output" for before, after in itertools.pairwise(ids)}
    found = places(ids, edges | {"add.other": "x.output"})
    assert found["conv"][1] == found["relu"][1] > found["x"][1] == found["add"][1]
