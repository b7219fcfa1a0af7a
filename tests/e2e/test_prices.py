"""A price that changes while somebody looks at the show."""

from datetime import UTC, datetime, timedelta

import httpx
from playwright.async_api import expect

from server.demo.people import DEMO_PEOPLE


async def test_a_price_set_by_hand_is_seen_in_an_open_window_with_its_reason(windows, running):
    show = running.show_with_room()
    page = await windows.open(f"/shows/{show['id']}", width=390, height=844)
    legend = page.get_by_role("list", name="What the seats mean")
    await expect(legend).to_be_visible()
    admin = next(person for person in DEMO_PEOPLE if person.role == "admin")
    async with httpx.AsyncClient(base_url=running.api, timeout=60) as api:
        signed_in = await api.post("/auth/login", json={"email": admin.email, "password": admin.password})
        headers = {"Authorization": f"Bearer {signed_in.json()['access_token']}"}
        before = (await api.get(f"/pricing/show/{show['id']}")).json()
        wanted = 1.2 if before["source"] == "base" else 1.0
        answer = await api.post(
            f"/admin/shows/{show['id']}/override", headers=headers,
            json={
                "multiplier": wanted, "reason": "A premiere with guests",
                "until": (datetime.now(UTC) + timedelta(hours=1)).isoformat(),
            },
        )  # fmt: skip
        assert answer.status_code == 204, answer.text
        after = (await api.get(f"/pricing/show/{show['id']}")).json()
    rupees = after["current_price"]["amount"] // 100
    await expect(legend).to_contain_text(f"₹{rupees}")
    await expect(page.get_by_text("Prices of this show have changed.")).to_be_visible()
    await expect(page.get_by_text("Price set by the theatre")).to_be_visible()
