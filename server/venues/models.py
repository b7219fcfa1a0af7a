"""Tables of venues: city, theatre, screen, versioned seat layout, show, base prices, house blocks."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model

from server.venues.asking import CEILING, FLOOR


class SeatCategory(StrEnum):
    """What kind of seat it is; prices are set per category."""

    STANDARD = "standard"
    PREMIUM = "premium"
    RECLINER = "recliner"
    COUPLE = "couple"
    VIP = "vip"
    WHEELCHAIR = "wheelchair"
    COMPANION = "companion"


KEPT_CATEGORIES = (SeatCategory.WHEELCHAIR, SeatCategory.COMPANION)
"""Kept for those who need them: their price is not what a show costs "from", and stands for none."""


class City(Model):
    """A city with theatres."""

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=60, unique=True)
    name = fields.CharField(max_length=80)
    country = fields.CharField(max_length=2, description="ISO 3166-1 alpha-2")
    time_zone = fields.CharField(max_length=40, description="IANA name")
    currency = fields.CharField(max_length=3, description="ISO 4217")

    class Meta:
        """Found by slug."""

        table = "cities"


class Theatre(Model):
    """A theatre, with the rules of its house: zone, currency, fee, tax, rounding, points, cancellation."""

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=80, unique=True)
    name = fields.CharField(max_length=120)
    city: fields.ForeignKeyRelation[City] = fields.ForeignKeyField("server.City", related_name="theatres")
    address = fields.CharField(max_length=200)
    latitude = fields.FloatField()
    longitude = fields.FloatField()
    time_zone = fields.CharField(max_length=40, description="IANA name")
    currency = fields.CharField(max_length=3, description="ISO 4217")
    amenities = ArrayField(element_type="text", default=list)
    fee_per_ticket = fields.IntField(default=0, description="Convenience fee, minor units")
    counter_fee_per_ticket = fields.IntField(
        db_default=0, description="The fee of a ticket that is sold at the counter, minor units"
    )
    tax_name = fields.CharField(max_length=20, default="Tax")
    tax_rate = fields.IntField(default=0, description="Basis points: 1800 is 18 %")
    tax_included = fields.BooleanField(default=False, description="Listed prices contain the tax")
    rounding_unit = fields.IntField(
        db_default=1, description="The smallest amount that can be paid, minor units: 100 is whole rupees"
    )
    point_value = fields.IntField(
        db_default=0, description="What a point pays here, minor units; 0: points are not taken"
    )
    points_rate = fields.IntField(
        db_default=0, description="Points earned for each 100 of the main unit that are paid"
    )
    cancellation_policy = fields.JSONField[list[dict[str, int]]](
        description="[{hours_before, refund_percent}], longest first"
    )
    sale_closes_after_start = fields.SmallIntField(default=10, description="Minutes; negative: before")
    cash_release_before_start = fields.SmallIntField(default=30, description="Minutes")
    cash_reservation_minutes = fields.SmallIntField(
        db_default=120, description="How long seats that are to be paid at the counter are kept"
    )
    single_gap_rule = fields.BooleanField(
        default=False, description="A choice may not leave a single free seat between others"
    )

    screens: fields.ReverseRelation["Screen"]

    class Meta:
        """Found by slug."""

        table = "theatres"


class Screen(Model):
    """One auditorium of a theatre."""

    id = fields.IntField(primary_key=True)
    theatre: fields.ForeignKeyRelation[Theatre] = fields.ForeignKeyField(
        "server.Theatre", related_name="screens"
    )
    name = fields.CharField(max_length=60)
    formats = ArrayField(element_type="text", default=list)

    theatre_id: int
    layouts: fields.ReverseRelation["SeatLayout"]

    class Meta:
        """A name is unique in its theatre."""

        table = "screens"
        unique_together = (("theatre_id", "name"),)


class SeatLayout(Model):
    """One version of a screen's seats. Immutable: a trigger refuses updates, a change is a new version.

    ``seats`` is a list in index order of objects with ``label`` (A12), ``row`` (A), ``number`` (12),
    ``x``, ``y``, ``w`` (grid units, one seat pitch each; y grows away from the screen), ``category``
    and ``zone``. ``rows`` lists ``label`` and ``y`` front to back; ``screen`` is ``{x, width}``.
    """

    id = fields.IntField(primary_key=True)
    auditorium: fields.ForeignKeyRelation[Screen] = fields.ForeignKeyField(
        "server.Screen", related_name="layouts"
    )
    version = fields.IntField()
    seat_count = fields.IntField()
    width = fields.FloatField()
    height = fields.FloatField()
    screen = fields.JSONField[dict[str, float]]()
    rows = fields.JSONField[list[dict[str, object]]]()
    seats = fields.JSONField[list[dict[str, object]]]()
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        """Versions count up per screen."""

        table = "seat_layouts"
        unique_together = (("auditorium_id", "version"),)


class ShowStatus(StrEnum):
    """Where a show stands. Whether a show on sale may still be sold also depends on the time."""

    SCHEDULED = "scheduled"
    ON_SALE = "on_sale"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Show(Model):
    """A film on a screen at a time. Stored in UTC; ``local_date`` is the date in the theatre's zone."""

    id = fields.IntField(primary_key=True)
    movie_id = fields.IntField()
    theatre: fields.ForeignKeyRelation[Theatre] = fields.ForeignKeyField(
        "server.Theatre", related_name="shows"
    )
    screen: fields.ForeignKeyRelation[Screen] = fields.ForeignKeyField("server.Screen", related_name="shows")
    layout: fields.ForeignKeyRelation[SeatLayout] = fields.ForeignKeyField(
        "server.SeatLayout", related_name="shows"
    )
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    local_date = fields.DateField()
    sales_close_at = fields.DatetimeField()
    language = fields.CharField(max_length=40)
    subtitles = fields.CharField(max_length=40, null=True)
    format = fields.CharField(max_length=20)
    status = fields.CharEnumField(ShowStatus, max_length=16, default=ShowStatus.ON_SALE)
    created_at = fields.DatetimeField(auto_now_add=True)

    prices: fields.ReverseRelation["ShowPrice"]
    theatre_id: int
    screen_id: int
    layout_id: int

    class Meta:
        """Two shows never share a screen at a time: an exclusion constraint in the migrations."""

        table = "shows"


