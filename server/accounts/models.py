"""Tables of accounts: a user, the roles granted, sessions and their tokens, links and codes that prove."""

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


class LinkPurpose(StrEnum):
    """What following a mailed link proves or permits."""

    VERIFY_EMAIL = "verify_email"
    CHANGE_EMAIL = "change_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 # a purpose


class User(Model):
    """A person with an account. The e-mail address is kept normalised and in lower case."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    email = fields.CharField(max_length=254, unique=True)
    name = fields.CharField(max_length=120)
    phone = fields.CharField(max_length=20, null=True)
    phone_verified_at = fields.DatetimeField(null=True)
    password_hash = fields.CharField(max_length=200)
    locale = fields.CharField(max_length=10, default="en")
    email_verified_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)
    deleted_at = fields.DatetimeField(
        null=True, description="The person has left: nothing here names them any more"
    )

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


class AccountLink(Model):
    """A link that was asked for, good once. Its token is signed when it is sent and kept nowhere."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("server.User", related_name="links")
    purpose = fields.CharEnumField(LinkPurpose, max_length=20)
    email = fields.CharField(max_length=254, description="The address it is sent to, and proves")
    created_at = fields.DatetimeField(auto_now_add=True)
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    user_id: UUID

    class Meta:
        """Found by the id in its token."""

        table = "account_links"


class PhoneCode(Model):
    """A code that was asked for. It follows from the row's id and the house's key, and is kept nowhere."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("server.User", related_name="codes")
    phone = fields.CharField(max_length=20)
    attempts = fields.SmallIntField(default=0)
    created_at = fields.DatetimeField(auto_now_add=True)
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    user_id: UUID

    class Meta:
        """The newest of a user is the one that counts."""

        table = "phone_codes"
