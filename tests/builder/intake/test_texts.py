"""Texts become letters or words: cells, files in folders, or one text that is learned to be continued."""

from dataclasses import replace

import polars as pl
import pytest

from builder.folder.limits import LIMITS
from builder.folder.refused import Refused
from builder.folder.table import of_frame
from builder.registry.intake import column
from tests.builder.intake.filled import filled, table_of
from tests.builder.intake.made import laid, noise


def cells(*texts):
    return of_frame("talk", "A table", pl.DataFrame({"said": texts}, schema={"said": pl.String}))


def told(field):
    """The tokens of each text, as they are called."""
    ends = field.lengths.cumsum()
    starts = ends - field.lengths
    return [[field.field.classes[each] for each in field.values[a:b]] for a, b in zip(starts, ends, strict=True)]


def test_one_text_is_a_row_of_letters_in_the_order_in_which_it_is_read(tmp_path):
    table = table_of(laid(tmp_path, {"faust.txt": "Habe nun, ach!\r\nHabe"}))
    assert (table.name, table.is_ordered, table.rows, table.source) == ("faust", True, 1, "One text: 0 kB")
    (field,) = filled(table, "text", "text", form="steps")
    assert "".join(field.field.classes[each] for each in field.values) == "Habe nun, ach!\nHabe"
    assert field.field.classes[:4] == ("", "\n", " ", "!")
    assert (field.field.shape, field.field.is_ragged, field.field.stored, field.notes) == ((), False, "uint8", ())


def test_several_texts_without_classes_follow_each_other_with_an_end_between(tmp_path):
    table = table_of(laid(tmp_path, {"b.txt": "two", "a.txt": "one", "cover.png": noise(1)}))
    assert table.head.columns[0] == "picture", "pictures go before texts"
    table = table_of(laid(tmp_path, {"b.txt": "two", "a.txt": "one"}))
    (field,) = filled(table, "text", "text", form="steps")
    assert [field.field.classes[each] for each in field.values] == [*"one", "", *"two"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_any_encoding(encoding, tmp_path):
    table = table_of(laid(tmp_path, {"a.txt": "Grüße aus Köln, schöne Straße. ".encode(encoding) * 9}))
    (field,) = filled(table, "text", "text", form="steps")
    assert "".join(field.field.classes[each] for each in field.values).startswith("Grüße aus Köln, schöne Straße.")


def test_texts_in_folders_are_samples_of_words_with_classes(tmp_path):
    table = table_of(
        laid(tmp_path, {"good/1.txt": "What a good, GOOD film!", "bad/2.txt": "a bad film", "bad/3.txt": "bad film"})
    )
    assert table.head["folder"].to_list() == ["bad", "bad", "good"]
    assert not table.is_ordered
    (field,) = filled(table, "text", "text")
    assert told(field) == [
        ["a", "bad", "film"],
        ["bad", "film"],
        ["<unk>", "a", "good", "<unk>", "good", "film", "<unk>"],
    ]
    assert (field.field.shape, field.field.is_ragged) == ((7,), True)
    assert field.notes == ("The 4 words that occur 2 times at least are told apart (at most 5,000); others are <unk>.",)


def test_cells_of_sentences_are_words_and_cells_of_names_letters():
    (field,) = filled(cells("it is red", "it is blue now", "red is it"), "text", "said")
    assert field.field.classes == ("", "<unk>", "it", "is", "red")
    (field,) = filled(cells("Anna", "Otto"), "text", "said")
    assert told(field) == [[*"Anna"], [*"Otto"]]
    (field,) = filled(cells("Anna", "Otto"), "text", "said", tokens="words")
    assert told(field) == [["<unk>"], ["<unk>"]]


def test_what_is_longer_than_chosen_is_cut_and_said():
    (field,) = filled(cells("one two three", "one", None, " "), "text", "said", tokens="letters", longest=5)
    assert told(field) == [[*"one t"], [*"one"], [], [" "]]
    assert field.field.shape == (5,)
    assert list(field.unread) == [2]
    assert field.notes[1] == "1 of 4 texts have more than 5 letters: they are cut."


@pytest.mark.parametrize(
    ("texts", "surety"),
    [(["I like this film a lot", "What a bore it was", "Never again, please"], 0.8), (["Anna", "Otto", "Ida"], 0.4),
     (["red", "red", "blue", "red"], 0.05), (["1", "2", "3"], 0.05)],
)  # fmt: skip
def test_a_column_is_text_if_its_cells_are_sentences(texts, surety):
    assert column("text").guess("said", pl.Series("said", texts), cells(*texts)).surety == surety


BAD = {
    "empty": (b"", "no_text", "empty"),
    "zeros": (b"abc" * 3_000 + b"\0" * 9, "not_text", "zero"),
}


@pytest.mark.parametrize("name", BAD)
def test_one_bad_text_among_many_is_passed_over_by_name_and_all_bad_are_refused(name, tmp_path):
    content, code, words = BAD[name]
    files = laid(tmp_path, {"a/1.txt": "some words", "a/2.txt": "x", "b/3.txt": "more words"})
    table = table_of(files)
    files["a/2.txt"].write_bytes(content)
    (field,) = filled(table, "text", "text")
    assert list(field.unread) == [1]
    assert words in field.notes[0]
    for file in files.values():
        file.write_bytes(content)
    with pytest.raises(Refused) as refused:
        filled(table, "text", "text")
    assert refused.value.problem.code == code


def test_too_much_text_is_refused_of_one_file_and_of_all_cells(tmp_path):
    few = replace(LIMITS, text_bytes=10)
    with pytest.raises(Refused) as refused:
        filled(table_of(laid(tmp_path, {"a.txt": "more than ten"})), "text", "text", few, form="steps")
    assert refused.value.problem.code == "too_long_text"
    with pytest.raises(Refused) as refused:
        filled(cells("only six", "and more"), "text", "said", few)
    assert refused.value.problem.code == "too_much_text"


def test_of_very_many_letters_the_most_frequent_are_told_apart():
    many = "".join(chr(0x4E00 + place) for place in range(6_000))
    (field,) = filled(cells(many + many[:10]), "text", "said", form="steps")
    assert len(field.field.classes) == 5_002
    assert field.field.classes[1] == "<unk>"
    assert field.field.stored == "int32"
