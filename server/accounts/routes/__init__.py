"""Routes of accounts: sessions, proofs by mail and phone, one's own account, and the house's people."""

from server.accounts.routes.me import router as me
from server.accounts.routes.people import router as people
from server.accounts.routes.proofs import router as proofs
from server.accounts.routes.sessions import router as sessions

ROUTERS = (sessions, proofs, me, people)

__all__ = ["ROUTERS"]
