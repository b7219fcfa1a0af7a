"""The house's books held against the gateways' own: who was charged, who got how much back."""

from collections import Counter
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Attempt:
    """What the house believes of one attempt to pay."""

    id: str
    method: str
    reference: str | None
    captured: int
    refunded: int
    """What it believes has arrived where it came from."""


@dataclass(frozen=True)
class Books:
    """What everybody has written down."""

    house: tuple[Attempt, ...]
    intents: dict[str, int]
    """Stripe's intents that succeeded, and their amounts."""
    charges: tuple[int, ...]
    """The amounts that Stripe took from cards."""
    refunds: tuple[tuple[str, int], ...]
    """Stripe's refunds that stand: intent and amount."""
    bank: dict[str, tuple[int, int]]
    """What the mock bank took for an attempt, and what it gave back."""

    @classmethod
    def of(cls, house: list[Any], stripe: dict[str, list[dict[str, Any]]], charges: list[Any],
           bank: list[Any]) -> "Books":  # fmt: skip
        """Read the rows and documents as they come."""
        return cls(
            house=tuple(Attempt(*row) for row in house),
            intents={one["id"]: one["amount"] for one in stripe["intents"] if one["status"] == "succeeded"},
            charges=tuple(one["amount"] for one in charges if one["status"] == "succeeded"),
            refunds=tuple(
                (one["payment_intent"], one["amount"])
                for one in stripe["refunds"]
                if one["status"] == "succeeded"
            ),
            bank={row["id"]: (row["amount"], row["back"]) for row in bank},
        )


def contradictions(books: Books) -> list[str]:
    """Return what the books disagree about; empty where all is well."""
    cards = {one.reference: one for one in books.house if one.reference is not None}
    mock = {one.id: one for one in books.house if one.method == "mock_upi"}
    back = Counter[str]()
    for intent, amount in books.refunds:
        back[intent] += amount
    found = []
    if sorted(books.charges) != sorted(books.intents.values()):
        found.append("a card was charged twice for one attempt, or not at all")
    found += [
        f"{name}: charged, and the house knows nothing of it" for name in set(books.intents) - set(cards)
    ]
    for name, one in cards.items():
        found += _differences(f"card {name}", one, books.intents.get(name, 0), back[name])
    found += [
        f"{name}: the bank took it, and the house knows nothing" for name in set(books.bank) - set(mock)
    ]
    for name, one in mock.items():
        found += _differences(f"bank {name}", one, *books.bank.get(name, (0, 0)))
    return found


def _differences(name: str, one: Attempt, taken: int, back: int) -> list[str]:
    found = []
    if one.captured != taken:
        found.append(f"{name}: the house has {one.captured}, the provider took {taken}")
    if one.refunded != back:
        found.append(f"{name}: the house gave back {one.refunded}, the provider {back}")
    return found
