"""What a hold carries for the server, opaque to the engine: its quote, who was signed in, what it is of."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from server.pricing.quote import Quote, SeatPrice, Terms


@dataclass(frozen=True, slots=True)
class HoldNote:
    """The server's note on a hold."""

    quote: Quote
    user_id: UUID | None
    sold_as: tuple[int, int, str] | None = None
    """Film, layout and start of the show when its seats were chosen; None in the notes of older releases."""
    override: str | None = None
    """Why the house's people chose seats that the rules of accessible places do not allow."""

    def pack(self) -> bytes:
        """Return the note as bytes; equal notes pack to equal bytes."""
        return orjson.dumps({
            "t": orjson.Fragment(self.quote.terms.packed),
            "s": self.quote.seats,
            "u": self.user_id,
            "w": self.sold_as,
            **({"o": self.override} if self.override else {}),
        })  # fmt: skip

    @classmethod
    def unpack(cls, note: bytes) -> "HoldNote":
        """Read a note that ``pack`` made."""
        values: dict[str, Any] = orjson.loads(note)
        return cls(
            quote=Quote(Terms.unpack(values["t"]), tuple(SeatPrice(**seat) for seat in values["s"])),
            user_id=UUID(values["u"]) if values["u"] else None,
            sold_as=tuple(values["w"]) if values.get("w") else None,
            override=values.get("o"),
        )
