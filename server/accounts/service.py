"""Use cases of accounts that other domains and all routes share."""

from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.expressions import Q

from server.accounts.errors import ContactNotVerified, EmailNotVerified, EmailTaken
from server.accounts.models import RoleGrant, User
from server.accounts.schemas import SignUp, UserChange
from server.core.errors import NotFound


async def sign_up(wanted: SignUp, password_hash: str, *, locale: str) -> User:
    """Make an account; raises ``EmailTaken``. The password has been hashed outside the transaction."""
    try:
        return await User.create(
            email=wanted.email,
            name=wanted.name,
            phone=wanted.phone,
            password_hash=password_hash,
            locale=locale,
        )
    except IntegrityError as error:
        raise EmailTaken from error


async def get_user(user_id: UUID) -> User:
    """Return a user; raises ``NotFound``."""
    user = await User.filter(id=user_id).first()
    if user is None:
        raise NotFound
    return user


async def change_user(user_id: UUID, change: UserChange) -> User:
    """Apply the fields that are set."""
    user = await get_user(user_id)
    sent = change.model_dump(exclude_unset=True)
    # Only the phone number may be taken away; a null name or locale leaves what is there.
    fields = {name: value for name, value in sent.items() if value is not None or name == "phone"}
    if "phone" in fields and fields["phone"] != user.phone:
        fields["phone_verified_at"] = None
    if fields:
        await user.update_from_dict(fields).save(update_fields=list(fields))
    return user


async def roles_of(user_id: UUID) -> list[str]:
    """Return a user's roles, customer first."""
    granted = await RoleGrant.filter(user_id=user_id).values_list("role", flat=True)
    return ["customer", *sorted({str(role) for role in granted})]


async def ensure_verified(user_id: UUID) -> None:
    """Raise ``EmailNotVerified`` for an account whose address was never confirmed."""
    if not await User.filter(id=user_id, email_verified_at__not_isnull=True).exists():
        raise EmailNotVerified


async def ensure_reachable(user_id: UUID) -> None:
    """Raise ``ContactNotVerified`` for an account that has confirmed neither e-mail address nor phone."""
    reachable = Q(email_verified_at__not_isnull=True) | Q(phone_verified_at__not_isnull=True)
    if not await User.filter(reachable, id=user_id).exists():
        raise ContactNotVerified
