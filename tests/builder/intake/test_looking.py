"""What columns seem to be for: guessed from names and cells, with reasons."""

import random

from builder.intake.looking import look
from builder.registry.intake import COLUMNS
from tests.builder.intake.tables import read

CHANCE = random.Random(7)


def looked(folder, header, row, many=200, name="table.csv"):
    lines = [header, *(row(place) for place in range(many))]
    return {told.name: told for told in look(read(folder, "\n".join(lines), name), COLUMNS)}


def roles(told):
    return {name: each.role for name, each in told.items()}


def number():
    return f"{CHANCE.random() * 100:.3f}"


def one_of(*words):
    return CHANCE.choice(words)


def test_houses(tmp_path):
    told = looked(
        tmp_path,
        "id;area;rooms;place;price",
        lambda n: f"{n:05};{number()};{one_of(*'123456')};{one_of('good', 'bad')};{number()}".replace(".", ","),
    )
    assert roles(told) == {"id": "unused", "area": "input", "rooms": "input", "place": "input", "price": "answer"}
    assert told["id"].why_role == "codes with zeros before them, such as “00000”: they name, and measure nothing"
    assert [told[name].kinds[0].kind for name in ("area", "rooms", "place", "price")] == [
        *("number", "class", "class", "number")
    ]
    assert told["price"].why_role == "its name says so"
    assert len(told["area"].bars) == 10
    assert sum(bar.count for bar in told["area"].bars) == 200
    assert {bar.label for bar in told["place"].bars} == {"good", "bad"}
    assert len(told["area"].examples) == 3


def test_passengers(tmp_path):
    told = looked(
        tmp_path,
        "PassengerId,Survived,Pclass,Name,Sex,Age,Fare",
        lambda n: (
            f"{n + 1},{one_of('0', '1')},{one_of(*'123')},Mr. Braund {n},{one_of('male', 'female')},"
            f"{one_of('', number())},{number()}"
        ),
    )
    assert roles(told) == {
        **{"PassengerId": "unused", "Survived": "answer", "Pclass": "input", "Name": "unused", "Sex": "input"},
        **{"Age": "input", "Fare": "input"},
    }
    assert told["PassengerId"].why_role == "it counts the rows"
    assert told["Age"].missing > 50


def test_without_names_the_last_class_or_number_is_the_answer(tmp_path):
    told = looked(tmp_path, "5.1,3.5,setosa", lambda n: f"{number()},{number()},{one_of('setosa', 'virginica')}")
    assert roles(told) == {"column 1": "input", "column 2": "input", "column 3": "answer"}
    assert told["column 3"].why_role == "the last column that is a class"


def test_a_label_may_stand_first(tmp_path):
    told = looked(tmp_path, "label,x1,x2", lambda n: f"{one_of('a', 'b')},{number()},{number()}")
    assert roles(told) == {"label": "answer", "x1": "input", "x2": "input"}


def test_dates_put_rows_in_order_and_what_follows_is_foretold_from_itself(tmp_path):
    for dated in ("2024-{m:02}-{d:02}", "{d:02}.{m:02}.2024", "{m:02}/{d:02}/2024"):
        day = lambda n, dated=dated: dated.format(m=n // 28 + 1, d=n % 28 + 1)  # noqa: E731
        told = looked(tmp_path, "date;sales", lambda n, day=day: f"{day(n)};{number()}")
        assert roles(told) == {"date": "order", "sales": "input"}


def test_dates_of_which_day_and_month_can_not_be_told_apart_put_nothing_in_order(tmp_path):
    told = looked(tmp_path, "date,sales", lambda n: f"{n % 12 + 1:02}/{n // 12 + 1:02}/2024,{number()}", many=140)
    assert told["date"].role == "unused"
    assert "can't be told apart" in told["date"].why_role


def test_rows_of_one_patient_stay_together_and_a_column_may_say_the_part(tmp_path):
    told = looked(
        tmp_path,
        "patient_id,split,unit,age,ill",
        lambda n: f"p{n // 10},{one_of('train', 'test')},mm,{number()},{one_of('yes', 'no')}",
    )
    assert roles(told) == {"patient_id": "group", "split": "part", "unit": "unused", "age": "input", "ill": "answer"}
    assert told["patient_id"].why_role == "20 different in 200 rows: rows of one stay in one part"
    assert told["unit"].why_role == "all cells say “mm”: nothing can be learned from it"


def test_an_empty_column_is_not_used(tmp_path):
    told = looked(tmp_path, "a,b,c", lambda n: f"{number()},,{number()}")
    assert roles(told) == {"a": "input", "b": "unused", "c": "answer"}
    assert told["b"].missing == 200


def pixels(many):
    return ",".join(str(CHANCE.choice([0, 0, 1, 2])) if place % 9 else "0" for place in range(many))


def test_pixels_are_numbers_however_few_values_they_have_and_none_is_left_out(tmp_path):
    header = ",".join(["label", *(f"pixel{place}" for place in range(64))])
    told = looked(tmp_path, header, lambda n: f"{n % 10},{pixels(64)}")
    assert told["label"].role == "answer"
    assert told["label"].kinds[0].kind == "class"
    assert {(each.role, each.kinds[0].kind) for name, each in told.items() if name != "label"} == {("input", "number")}


def test_pixels_without_names_have_their_label_at_an_end(tmp_path):
    last = looked(tmp_path, f"1,{pixels(63)},3", lambda n: f"1,{pixels(63)},{n % 10}")
    assert [name for name, each in last.items() if each.role == "answer"] == ["column 65"]
    first = looked(tmp_path, f"3,{pixels(63)},0", lambda n: f"{n % 10},{pixels(63)},0")
    assert [name for name, each in first.items() if each.role == "answer"] == ["column 1"]


def test_zero_and_one_are_numbers_to_learn_from_and_classes_to_foretell(tmp_path):
    told = looked(tmp_path, "smokes,age,ill", lambda n: f"{one_of('0', '1')},{number()},{one_of('0', '1')}")
    assert [(each.role, each.kinds[0].kind) for each in told.values()] == [
        ("input", "number"),
        ("input", "number"),
        ("answer", "class"),
    ]
