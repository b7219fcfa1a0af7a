"""Wire shapes of privacy."""

from server.accounts.schemas import OldPassword
from server.core.wire import Wire


class Farewell(Wire):
    """The password, so that nobody deletes an account from a phone that was left on a table."""

    password: OldPassword
