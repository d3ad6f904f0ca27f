"""How data are divided into three parts: honestly, and for good."""

import torch

from builder.datasets.parts.division import by_class, by_content, by_group, by_number, by_time, divided


def shares(part):
    return torch.bincount(part, minlength=3).tolist()


def test_of_every_seven_of_each_class_five_are_learned_from_and_one_each_is_for_validation_and_test():
    label = torch.tensor([0] * 700 + [1] * 70 + [2] * 7)[torch.randperm(777, generator=torch.manual_seed(1))]
    part = by_class(label)
    assert [shares(part[label == each]) for each in range(3)] == [[500, 100, 100], [50, 10, 10], [5, 1, 1]]


def test_samples_that_are_added_move_none_that_are_there():
    label = torch.randint(0, 5, (1_000,), generator=torch.manual_seed(2))
    part = by_class(label)
    for many in range(1, 1_000, 37):
        assert torch.equal(by_class(label[:many]), part[:many])


def test_which_of_seven_it_is_changes_from_seven_to_seven():
    tests = (by_number(700) == 2).nonzero()[:, 0] % 7
    assert torch.bincount(tests, minlength=7).min() > 5


def test_what_belongs_together_is_not_torn():
    group = torch.arange(1_400) // 10
    part = by_group(group)
    assert all(len(part[group == each].unique()) == 1 for each in range(140))
    assert shares(part) == [1_000, 200, 200]


def test_of_a_series_the_end_is_for_the_test_and_no_piece_of_a_part_shares_anything_with_another_part():
    series = torch.arange(733)
    pieces = series.unfold(0, 33, 7)  # each shares something with the four before it
    parts = divided({"piece": pieces}, by_time(len(pieces), overlap=4))
    seen = [set(part["piece"].flatten().tolist()) for part in parts]
    assert max(seen[0]) < min(seen[1])
    assert max(seen[1]) < min(seen[2])
    assert all(len(part["piece"]) > 8 for part in parts)


def test_divided_keeps_the_fields_of_a_sample_together_and_their_order():
    number = torch.arange(70)
    for part in divided({"number": number, "twice": 2 * number}, by_number(70)):
        assert torch.equal(part["twice"], 2 * part["number"])
        assert (part["number"].diff() > 0).all()


def test_samples_that_are_alike_are_in_one_part_wherever_they_stand():
    sentences = torch.randint(0, 3, (3_000, 4), generator=torch.manual_seed(3))  # of 81 that there can be
    part = by_content(sentences)
    for each in sentences.unique(dim=0):
        assert len(part[(sentences == each).all(dim=1)].unique()) == 1
    assert torch.equal(by_content(sentences.flip(0)), part.flip(0))


def test_a_checksum_gives_about_a_seventh_to_validation_and_to_the_test():
    training, validation, test = shares(by_content(torch.arange(7_000)[:, None]))
    assert abs(training - 5_000) < 150
    assert abs(validation - 1_000) < 100
    assert abs(test - 1_000) < 100
