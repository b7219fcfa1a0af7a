"""Two people who change the same thing: the later one is told, and overwrites nothing unseen.

What is read carries an ``etag``, which a change sends back. It is a field and no header, as a list has many
things that can be changed from it (the way of Google's AIP-154).
"""

from abc import ABC, abstractmethod
from hashlib import blake2b
from typing import Annotated, Any

import orjson
from pydantic import Field, computed_field

from server.core.errors import DomainError
from server.core.wire import Wire

_DIGEST_BYTES = 12


class ChangedMeanwhile(DomainError):
    """Raised when what is to be changed is no longer what was read; nothing was written."""

    code = "changed_meanwhile"
    title = "This was changed after it was read"


class Editable(Wire, ABC):
    """What people read in order to change it."""

    @abstractmethod
    def picture(self) -> dict[str, Any]:
        """Return what people set of it, as JSON: what the audit log keeps."""

    @computed_field(  # type: ignore[prop-decorator] # as pydantic has it
        description="Stands for everything that can be changed of it; opaque"
    )
    @property
    def etag(self) -> str:
        """A digest of the picture."""
        # In order: equal things have equal digests, wherever their parts came from.
        said = orjson.dumps(self.picture(), option=orjson.OPT_SORT_KEYS)
        return blake2b(said, digest_size=_DIGEST_BYTES).hexdigest()


class Change(Wire):
    """What a change has beside the new values."""

    etag: Annotated[
        str | None,
        Field(max_length=64, description="As it was read; null to replace whatever there is"),
    ] = None


def ensure_as_read(wanted: Change, present: Editable) -> None:
    """Raise ``ChangedMeanwhile`` unless a change was made to what is there; with the row locked."""
    if wanted.etag is not None and wanted.etag != present.etag:
        raise ChangedMeanwhile
