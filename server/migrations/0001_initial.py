from orjson import loads
from tortoise import fields, migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from server.accounts.models import Role
from server.booking.models import BookingStatus, TicketStatus
from server.catalogue.models import CreditKind
from server.core.ids import new_id, ticket_code
from server.payments.models import PaymentMethod, PaymentStatus
from server.venues.models import SeatCategory, ShowStatus


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Booking",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("reference", fields.CharField(unique=True, max_length=24)),
                ("user_id", fields.UUIDField()),
                ("show_id", fields.IntField()),
                (
                    "status",
                    fields.CharEnumField(
                        default=BookingStatus.PENDING,
                        description="PENDING: pending\nCONFIRMED: confirmed\nFAILED: failed\nEXPIRED: expired\nCANCELLED: cancelled",
                        enum_type=BookingStatus,
                        max_length=16,
                    ),
                ),
                (
                    "hold_id",
                    fields.CharField(description="The hold in the seat engine it came from", max_length=64),
                ),
                ("total", fields.IntField(description="Minor units")),
                ("currency", fields.CharField(max_length=3)),
                ("price_source", fields.CharField(description="override, ml or base", max_length=16)),
                ("model_version", fields.CharField(null=True, max_length=80)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "expires_at",
                    fields.DatetimeField(
                        null=True,
                        description="While pending: pay until then",
                        auto_now=False,
                        auto_now_add=False,
                    ),
                ),
                ("confirmed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "closed_at",
                    fields.DatetimeField(
                        null=True,
                        description="When it failed, expired or was cancelled",
                        auto_now=False,
                        auto_now_add=False,
                    ),
                ),
            ],
            options={
                "table": "bookings",
                "app": "server",
                "pk_attr": "id",
                "table_description": "Seats of one show for one customer at the price of one quote.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="City",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("slug", fields.CharField(unique=True, max_length=60)),
                ("name", fields.CharField(max_length=80)),
                ("country", fields.CharField(description="ISO 3166-1 alpha-2", max_length=2)),
                ("time_zone", fields.CharField(description="IANA name", max_length=40)),
                ("currency", fields.CharField(description="ISO 4217", max_length=3)),
            ],
            options={
                "table": "cities",
                "app": "server",
                "pk_attr": "id",
                "table_description": "A city with theatres.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="IdempotencyKey",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("caller", fields.CharField(max_length=64)),
                ("key", fields.CharField(max_length=128)),
                ("request_hash", fields.CharField(description="SHA-256 of route and body", max_length=64)),
                ("status", fields.SmallIntField(null=True)),
                ("body", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "idempotency_keys",
                "app": "server",
                "unique_together": (("caller", "key"),),
                "pk_attr": "id",
                "table_description": "One caller's key for one effect: the stored answer is given again to a repeated request.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Message",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("dedupe_key", fields.CharField(unique=True, max_length=120)),
                ("kind", fields.CharField(max_length=40)),
                ("recipient", fields.CharField(max_length=254)),
                ("locale", fields.CharField(max_length=10)),
                ("subject", fields.CharField(max_length=200)),
                ("body", fields.TextField(unique=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("sent_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "messages",
                "app": "server",
                "pk_attr": "id",
                "table_description": "A message to one person. ``dedupe_key`` makes a repeated job say it once.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Movie",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("slug", fields.CharField(unique=True, max_length=120)),
                ("title", fields.CharField(max_length=200)),
                (
                    "original_title",
                    fields.CharField(null=True, description="In its own script", max_length=200),
                ),
                ("tagline", fields.CharField(default="", max_length=200)),
                ("synopsis", fields.TextField(unique=False)),
                ("genres", ArrayField(default=list, element_type="TEXT")),
                ("languages", ArrayField(default=list, element_type="TEXT")),
                ("countries", ArrayField(default=list, element_type="TEXT")),
                ("duration_minutes", fields.SmallIntField()),
                ("released_on", fields.DateField()),
                ("certificate", fields.CharField(default="", max_length=8)),
                (
                    "people",
                    fields.TextField(
                        default="", description="Names of the credits, for search", unique=False
                    ),
                ),
                (
                    "rating",
                    fields.DecimalField(null=True, description="0..10", max_digits=3, decimal_places=1),
                ),
                ("rating_count", fields.IntField(default=0)),
                ("popularity", fields.IntField(default=0, description="Editor's order; higher comes first")),
                (
                    "palette",
                    fields.JSONField(
                        description="ground, light and accent colours, hex", encoder=JSON_DUMPS, decoder=loads
                    ),
                ),
                ("motif", fields.CharField(description="The drawing on the poster", max_length=40)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("updated_at", fields.DatetimeField(auto_now=True, auto_now_add=False)),
            ],
            options={"table": "movies", "app": "server", "pk_attr": "id", "table_description": "A film."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OutboxMessage",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("actor", fields.CharField(description="Name of the Dramatiq actor", max_length=100)),
                (
                    "args",
                    fields.JSONField(
                        description="Keyword arguments of the actor", encoder=JSON_DUMPS, decoder=loads
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "claimed_until",
                    fields.DatetimeField(
                        null=True,
                        description="A relay is sending it until then",
                        auto_now=False,
                        auto_now_add=False,
                    ),
                ),
                ("sent_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("attempts", fields.IntField(default=0)),
                ("last_error", fields.TextField(null=True, unique=False)),
            ],
            options={
                "table": "outbox",
                "app": "server",
                "pk_attr": "id",
                "table_description": "A job that must run because the transaction which wrote this row committed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Payment",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("booking_id", fields.UUIDField()),
                (
                    "method",
                    fields.CharEnumField(
                        description="MOCK_UPI: mock_upi\nMOCK_CARD: mock_card\nCASH: cash",
                        enum_type=PaymentMethod,
                        max_length=16,
                    ),
                ),
                (
                    "status",
                    fields.CharEnumField(
                        default=PaymentStatus.REQUIRES_ACTION,
                        description="REQUIRES_ACTION: requires_action\nSUCCEEDED: succeeded\nDECLINED: declined\nEXPIRED: expired\nCANCELLED: cancelled",
                        enum_type=PaymentStatus,
                        max_length=20,
                    ),
                ),
                ("amount", fields.IntField(description="Minor units")),
                ("currency", fields.CharField(max_length=3)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "payments",
                "app": "server",
                "pk_attr": "id",
                "table_description": "One attempt to pay for one booking. ``booking_id`` is the upper domain's row, known by id only.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Person",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("name", fields.CharField(unique=True, max_length=120)),
            ],
            options={
                "table": "people",
                "app": "server",
                "pk_attr": "id",
                "table_description": "Somebody with a credit.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Credit",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "movie",
                    fields.ForeignKeyField(
                        "server.Movie",
                        source_field="movie_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="credits",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "server.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="credits",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="CAST: cast\nDIRECTOR: director", enum_type=CreditKind, max_length=16
                    ),
                ),
                ("role", fields.CharField(null=True, description="The character's name", max_length=120)),
                ("position", fields.SmallIntField(default=0)),
            ],
            options={
                "table": "credits",
                "app": "server",
                "unique_together": (("movie_id", "kind", "position"),),
                "pk_attr": "id",
                "table_description": "One person's part in one film, in billing order.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PriceLine",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "booking",
                    fields.ForeignKeyField(
                        "server.Booking",
                        source_field="booking_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="lines",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("position", fields.SmallIntField()),
                ("kind", fields.CharField(max_length=16)),
                ("label", fields.CharField(max_length=120)),
                ("category", fields.CharField(null=True, max_length=16)),
                ("quantity", fields.SmallIntField(null=True)),
                ("unit_amount", fields.IntField(null=True)),
                ("amount", fields.IntField()),
            ],
            options={
                "table": "price_lines",
                "app": "server",
                "unique_together": (("booking_id", "position"),),
                "pk_attr": "id",
                "table_description": "One line of what a booking costs; the lines of a booking add up to its total.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Theatre",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("slug", fields.CharField(unique=True, max_length=80)),
                ("name", fields.CharField(max_length=120)),
                (
                    "city",
                    fields.ForeignKeyField(
                        "server.City",
                        source_field="city_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="theatres",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("address", fields.CharField(max_length=200)),
                ("latitude", fields.FloatField()),
                ("longitude", fields.FloatField()),
                ("time_zone", fields.CharField(description="IANA name", max_length=40)),
                ("currency", fields.CharField(description="ISO 4217", max_length=3)),
                ("amenities", ArrayField(default=list, element_type="TEXT")),
                ("fee_per_ticket", fields.IntField(default=0, description="Convenience fee, minor units")),
                ("tax_name", fields.CharField(default="Tax", max_length=20)),
                ("tax_rate", fields.IntField(default=0, description="Basis points: 1800 is 18 %")),
                (
                    "tax_included",
                    fields.BooleanField(default=False, description="Listed prices contain the tax"),
                ),
                (
                    "cancellation_policy",
                    fields.JSONField(
                        description="[{hours_before, refund_percent}], longest first",
                        encoder=JSON_DUMPS,
                        decoder=loads,
                    ),
                ),
                (
                    "sale_closes_after_start",
                    fields.SmallIntField(default=10, description="Minutes; negative: before"),
                ),
                ("cash_release_before_start", fields.SmallIntField(default=30, description="Minutes")),
            ],
            options={
                "table": "theatres",
                "app": "server",
                "pk_attr": "id",
                "table_description": "A theatre, with the rules of its house: zone, currency, fee, tax, cancellation.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Screen",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "theatre",
                    fields.ForeignKeyField(
                        "server.Theatre",
                        source_field="theatre_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="screens",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=60)),
                ("formats", ArrayField(default=list, element_type="TEXT")),
            ],
            options={
                "table": "screens",
                "app": "server",
                "unique_together": (("theatre_id", "name"),),
                "pk_attr": "id",
                "table_description": "One auditorium of a theatre.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SeatLayout",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "auditorium",
                    fields.ForeignKeyField(
                        "server.Screen",
                        source_field="auditorium_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="layouts",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("version", fields.IntField()),
                ("seat_count", fields.IntField()),
                ("width", fields.FloatField()),
                ("height", fields.FloatField()),
                ("screen", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("rows", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("seats", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "seat_layouts",
                "app": "server",
                "unique_together": (("auditorium_id", "version"),),
                "pk_attr": "id",
                "table_description": "One version of a screen's seats. Immutable: a trigger refuses updates, a change is a new version.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Show",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("movie_id", fields.IntField()),
                (
                    "theatre",
                    fields.ForeignKeyField(
                        "server.Theatre",
                        source_field="theatre_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="shows",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "screen",
                    fields.ForeignKeyField(
                        "server.Screen",
                        source_field="screen_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="shows",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "layout",
                    fields.ForeignKeyField(
                        "server.SeatLayout",
                        source_field="layout_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="shows",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("starts_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("local_date", fields.DateField()),
                ("sales_close_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("language", fields.CharField(max_length=40)),
                ("subtitles", fields.CharField(null=True, max_length=40)),
                ("format", fields.CharField(max_length=20)),
                (
                    "status",
                    fields.CharEnumField(
                        default=ShowStatus.ON_SALE,
                        description="SCHEDULED: scheduled\nON_SALE: on_sale\nCLOSED: closed\nCANCELLED: cancelled",
                        enum_type=ShowStatus,
                        max_length=16,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "shows",
                "app": "server",
                "pk_attr": "id",
                "table_description": "A film on a screen at a time. Stored in UTC; ``local_date`` is the date in the theatre's zone.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SeatBlock",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "show",
                    fields.ForeignKeyField(
                        "server.Show",
                        source_field="show_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="blocks",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("seat_index", fields.IntField()),
                ("reason", fields.CharField(max_length=120)),
            ],
            options={
                "table": "seat_blocks",
                "app": "server",
                "unique_together": (("show_id", "seat_index"),),
                "pk_attr": "id",
                "table_description": "A seat the house keeps back at one show (maintenance, house seats), and why.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ShowPrice",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "show",
                    fields.ForeignKeyField(
                        "server.Show",
                        source_field="show_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="prices",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "category",
                    fields.CharEnumField(
                        description="STANDARD: standard\nPREMIUM: premium\nRECLINER: recliner\nCOUPLE: couple\nVIP: vip\nWHEELCHAIR: wheelchair\nCOMPANION: companion",
                        enum_type=SeatCategory,
                        max_length=16,
                    ),
                ),
                ("amount", fields.IntField()),
            ],
            options={
                "table": "show_prices",
                "app": "server",
                "unique_together": (("show_id", "category"),),
                "pk_attr": "id",
                "table_description": "The base price of one seat category at one show, minor units of the theatre's currency.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Ticket",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                (
                    "booking",
                    fields.ForeignKeyField(
                        "server.Booking",
                        source_field="booking_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="tickets",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("show_id", fields.IntField()),
                ("seat_index", fields.IntField()),
                ("seat_label", fields.CharField(max_length=8)),
                ("category", fields.CharField(max_length=16)),
                (
                    "price",
                    fields.IntField(
                        description="What this seat costs with its share of fee and tax, minor units"
                    ),
                ),
                ("code", fields.CharField(default=ticket_code, unique=True, max_length=32)),
                (
                    "status",
                    fields.CharEnumField(
                        default=TicketStatus.RESERVED,
                        description="RESERVED: reserved\nVALID: valid\nUSED: used\nRELEASED: released\nCANCELLED: cancelled",
                        enum_type=TicketStatus,
                        max_length=16,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "tickets",
                "app": "server",
                "pk_attr": "id",
                "table_description": "One seat of one booking. At most one live ticket a seat and show: a partial unique index.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="User",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("email", fields.CharField(unique=True, max_length=254)),
                ("name", fields.CharField(max_length=120)),
                ("phone", fields.CharField(null=True, max_length=20)),
                ("password_hash", fields.CharField(max_length=200)),
                ("locale", fields.CharField(default="en", max_length=10)),
                ("email_verified_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "users",
                "app": "server",
                "pk_attr": "id",
                "table_description": "A person with an account. The e-mail address is kept normalised and in lower case.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RoleGrant",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "server.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="grants",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "role",
                    fields.CharEnumField(
                        description="CUSTOMER: customer\nSTAFF: staff\nMANAGER: manager\nADMIN: admin",
                        enum_type=Role,
                        max_length=16,
                    ),
                ),
                ("theatre_id", fields.IntField(null=True)),
            ],
            options={
                "table": "role_grants",
                "app": "server",
                "unique_together": (("user_id", "role", "theatre_id"),),
                "pk_attr": "id",
                "table_description": "A role beyond customer, at one theatre or (``theatre_id`` null) at all of them.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Session",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "server.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="sessions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("user_agent", fields.CharField(default="", max_length=300)),
                ("address", fields.CharField(default="", max_length=45)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("last_seen_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "sessions",
                "app": "server",
                "pk_attr": "id",
                "table_description": "One sign-in on one device: the family of refresh tokens that descend from it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RefreshToken",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                (
                    "session",
                    fields.ForeignKeyField(
                        "server.Session",
                        source_field="session_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="tokens",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("issued_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "refresh_tokens",
                "app": "server",
                "pk_attr": "id",
                "table_description": "A refresh token, stored as its SHA-256 only. Used once; a second use revokes the session.",
            },
            bases=["Model"],
        ),
    ]
