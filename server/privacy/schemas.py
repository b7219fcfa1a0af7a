"""Wire shapes of privacy."""

from typing import Annotated

from pydantic import Field, SecretStr

from server.core.wire import Wire


class Farewell(Wire):
    """The password, so that nobody deletes an account from a phone that was left on a table."""

    password: Annotated[SecretStr, Field(min_length=1, max_length=200)]
