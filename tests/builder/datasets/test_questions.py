"""Questions: the answer stands where it is said to, and answers the question."""

from builder.datasets.questions import question_words, questions


def read(tokens):
    words = question_words()
    return [words[token] for token in tokens if token]


def test_the_answer_is_what_the_text_says_of_the_person():
    verbs = {"live": "lives in", "like": "likes", "have": "has a", "play": "plays"}
    for part in questions():
        for context, question, told, start, end in zip(*(part[name].tolist() for name in part), strict=True):
            _, _, name, verb = read(question)
            assert read(context[start : end + 1]) == read(told)
            answer = " ".join(read(told))
            assert f"{name} {verbs[verb]} {answer} ." in " ".join(read(context))


def test_each_question_has_one_answer_and_needs_the_person_and_the_topic():
    for part in questions():
        for context, question in zip(part["context"].tolist(), part["question"].tolist(), strict=True):
            words = read(context)
            facts = " ".join(words).split(" . ")
            assert len({fact.split()[0] for fact in facts}) == 2
            assert len({fact.split()[1] for fact in facts}) == 2
            assert words.count(read(question)[2]) == 2


def test_no_text_is_in_two_parts_and_all_words_are_used():
    parts = [{tuple(tokens) for tokens in part["context"].tolist()} for part in questions(samples=7_000)]
    assert len(set().union(*parts)) == sum(map(len, parts))
    asked = {token for part in questions() for tokens in part["question"].tolist() for token in tokens}
    told = {token for part in parts for tokens in part for token in tokens}
    assert asked | told == set(range(len(question_words())))
