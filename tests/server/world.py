"""A small house that a test furnishes: one theatre, one screen of twelve seats, films, shows, people."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx

from server.accounts.models import Role, RoleGrant, User
from server.catalogue.models import Credit, CreditKind, Movie, Person
from server.venues.models import City, Screen, SeatLayout, Show, ShowPrice, ShowStatus, Theatre

_PALETTE = {"ground": "#101820", "light": "#f4f0e8", "accent": "#ffc45c"}
_numbers = count(1)
PASSWORD = "a long enough password"

POLICY = [
    {"hours_before": 24, "refund_percent": 100},
    {"hours_before": 4, "refund_percent": 75},
    {"hours_before": 1, "refund_percent": 50},
]


def seats_of_two_rows() -> list[dict[str, Any]]:
    """Row A: six standard seats; row B: six recliners."""
    return [
        {
            "label": f"{row}{number}", "row": row, "number": number, "x": float(number), "y": float(depth),
            "w": 1.0, "category": category, "zone": "stalls",
        }
        for depth, (row, category) in enumerate([("A", "standard"), ("B", "recliner")])
        for number in range(1, 7)
    ]  # fmt: skip


@dataclass
class House:
    """One theatre with its screen, and what is added to it."""

    city: City
    theatre: Theatre
    screen: Screen
    layout: SeatLayout
    movies: dict[str, Movie] = field(default_factory=dict)

    @classmethod
    async def build(cls, *, zone: str = "Asia/Kolkata", currency: str = "INR", **rules: Any) -> "House":
        """Make the theatre; ``rules`` are its fee, tax and so on."""
        number = next(_numbers)
        city = await City.create(
            slug=f"city-{number}", name=f"City {number}", country="IN", time_zone=zone, currency=currency
        )
        theatre = await Theatre.create(
            slug=f"theatre-{number}", name=f"Theatre {number}", city=city, address="1 High Street",
            latitude=17.4, longitude=78.5, time_zone=zone, currency=currency, cancellation_policy=POLICY,
            **{"fee_per_ticket": 1770, "tax_name": "GST", "tax_rate": 1800, "tax_included": False,
               "point_value": 100, "points_rate": 5, **rules},
        )  # fmt: skip
        screen = await Screen.create(theatre=theatre, name="Screen 1", formats=["2D"])
        seats = seats_of_two_rows()
        layout = await SeatLayout.create(
            auditorium=screen, version=1, seat_count=len(seats), width=6.0, height=2.0,
            screen={"x": 3.5, "width": 6.0}, rows=[{"label": "A", "y": 0.0}, {"label": "B", "y": 1.0}],
            seats=seats,
        )  # fmt: skip
        return cls(city, theatre, screen, layout)

    async def movie(self, title: str = "Mayabazar", **facts: Any) -> Movie:
        """Add a film, once a title."""
        if title not in self.movies:
            number = next(_numbers)
            director = facts.pop("director", "K. V. Reddy")
            movie = await Movie.create(
                **{
                    "slug": f"film-{number}", "title": title, "synopsis": "A film.", "genres": ["Drama"],
                    "languages": ["Telugu"], "countries": ["IN"], "duration_minutes": 120,
                    "released_on": datetime(1957, 3, 27, tzinfo=UTC).date(), "people": director,
                    "palette": _PALETTE, "motif": "rings", **facts,
                }
            )  # fmt: skip
            person, _ = await Person.get_or_create(name=director)
            await Credit.create(movie=movie, person=person, kind=CreditKind.DIRECTOR)
            self.movies[title] = movie
        return self.movies[title]

    async def show(
        self,
        *,
        title: str = "Mayabazar",
        starts_in: timedelta = timedelta(hours=30),
        starts_at: datetime | None = None,
        status: ShowStatus = ShowStatus.ON_SALE,
        prices: dict[str, int] | None = None,
    ) -> Show:
        """Add a show; standard ₹220, recliner ₹380 unless told."""
        movie = await self.movie(title)
        starts_at = starts_at or datetime.now(UTC) + starts_in
        show = await Show.create(
            movie_id=movie.id, theatre=self.theatre, screen=self.screen, layout=self.layout,
            starts_at=starts_at, ends_at=starts_at + timedelta(hours=2),
            local_date=starts_at.astimezone(ZoneInfo(self.theatre.time_zone)).date(),
            sales_close_at=starts_at + timedelta(minutes=10), language="Telugu", format="2D", status=status,
        )  # fmt: skip
        for category, amount in (prices or {"standard": 22000, "recliner": 38000}).items():
            await ShowPrice.create(show=show, category=category, amount=amount)
        return show


async def confirm_mail(*people: "Customer") -> None:
    """Have people's e-mail addresses be confirmed, as a link in a mail would."""
    await User.filter(id__in=[each.id for each in people]).update(email_verified_at=datetime.now(UTC))


@dataclass
class Customer:
    """Somebody signed in through the API, with calls that carry their token."""

    api: httpx.AsyncClient
    id: UUID
    email: str
    access_token: str
    refresh_token: str
    hold_token: str | None = None

    @classmethod
    async def sign_up(cls, api: httpx.AsyncClient, *, role: Role | None = None) -> "Customer":
        """Make an account; with a role, take a new token, which carries it."""
        email = f"person{next(_numbers)}@example.com"
        answer = await api.post(
            "/auth/signup", json={"email": email, "password": PASSWORD, "name": "A Person"}
        )
        assert answer.status_code == 201, answer.text
        if role is not None:
            await RoleGrant.create(user_id=answer.json()["user"]["id"], role=role)
            # Cheaper than signing in again: no password is hashed.
            token = answer.json()["refresh_token"]
            answer = await api.post("/auth/refresh", json={"refresh_token": token})
            assert answer.status_code == 200, answer.text
        body = answer.json()
        return cls(api, UUID(body["user"]["id"]), email, body["access_token"], body["refresh_token"])

    @property
    def headers(self) -> dict[str, str]:
        token = {"X-Hold-Token": self.hold_token} if self.hold_token else {}
        return {"Authorization": f"Bearer {self.access_token}", **token}

    async def get(self, path: str) -> httpx.Response:
        return await self.api.get(path, headers=self.headers)

    async def post(self, path: str, **body: Any) -> httpx.Response:
        return await self.api.post(path, json=body or None, headers=self.headers)

    async def hold(self, show: Show, *seats: str) -> dict[str, Any]:
        """Hold seats, which must succeed."""
        answer = await self.api.post(f"/shows/{show.id}/holds", json={"seats": seats}, headers=self.headers)
        assert answer.status_code == 201, answer.text
        body: dict[str, Any] = answer.json()
        self.hold_token = body["hold_token"]
        return body

    async def try_book(self, show: Show, *seats: str, key: str | None = None, **more: Any) -> httpx.Response:
        """Ask for a booking."""
        body = {
            "user_id": str(self.id), "show_id": show.id, "seats": seats, "payment_method": "mock_upi", **more
        }  # fmt: skip
        headers = {**self.headers, **({"Idempotency-Key": key} if key else {})}
        return await self.api.post("/booking", json=body, headers=headers)

    async def book(self, show: Show, *seats: str, **more: Any) -> dict[str, Any]:
        """Hold and book, which must succeed."""
        hold = await self.hold(show, *seats)
        answer = await self.try_book(show, *seats, hold_id=hold["hold_id"], **more)
        assert answer.status_code == 201, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def pay(self, booking: dict[str, Any], outcome: str = "approve") -> httpx.Response:
        """Play the bank."""
        return await self.api.post(
            f"/payments/mock/{booking['payment']['id']}/{outcome}", headers=self.headers
        )
