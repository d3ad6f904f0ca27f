"""Cells that hold sets of points or boxes, pictures with boxes beside them, and masks."""

import io
import json

import numpy as np
import polars as pl
import pytest
from PIL import Image

from builder.folder.refused import Refused
from builder.folder.table import of_frame
from builder.registry.intake import column
from tests.builder.intake.filled import filled, table_of
from tests.builder.intake.made import laid, noise, picture


def cells(*texts):
    return of_frame("a", "A table", pl.DataFrame({"it": texts}, schema={"it": pl.String}))


def surety(kind, *texts):
    guess = column(kind).guess("it", pl.Series("it", texts), cells(*texts))
    return guess and guess.surety


def test_points_are_a_ragged_set_and_rows_of_another_width_are_passed_over():
    table = cells("[[1, 2], [3, 4]]", "[[5.5, 6]]", "[[1, 2, 3]]", "[1, 2]", None)
    (field,) = filled(table, "set", "it")
    assert (field.field.shape, field.field.is_ragged, field.lengths.tolist()) == ((2, 2), True, [2, 1, 0, 0, 0])
    assert field.values.tolist() == [[1, 2], [3, 4], [5.5, 6]]
    assert sorted(field.unread) == [2, 3, 4]
    assert surety("set", "[[1, 2], [3, 4]]", "[[5, 6]]") == 0.9
    assert surety("set", "[1, 2]", "[3]") is None
    assert surety("set", "red", "blue") is None
    with pytest.raises(Refused, match="row 1"):
        filled(cells("red"), "set", "it")


def test_boxes_are_ragged_with_their_classes_of_which_the_first_is_none():
    table = cells('[[0.5, 0.5, 0.2, 0.1, "dog"], [0.1, 0.1, 0.1, 0.1, "cat"]]', "[]", "[[9, 9, 1, 1, 2]]")
    where, what = filled(table, "boxes", "it")
    assert (where.field.shape, where.lengths.tolist()) == ((2, 4), [2, 0, 0])
    assert (what.field.name, what.field.classes) == ("it_class", ("", "cat", "dog"))
    assert what.values.tolist() == [2, 1]
    assert list(where.unread) == [2]
    assert surety("boxes", '[[0.5, 0.5, 0.2, 0.1, "dog"]]', "[]") == 0.95
    with pytest.raises(Refused, match="not one box"):
        filled(cells("[]"), "boxes", "it")


COCO = {
    "images": [{"id": 1, "file_name": "1.png"}, {"id": 2, "file_name": "2.png"}, {"id": 3, "file_name": "gone.png"}],
    "categories": [{"id": 7, "name": "cat"}],
    "annotations": [
        {"image_id": 1, "category_id": 7, "bbox": [5, 0, 15, 30]},
        {"image_id": 1, "category_id": 7, "bbox": [0, 0, 5, 30]},
    ],
}
SIMPLE = [{"file": "1.png", "boxes": [[5, 0, 15, 30, "cat"], [0, 0, 5, 30, "cat"]]}, {"file": "2.png", "boxes": []},
          {"file": "gone.png", "boxes": []}]  # fmt: skip


@pytest.mark.parametrize("told", [COCO, SIMPLE], ids=["COCO", "simple"])
def test_boxes_beside_pictures_are_told_in_shares_of_the_square_that_is_cut_out(told, tmp_path):
    table = table_of(laid(tmp_path, {"d/1.png": noise(1), "d/2.png": noise(2), "d/told.json": json.dumps(told)}))
    assert table.source == "Pictures with boxes: 2"
    assert table.head["picture"].to_list() == ["d/1.png", "d/2.png"]
    assert json.loads(table.head["boxes"][0]) == [[0.25, 0.5, 0.5, 1.0, "cat"]], "the second lies outside of the square"
    assert table.notes == ("1 file was passed over (there is no such picture): gone.png",)
    assert filled(table, "image", "picture")[0].values.shape == (2, 3, 28, 28)
    assert filled(table, "boxes", "boxes")[1].field.classes == ("", "cat")


@pytest.mark.parametrize("told", ['{"boxes": 3', '{"boxes": 3}', '[{"file": "1.png", "boxes": [[1, 2]]}]',
                                  '[{"file": "gone.png", "boxes": []}]'])  # fmt: skip
def test_boxes_that_can_not_be_read_are_refused_in_words(told, tmp_path):
    with pytest.raises(Refused) as refused:
        table_of(laid(tmp_path, {"1.png": noise(1), "told.json": told}))
    assert refused.value.problem.code == "no_boxes"
    assert "told.json" in refused.value.problem.message


def mask(values, palette=False):
    image = Image.fromarray(np.array(values, np.uint8).repeat(4, 0).repeat(4, 1))
    if palette:
        image = image.convert("P")
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def test_pictures_and_masks_in_folders_are_pairs_and_values_are_classes(tmp_path):
    files = {f"images/{n}.jpg": picture("JPEG", (12, 12)) for n in range(2)}
    files |= {"masks/0.png": mask([[0, 255], [255, 255]]), "masks/1_mask.png": mask([[0, 0], [7, 7]])}
    table = table_of(laid(tmp_path, files))
    assert table.head.rows() == [("images/0.jpg", "masks/0.png"), ("images/1.jpg", "masks/1_mask.png")]
    assert column("mask").guess("mask", table.head["mask"], table).surety == 1
    assert column("mask").guess("picture", table.head["picture"], table) is None, "JPEG changes values"
    (field,) = filled(table, "mask", "mask", side=4)
    assert field.field.classes == ("0", "7", "255")
    assert field.values[0].tolist() == [[0, 0, 2, 2]] * 2 + [[2] * 4] * 2


def test_colours_of_a_mask_are_classes_and_a_photograph_is_no_mask(tmp_path):
    table = table_of(laid(tmp_path, {"a.png": picture(colour=(255, 0, 16)), "b.png": picture(colour=(0, 0, 0))}))
    (field,) = filled(table, "mask", "picture", side=4)
    assert field.field.classes == ("#000000", "#ff0010")
    with pytest.raises(Refused) as refused:
        filled(table_of(laid(tmp_path, {"a.png": noise(1)})), "mask", "picture")
    assert refused.value.problem.code == "no_mask"
