"""Tables of accounts: a user, the roles granted, sessions and their refresh tokens."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from server.core.ids import new_id


class Role(StrEnum):
    """What somebody may do; everybody who has signed up is a customer."""

    CUSTOMER = "customer"
    STAFF = "staff"
    MANAGER = "manager"
    ADMIN = "admin"


class User(Model):
    """A person with an account. The e-mail address is kept normalised and in lower case."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    email = fields.CharField(max_length=254, unique=True)
    name = fields.CharField(max_length=120)
    phone = fields.CharField(max_length=20, null=True)
    password_hash = fields.CharField(max_length=200)
    locale = fields.CharField(max_length=10, default="en")
    email_verified_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    grants: fields.ReverseRelation["RoleGrant"]

    class Meta:
        """One account an address."""

        table = "users"


class RoleGrant(Model):
    """A role beyond customer, at one theatre or (``theatre_id`` null) at all of them."""

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("server.User", related_name="grants")
    role = fields.CharEnumField(Role, max_length=16)
    theatre_id = fields.IntField(null=True)

    class Meta:
        """A grant is given once."""

        table = "role_grants"
        unique_together = (("user_id", "role", "theatre_id"),)


class Session(Model):
    """One sign-in on one device: the family of refresh tokens that descend from it."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("server.User", related_name="sessions")
    user_agent = fields.CharField(max_length=300, default="")
    address = fields.CharField(max_length=45, default="")
    created_at = fields.DatetimeField(auto_now_add=True)
    last_seen_at = fields.DatetimeField(auto_now_add=True)
    revoked_at = fields.DatetimeField(null=True)

    user_id: UUID

    class Meta:
        """A revoked session stays as a record."""

        table = "sessions"


class RefreshToken(Model):
    """A refresh token, stored as its SHA-256 only. Used once; a second use revokes the session."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField(
        "server.Session", related_name="tokens"
    )
    token_hash = fields.CharField(max_length=64, unique=True)
    issued_at = fields.DatetimeField(auto_now_add=True)
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    session_id: UUID

    class Meta:
        """Found by hash."""

        table = "refresh_tokens"
