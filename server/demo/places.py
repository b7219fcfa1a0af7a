"""Where the demo house stands: four cities in three time zones, eight theatres, twenty screens."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoScreen:
    """One auditorium: its name, the formats it can show, the hall it is built as (a key of ``HALLS``)."""

    name: str
    formats: tuple[str, ...]
    hall: str


@dataclass(frozen=True, slots=True)
class DemoTheatre:
    """A theatre and the rules of its house; ``standard_price`` and ``fee`` are in minor units."""

    slug: str
    name: str
    address: str
    latitude: float
    longitude: float
    amenities: tuple[str, ...]
    standard_price: int
    fee: int
    tax_included: bool
    screens: tuple[DemoScreen, ...]


@dataclass(frozen=True, slots=True)
class DemoCity:
    """A city: zone, currency, tax, and how its people go to the pictures.

    ``tax_rate`` is in basis points; prices are rounded to ``price_step`` and totals to ``rounding_unit``
    (minor units); a point pays ``point_value`` (minor units), and ``points_rate`` of them are earned for each
    100 of the main unit; ``spoken`` languages need no subtitles; ``taste`` says how much films in a language
    are asked for (1 is neutral).
    """

    slug: str
    name: str
    country: str
    time_zone: str
    currency: str
    tax_name: str
    tax_rate: int
    price_step: int
    rounding_unit: int
    point_value: int
    points_rate: int
    spoken: frozenset[str]
    taste: tuple[tuple[str, float], ...]
    theatres: tuple[DemoTheatre, ...]


_FLAT, _DEEP, _GIANT = ("2D",), ("2D", "3D"), ("2D", "3D", "IMAX")

CITIES: tuple[DemoCity, ...] = (
    DemoCity(
        slug="hyderabad",
        name="Hyderabad",
        country="IN",
        time_zone="Asia/Kolkata",
        currency="INR",
        tax_name="GST",
        tax_rate=1800,
        price_step=1000,
        rounding_unit=100,
        point_value=100,
        points_rate=5,
        spoken=frozenset({"Telugu", "Hindi", "English"}),
        taste=(("Telugu", 2.6), ("Hindi", 1.3), ("Tamil", 0.9), ("Kannada", 0.9), ("English", 0.9)),
        theatres=(
            DemoTheatre(
                slug="golconda-talkies",
                name="Golconda Talkies",
                address="14 Liberty Road, Himayatnagar, Hyderabad 500029",
                latitude=17.4021,
                longitude=78.4843,
                amenities=("Step-free access", "Dolby Atmos", "Parking", "Café", "Hearing loop"),
                standard_price=20000,
                fee=3000,
                tax_included=False,
                screens=(
                    DemoScreen("Screen 1", _GIANT, "grand-fan"),
                    DemoScreen("Screen 2", _DEEP, "classic"),
                    DemoScreen("Screen 3", _FLAT, "recliner-lounge"),
                ),
            ),
            DemoTheatre(
                slug="lantern-gachibowli",
                name="Lantern Gachibowli",
                address="Plot 7, Old Mumbai Highway, Gachibowli, Hyderabad 500032",
                latitude=17.4435,
                longitude=78.3602,
                amenities=(
                    "Step-free access",
                    "IMAX",
                    "Laser projection",
                    "Parking",
                    "EV charging",
                    "Restaurant",
                ),
                standard_price=24000,
                fee=3500,
                tax_included=False,
                screens=(
                    DemoScreen("Audi 1", _GIANT, "giant"),
                    DemoScreen("Audi 2", _DEEP, "wide-curve"),
                    DemoScreen("Audi 3", _FLAT, "twin-block"),
                ),
            ),
            DemoTheatre(
                slug="deccan-palace",
                name="Deccan Palace",
                address="3 Station Road, Secunderabad, Hyderabad 500003",
                latitude=17.4379,
                longitude=78.5012,
                amenities=("Step-free access", "Balcony", "Single-screen hall", "Snack bar"),
                standard_price=15000,
                fee=2000,
                tax_included=False,
                screens=(
                    DemoScreen("Palace", _DEEP, "palace"),
                    DemoScreen("Little Palace", _FLAT, "old-stalls"),
                ),
            ),
        ),
    ),
    DemoCity(
        slug="mumbai",
        name="Mumbai",
        country="IN",
        time_zone="Asia/Kolkata",
        currency="INR",
        tax_name="GST",
        tax_rate=1800,
        price_step=1000,
        rounding_unit=100,
        point_value=100,
        points_rate=5,
        spoken=frozenset({"Hindi", "English"}),
        taste=(("Hindi", 2.3), ("English", 1.2), ("Telugu", 0.9), ("Tamil", 0.9), ("Bengali", 0.9)),
        theatres=(
            DemoTheatre(
                slug="marine-lantern",
                name="Marine Lantern",
                address="22 Seaface Lane, Churchgate, Mumbai 400020",
                latitude=18.9322,
                longitude=72.8264,
                amenities=("Step-free access", "Art deco foyer", "Café", "Dolby Atmos", "Hearing loop"),
                standard_price=26000,
                fee=4000,
                tax_included=True,
                screens=(
                    DemoScreen("Deco", _DEEP, "deco"),
                    DemoScreen("Promenade", _DEEP, "side-aisles"),
                    DemoScreen("Salon", _FLAT, "salon"),
                ),
            ),
            DemoTheatre(
                slug="bandra-electric",
                name="Bandra Electric",
                address="9 Hill View Road, Bandra West, Mumbai 400050",
                latitude=19.0596,
                longitude=72.8295,
                amenities=("Step-free access", "IMAX", "Recliners", "Parking", "Bar"),
                standard_price=28000,
                fee=4500,
                tax_included=True,
                screens=(
                    DemoScreen("Screen 1", _GIANT, "broad"),
                    DemoScreen("Screen 2", _FLAT, "couples"),
                ),
            ),
        ),
    ),
    DemoCity(
        slug="london",
        name="London",
        country="GB",
        time_zone="Europe/London",
        currency="GBP",
        tax_name="VAT",
        tax_rate=2000,
        price_step=50,
        rounding_unit=1,
        point_value=1,
        points_rate=500,
        spoken=frozenset({"English"}),
        taste=(("English", 2.0), ("Japanese", 1.3), ("Italian", 1.2), ("French", 1.2), ("Telugu", 0.6)),
        theatres=(
            DemoTheatre(
                slug="aldgate-electric",
                name="Aldgate Electric",
                address="41 Mitre Yard, London E1 7PF",
                latitude=51.5142,
                longitude=-0.0729,
                amenities=("Step-free access", "Hearing loop", "Bar", "Laser projection", "Captioned shows"),
                standard_price=1250,
                fee=75,
                tax_included=True,
                screens=(
                    DemoScreen("Screen 1", _GIANT, "steep"),
                    DemoScreen("Screen 2", _FLAT, "narrow"),
                ),
            ),
            DemoTheatre(
                slug="canalside-kino",
                name="Canalside Kino",
                address="5 Wharf Terrace, London N1 8JX",
                latitude=51.5353,
                longitude=-0.0991,
                amenities=("Step-free access", "Café", "35 mm and 70 mm", "Hearing loop", "Bicycle stands"),
                standard_price=1150,
                fee=60,
                tax_included=True,
                screens=(
                    DemoScreen("Upper", _DEEP, "chevron"),
                    DemoScreen("Lower", _FLAT, "cellar"),
                ),
            ),
        ),
    ),
    DemoCity(
        slug="new-york",
        name="New York",
        country="US",
        time_zone="America/New_York",
        currency="USD",
        tax_name="Sales tax",
        tax_rate=888,
        price_step=50,
        rounding_unit=1,
        point_value=1,
        points_rate=500,
        spoken=frozenset({"English"}),
        taste=(("English", 2.1), ("Hindi", 0.9), ("Spanish", 1.3), ("Korean", 1.2), ("Telugu", 0.7)),
        theatres=(
            DemoTheatre(
                slug="ludlow-lantern",
                name="Ludlow Lantern",
                address="118 Ludlow Passage, New York, NY 10002",
                latitude=40.7199,
                longitude=-73.9887,
                amenities=("Step-free access", "IMAX", "Assistive listening", "Bar", "Recliners"),
                standard_price=1650,
                fee=150,
                tax_included=False,
                screens=(
                    DemoScreen("House 1", _GIANT, "broadway"),
                    DemoScreen("House 2", _DEEP, "loft"),
                    DemoScreen("House 3", _FLAT, "studio"),
                ),
            ),
        ),
    ),
)
"""The demo house, city by city. Names and addresses are invented; coordinates lie in the right quarter."""

CANCELLATION_POLICY: tuple[tuple[int, int], ...] = ((24, 100), (4, 75), (1, 50))
"""(hours before the show, share refunded in per cent), longest first; after the last, nothing."""
