"""What a hold carries for the server: its quote, and who was signed in. Opaque to the seat engine."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from server.pricing.quote import Quote


@dataclass(frozen=True, slots=True)
class HoldNote:
    """The server's note on a hold."""

    quote: Quote
    user_id: UUID | None

    def pack(self) -> bytes:
        """Return the note as bytes."""
        return orjson.dumps({"q": self.quote.as_dict(), "u": str(self.user_id) if self.user_id else None})

    @classmethod
    def unpack(cls, note: bytes) -> "HoldNote":
        """Read a note that ``pack`` made."""
        values: dict[str, Any] = orjson.loads(note)
        return cls(
            quote=Quote.from_dict(values["q"]),
            user_id=UUID(values["u"]) if values["u"] else None,
        )
