"""The comparison of the books sees each kind of contradiction it is there for."""

from dataclasses import replace

import pytest

from tests.faults.books import Attempt, Books, contradictions

CARD, PHONE = Attempt("p1", "stripe", "pi_1", 500, 200), Attempt("p2", "mock_upi", None, 300, 300)
WELL = Books(
    house=(CARD, PHONE, Attempt("p3", "stripe", "pi_2", 0, 0), Attempt("p4", "cash", None, 100, 0)),
    intents={"pi_1": 500},
    charges=(500,),
    refunds=(("pi_1", 150), ("pi_1", 50)),
    bank={"p2": (300, 300)},
)


def test_books_that_agree_have_no_contradiction():
    assert contradictions(WELL) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"charges": (500, 500)}, "charged twice"),
        ({"intents": {"pi_1": 500, "pi_9": 5}, "charges": (5, 500)}, "the house knows nothing of it"),
        ({"intents": {"pi_1": 500, "pi_2": 70}, "charges": (70, 500)}, "the provider took 70"),
        ({"intents": {}, "charges": ()}, "the provider took 0"),
        ({"refunds": (("pi_1", 200), ("pi_1", 200))}, "the provider 400"),
        ({"refunds": ()}, "the provider 0"),
        ({"bank": {}}, "the provider took 0"),
        ({"bank": {"p2": (300, 300), "p9": (1, 0)}}, "the bank took it"),
        ({"bank": {"p2": (300, 0)}}, "the provider 0"),
        ({"house": (replace(CARD, captured=400), PHONE)}, "the house has 400"),
    ],
)
def test_each_contradiction_is_seen(wrong, said):
    found = contradictions(replace(WELL, **wrong))
    assert any(said in one for one in found), found
