import torch

from builder.modules.token_rows import token_rows


def rows(pair):
    return [row[:count] for row, count in zip(pair[0].tolist(), pair[1].tolist(), strict=True)]


def test_a_sentence_ends_at_its_stop_and_has_no_padding():
    said, right = token_rows(torch.tensor([[4, 0, 5, 9, 6], [9, 4, 4, 4, 4]]), torch.tensor([[0, -100], [3, 3]]), 9, 0)
    assert rows(said) == [[4, 5], []]
    assert rows(right) == [[], [3, 3]]


def test_what_is_said_where_nothing_is_asked_is_left_out_but_not_beyond_the_end():
    said, right = token_rows(torch.tensor([[7, 8, 1, 2, 3]]), torch.tensor([[-100, -100, 1, 2, -100]]))
    assert rows(said) == [[1, 2, 3]]
    assert rows(right) == [[1, 2]]
    other, _ = token_rows(torch.tensor([[7, 8, 1, 2, 3, -1]]), torch.tensor([[-100, -100, 1, 2, -100]]))
    assert rows(other) == [[7, 8, 1, 2, 3]]  # places are not the same