class ShowPrice(Model):
    """The base price of one seat category at one show, minor units of the theatre's currency."""

    id = fields.BigIntField(primary_key=True)
    show: fields.ForeignKeyRelation[Show] = fields.ForeignKeyField("server.Show", related_name="prices")
    category = fields.CharEnumField(SeatCategory, max_length=16)
    amount = fields.IntField()

    class Meta:
        """One base price a category."""

        table = "show_prices"
        unique_together = (("show_id", "category"),)


class PriceRules(Model):
    """How far the prices of a theatre may depart from their base, and whether they do so by themselves.

    Written by ``server.pricing`` only. A theatre without a row has these defaults. Multiples and shares are
    in basis points of the base price: 10,000 is 1.
    """

    theatre_id = fields.IntField(primary_key=True, generated=False)
    automatic = fields.BooleanField(default=False, description="Off is the kill switch: base prices")
    floor = fields.IntField(default=FLOOR)
    ceiling = fields.IntField(default=CEILING)
    step = fields.IntField(default=1_000, description="The largest move at once")
    interval_minutes = fields.IntField(default=60, description="The least time between two moves")
    unit = fields.IntField(default=0, description="Prices are whole multiples of it, minor units; 0: any")
    hold_out = fields.IntField(default=1_000, description="Share of shows that keep their base for ever")
    changed_at = fields.DatetimeField(auto_now=True)

    class Meta:
        """One a theatre."""

        table = "price_rules"


class ShowPricing(Model):
    """Where the prices of one show stand. Written by ``server.pricing`` only, which says why in its changes.

    A show without a row asks its base prices.
    """

    show_id = fields.IntField(primary_key=True, generated=False)
    multiple = fields.IntField(null=True, description="What the model asks, basis points of the base price")
    model_version = fields.CharField(max_length=64, null=True)
    expected_share = fields.FloatField(null=True, description="Share of the seats expected to sell")
    moved_at = fields.DatetimeField(null=True, description="When the multiple last moved")
    override = fields.JSONField[dict[str, int]](null=True, description="Prices by category, minor units")
    override_until = fields.DatetimeField(null=True)
    override_reason = fields.CharField(max_length=300, null=True)
    override_by = fields.UUIDField(null=True)
    shown = fields.JSONField[dict[str, int]](null=True, description="The prices last settled")
    shown_source = fields.CharField(max_length=10, default="base")

    class Meta:
        """One a show."""

        table = "show_pricing"


class SeatBlock(Model):
    """A seat the house keeps back at one show (maintenance, house seats), and why."""

    id = fields.BigIntField(primary_key=True)
    show: fields.ForeignKeyRelation[Show] = fields.ForeignKeyField("server.Show", related_name="blocks")
    seat_index = fields.IntField()
    reason = fields.CharField(max_length=120)

    class Meta:
        """A seat is blocked once."""

        table = "seat_blocks"
        unique_together = (("show_id", "seat_index"),)
