"""Programs: what is said of a program is what Python does with it."""

import re

import torch

from builder.datasets.programs import program_letters, programs, said_letters


def read(tokens, letters):
    return "".join(letters[token] for token in tokens if token > 0)


def pairs(**asked):
    for part in programs(**asked):
        for program, said in zip(part["program"].tolist(), part["said"].tolist(), strict=True):
            yield read(program, program_letters()), read(said, said_letters())


def run(program):
    """The values of all names, and what is printed, by Python itself."""
    printed = []
    names = {"__builtins__": {"print": printed.append}}
    exec(program, names)
    return {name: value for name, value in names.items() if len(name) == 1}, printed[0]


def test_what_is_said_is_what_python_does():
    for program, said in pairs():
        values, printed = run(program)
        steps = said.removesuffix("$").split()
        assert steps[-1] == str(printed)
        assert {step[0]: int(step[1:]) for step in steps[:-1] if step[0] in values} == values


def test_each_term_is_said_in_numbers_before_what_it_comes_to():
    for program, said in pairs():
        values, _ = run(program)
        terms = re.findall(r"(?:=|\()(\w[-+*]\w)", program)
        in_numbers = ["".join(str(values.get(letter, letter)) for letter in term) for term in terms]
        assert [step for step in said.split() if len(step) == 3 and step[1] in "-+*"] == in_numbers


def test_names_come_in_the_order_of_the_alphabet():
    for program, _ in pairs():
        names = re.findall(r"(\w)=", program)
        assert names == sorted(set(names))


def test_the_work_can_be_left_out():
    for (program, said), (same, whole) in zip(pairs(shows_work=False), pairs(), strict=True):
        assert program == same
        assert said == whole.split()[-1]


def test_what_is_given_is_what_was_said_before():
    for part in programs():
        assert (part["given"][:, 0] == said_letters().index("^")).all()
        following, said = part["given"][:, 1:], part["said"][:, :-1]
        assert torch.equal(following, said.where(said > said_letters().index("$"), 0))


def test_no_program_is_in_two_parts():
    seen = [{tuple(row) for row in part["program"].tolist()} for part in programs()]
    assert len(set().union(*seen)) == sum(map(len, seen))
