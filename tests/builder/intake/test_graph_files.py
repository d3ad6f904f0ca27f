"""Graphs in JSON and GraphML become features of nodes and a matrix of who is joined."""

import json

import numpy as np
import polars as pl
import pytest

from builder.folder.refused import Refused
from builder.folder.table import of_frame
from builder.registry.intake import column
from tests.builder.intake.filled import filled, table_of
from tests.builder.intake.made import laid

PATH = {"nodes": [[1, 0], [0, 1], [2, 2]], "edges": [[0, 1], [1, 2]], "label": "path"}
LINKED = {
    "directed": True,
    "nodes": [{"id": "a", "element": "C", "charge": 1}, {"id": "b", "element": "N"}],
    "links": [{"source": "b", "target": "a", "weight": 2}],
    "graph": {"energy": 1.5},
}
GRAPHML = """<?xml version="1.0"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
 <key id="d0" for="node" attr.name="size" attr.type="double"/><key id="d1" for="graph" attr.name="label"/>
 <graph edgedefault="undirected"><data key="d1">pair</data>
  <node id="n0"><data key="d0">1.5</data></node><node id="n1"><data key="d0">2</data></node>
  <edge source="n0" target="n1"/></graph></graphml>"""


def test_graphs_of_a_list_are_rows_with_what_is_said_of_each(tmp_path):
    table = table_of(laid(tmp_path, {"all.json": json.dumps([PATH, PATH | {"label": "other", "energy": 2}])}))
    assert (table.name, table.source) == ("all", "Graphs: 2")
    assert table.head.select("label", "energy").to_dicts() == [
        {"label": "path", "energy": None},
        {"label": "other", "energy": "2"},
    ]
    assert column("graph").guess("graph", table.head["graph"], table).surety == 1
    nodes, edges = filled(table, "graph", "graph")
    assert (nodes.field.name, nodes.field.shape, nodes.field.columns) == ("graph", (3, 2), ("f0", "f1"))
    assert nodes.values.tolist() == [[1, 0], [0, 1], [2, 2]] * 2
    assert nodes.lengths.tolist() == [3, 3]
    assert edges.field.name == "graph_edges"
    assert edges.values[0].tolist() == [[0, 1, 0], [1, 0, 1], [0, 1, 0]]


def test_words_of_nodes_are_features_and_directions_stay(tmp_path):
    table = table_of(laid(tmp_path, {"a.json": json.dumps(LINKED)}))
    assert table.head["energy"].to_list() == ["1.5"]
    nodes, edges = filled(table, "graph", "graph")
    assert nodes.field.columns == ("element C", "element N", "charge")
    assert nodes.values.tolist() == [[1, 0, 1], [0, 1, 0]]
    assert edges.values[0].tolist() == [[0, 0], [1, 0]]


def test_files_of_one_graph_have_their_folders_as_classes_and_graphml_is_read(tmp_path):
    table = table_of(laid(tmp_path, {"pair/a.graphml": GRAPHML, "path/b.json": json.dumps(PATH), "path/c.txt": "x"}))
    assert table.head.select("label", "folder").rows() == [("pair", "pair"), ("path", "path")]
    assert "path/c.txt" in table.notes[0]
    nodes, edges = filled(table, "graph", "graph")
    assert nodes.field.columns == ("size", "f0", "f1")
    assert nodes.values[:2, 0].tolist() == [1.5, 2]
    assert nodes.lengths.tolist() == [2, 3]
    assert edges.values[0].tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]


def test_graphs_without_features_have_a_single_one_and_lines_are_graphs(tmp_path):
    bare = json.dumps({"nodes": [{"id": 7}, {"id": 9}], "edges": [[7, 9]]})
    nodes, _ = filled(table_of(laid(tmp_path, {"a.jsonl": f"{bare}\n{bare}\n"})), "graph", "graph")
    assert nodes.values.tolist() == [[1]] * 4


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + GRAPHML.partition("?>")[2]
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + GRAPHML.partition("?>")[2]
BAD = {
    "entities": ("a.graphml", BOMB, "entities"),
    "a file of the machine": ("a.graphml", OUTSIDE, "entities"),
    "no XML": ("a.graphml", GRAPHML[:-20], "no XML"),
    "no JSON": ("a.json", '{"nodes": [1], "edges": [', "Expecting"),
    "nested": ("a.json", '{"nodes": ' + "[" * 100_000 + '"edges"', "deeply"),
    "an edge to nowhere": ("a.json", '{"nodes": [[1]], "edges": [[0, 5]]}', "[0, 5]"),
    "many nodes": ("a.json", json.dumps({"nodes": [1] * 1_001, "edges": []}), "1,001 nodes"),
    "no nodes": ("a.json", '{"nodes": [], "edges": []}', "0 nodes"),
    "a node that says nothing": ("a.json", '{"nodes": [null], "edges": []}', "None"),
    "not finite": ("a.json", '{"nodes": [[NaN]], "edges": []}', "NaN"),
}


@pytest.mark.parametrize("name", BAD)
def test_one_bad_graph_among_many_is_passed_over_by_name_and_all_bad_are_refused(name, tmp_path):
    called, content, words = BAD[name]
    with pytest.raises(Refused) as refused:
        table_of(laid(tmp_path, {called: content}))
    assert refused.value.problem.code == "no_graph"
    assert words in refused.value.problem.message
    table = table_of(laid(tmp_path, {called: content, "good.json": json.dumps(PATH)}))
    assert len(table.head) == 1
    assert called in table.notes[0]


def test_a_bad_cell_among_others_is_told():
    cells = [json.dumps(PATH), "{}", None]
    table = of_frame("a", "A table", pl.DataFrame({"graph": cells}))
    nodes, edges = filled(table, "graph", "graph")
    assert list(nodes.unread) == [1, 2]
    assert "graph, row 2" in nodes.notes[0]
    assert edges.values.shape == (3, 3, 3)
    assert nodes.values.dtype == np.float32
