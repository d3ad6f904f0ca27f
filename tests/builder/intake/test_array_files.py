"""Arrays of numpy are columns; pickles are never read."""

import io
import struct
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from builder.folder.limits import LIMITS
from builder.folder.refused import Refused
from tests.builder.intake.filled import table_of
from tests.builder.intake.made import laid


def npy(values, **more):
    content = io.BytesIO()
    np.save(content, values, **more)
    return content.getvalue()


def npz(**arrays):
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    return content.getvalue()


def test_each_array_of_an_archive_is_a_column(tmp_path):
    x, y = np.arange(24, dtype=">f8").reshape(6, 4), np.arange(6)
    table = table_of(laid(tmp_path, {"moons.npz": npz(x=x, y=y, names=np.array(["a", "b"]), few=np.zeros(2))}))
    assert (table.name, table.source, table.rows) == ("moons", "Arrays: x (6, 4), y (6,)", 6)
    assert np.array_equal(table.arrays["x"], x)
    assert np.array_equal(table.arrays["y"], y)
    assert table.arrays["x"].dtype == np.float64
    assert table.notes == (
        "1 file was passed over (an array of numbers was expected): names",
        "1 file was passed over (as many rows as the largest array has were expected): few",
    )


def test_arrays_in_files_of_their_own_are_called_by_these_also_in_the_order_of_fortran(tmp_path):
    x = np.asfortranarray(np.arange(12).reshape(3, 4))
    table = table_of(laid(tmp_path, {"x.npy": npy(x), "y.npy": npy(np.ones(3)), "read.me": "x"}))
    assert np.array_equal(table.arrays["x"], x)
    assert set(table.arrays) == {"x", "y"}
    assert "read.me" in table.notes[0]


def test_arrays_that_are_parted_are_one_with_a_column_for_the_part(tmp_path):
    arrays = {"x_train": np.zeros((4, 2)), "y_train": np.zeros(4), "x_test": np.ones((2, 2)), "y_test": np.ones(2)}
    table = table_of(laid(tmp_path, {"mnist.npz": npz(**arrays)}))
    assert {name: len(values) for name, values in table.arrays.items()} == {"x": 6, "y": 6}
    assert table.head["part"].to_list() == ["train"] * 4 + ["test"] * 2
    assert table.arrays["y"].tolist() == [0, 0, 0, 0, 1, 1]


def boasting():
    """Says in its header that it has 10^12 values."""
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }"
    header += b" " * (118 - len(header) - 1) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + bytes(80)


def bomb():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", boasting() + bytes(10**7))
    return content.getvalue()


class Runs:
    """What would run if it were read."""

    def __reduce__(self):
        return (pytest.fail, ("a pickle was read",))


BAD = {
    "pickle": ("a.npy", npy(np.array([Runs()], dtype=object), allow_pickle=True), "pickled_array", "pickle"),
    "pickle in npz": ("a.npz", npz(x=np.array([Runs()], dtype=object)), "pickled_array", "a.npz: x"),
    "boasts": ("a.npy", boasting(), "too_large", "8,000,000 MB"),
    "boasts in npz": ("a.npz", bomb(), "too_large", "8,000,000 MB"),
    "cut": ("a.npy", npy(np.zeros(100))[:-8], "broken_array", "800 bytes, and has 792"),
    "cut npz": ("a.npz", npz(x=np.zeros(100))[:-30], "broken_array", "can't be read"),
    "header alone": ("a.npy", b"\x93NUMPY\x01\x00\x10\x00{'descr'", "broken_array", "can't be read"),
    "texts alone": ("a.npy", npy(np.array(["a", "b"])), "no_arrays", "no numbers"),
    "one number": ("a.npy", npy(np.float64(3)), "no_arrays", "no numbers"),
    "no rows": ("a.npy", npy(np.zeros((0, 3))), "no_arrays", "no numbers"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_can_not_be_read_is_refused_in_words(name, tmp_path):
    called, content, code, words = BAD[name]
    with pytest.raises(Refused) as refused:
        table_of(laid(tmp_path, {called: content}))
    problem = refused.value.problem
    assert (problem.code, words in problem.message) == (code, True), problem
    assert problem.hint


def test_more_than_can_be_learned_from_is_refused(tmp_path):
    with pytest.raises(Refused) as refused:
        table_of(laid(tmp_path, {"a.npz": npz(x=np.zeros(60), y=np.zeros(60))}), replace(LIMITS, tensor_bytes=900))
    assert refused.value.problem.code == "too_large"
    with pytest.raises(Refused) as refused:
        table_of(laid(tmp_path, {"a.npy": npy(np.zeros(60))}), replace(LIMITS, rows=59))
    assert refused.value.problem.code == "too_many_rows"
