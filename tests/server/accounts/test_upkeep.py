"""What proves nothing any more is forgotten, and no sooner."""

from datetime import timedelta

from server.accounts import upkeep
from server.accounts.models import AccountLink, RefreshToken
from server.core.clock import now


async def test_a_token_is_kept_until_it_ends_though_it_was_spent(api, customer):
    await api.post("/auth/refresh", json={"refresh_token": customer.refresh_token})
    assert await upkeep.forget_old(100) == 0
    assert await RefreshToken.all().count() == 2
    await RefreshToken.filter(used_at__isnull=False).update(expires_at=now() - timedelta(seconds=1))
    assert await upkeep.forget_old(100) == 1
    assert await RefreshToken.all().count() == 1


async def test_links_are_kept_a_week_longer_than_they_are_good(customer):
    await AccountLink.all().update(expires_at=now() - timedelta(days=6))
    assert await upkeep.forget_old(100) == 0
    await AccountLink.all().update(expires_at=now() - timedelta(days=8))
    assert await upkeep.forget_old(100) == 1
    assert await AccountLink.all().count() == 0
