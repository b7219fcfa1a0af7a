from uuid import uuid4

from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.fields.db_defaults import Now
from tortoise.migrations import operations as ops

from server.core.ids import new_id
from server.payments.models import Movement, PaymentMethod, PaymentStatus, RefundReason, RefundStatus


class Migration(migrations.Migration):
    dependencies = [("server", "0003_single_gap_rule")]

    operations = [
        ops.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("actor_id", fields.UUIDField()),
                ("action", fields.CharField(max_length=60)),
                (
                    "subject",
                    fields.CharField(description="Kind and id of what it was done to", max_length=120),
                ),
                ("before", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ("after", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ("reason", fields.CharField(null=True, max_length=300)),
                ("address", fields.CharField(default="", max_length=45)),
            ],
            options={
                "table": "audit_log",
                "app": "server",
                "pk_attr": "id",
                "table_description": "What one of the house's people did. Append-only: a trigger refuses change and deletion.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="InvariantFinding",
            fields=[
                ("name", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=60)),
                ("violations", fields.IntField()),
                ("examples", fields.JSONField(default=list, encoder=JSON_DUMPS, decoder=loads)),
                ("swept_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "invariant_findings",
                "app": "server",
                "pk_attr": "name",
                "table_description": "What the last sweep found of one invariant; none is wanted. One row an invariant.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MockRefund",
            fields=[
                ("refund_id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("payment_id", fields.UUIDField()),
                ("amount", fields.IntField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "mock_refunds",
                "app": "server",
                "pk_attr": "refund_id",
                "table_description": "A refund in the mock bank's own book, once by the refund's id.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MockTransaction",
            fields=[
                ("payment_id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "status",
                    fields.CharField(
                        description="requested, approved, declined or called_off", max_length=12
                    ),
                ),
                ("amount", fields.IntField()),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "mock_transactions",
                "app": "server",
                "pk_attr": "payment_id",
                "table_description": "The mock bank's own book: one row an attempt. The house reads it only as a gateway would.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PaymentEvent",
            fields=[
                ("id", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=255)),
                (
                    "method",
                    fields.CharEnumField(
                        description="STRIPE: stripe\nMOCK_UPI: mock_upi\nMOCK_CARD: mock_card\nCASH: cash",
                        enum_type=PaymentMethod,
                        max_length=16,
                    ),
                ),
                ("kind", fields.CharField(max_length=80)),
                (
                    "subject",
                    fields.CharField(description="The provider's object it is about", max_length=255),
                ),
                (
                    "payment_id",
                    fields.UUIDField(null=True, description="Our attempt, where the provider names it"),
                ),
                ("received_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("applied_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("outcome", fields.CharField(null=True, max_length=200)),
            ],
            options={
                "table": "payment_events",
                "app": "server",
                "pk_attr": "id",
                "table_description": "What a provider told us, stored once by its own id and applied by asking the provider again.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Refund",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("booking_id", fields.UUIDField()),
                (
                    "payment",
                    fields.ForeignKeyField(
                        "server.Payment",
                        source_field="payment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="refunds",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.IntField(description="Minor units")),
                ("currency", fields.CharField(max_length=3)),
                (
                    "reason",
                    fields.CharEnumField(
                        description="CUSTOMER_CANCELLED: customer_cancelled\nSHOW_CANCELLED: show_cancelled\nHOUSE_CANCELLED: house_cancelled\nLATE_MONEY: late_money\nDUPLICATE: duplicate",
                        enum_type=RefundReason,
                        max_length=24,
                    ),
                ),
                (
                    "status",
                    fields.CharEnumField(
                        default=RefundStatus.PENDING,
                        description="PENDING: pending\nSUCCEEDED: succeeded\nFAILED: failed\nNEEDS_ATTENTION: needs_attention",
                        enum_type=RefundStatus,
                        max_length=16,
                    ),
                ),
                ("attempts", fields.SmallIntField(db_default=0)),
                (
                    "due_at",
                    fields.DatetimeField(
                        null=True,
                        description="When it is tried (again); null: not by the house",
                        auto_now=False,
                        auto_now_add=False,
                    ),
                ),
                ("provider_reference", fields.CharField(null=True, max_length=255)),
                ("last_error", fields.CharField(null=True, max_length=500)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "refunds",
                "app": "server",
                "pk_attr": "id",
                "table_description": "Money owed to a customer from one payment, and how far it has come.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("booking_id", fields.UUIDField()),
                (
                    "payment",
                    fields.ForeignKeyField(
                        "server.Payment",
                        source_field="payment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="entries",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "refund",
                    fields.ForeignKeyField(
                        "server.Refund",
                        source_field="refund_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="entries",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="CAPTURED: captured\nUNUSABLE: unusable\nCANCELLED: cancelled\nKEPT: kept\nPAID_BACK: paid_back\nBOUNCED: bounced",
                        enum_type=Movement,
                        max_length=12,
                    ),
                ),
                ("amount", fields.IntField(description="Minor units, more than nothing")),
                ("currency", fields.CharField(max_length=3)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "ledger",
                "app": "server",
                "pk_attr": "id",
                "table_description": "One movement of money. Append-only: a trigger refuses change and deletion.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ShowCancellation",
            fields=[
                ("show_id", fields.IntField(primary_key=True, generated=False, unique=True, db_index=True)),
                ("reason", fields.CharField(max_length=300)),
                ("requested_by", fields.UUIDField()),
                ("bookings", fields.IntField(description="Bookings that were live when it began")),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "finished_at",
                    fields.DatetimeField(
                        null=True,
                        description="When the last booking was cancelled",
                        auto_now=False,
                        auto_now_add=False,
                    ),
                ),
            ],
            options={
                "table": "show_cancellations",
                "app": "server",
                "pk_attr": "show_id",
                "table_description": "The house cancels a show: who asked, why, and how far giving everybody their money back has come.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Booking",
            name="closed_by",
            field=fields.CharField(null=True, description="The event that ended it", max_length=24),
        ),
        ops.AlterModelOptions(
            name="OutboxMessage",
            options={
                "table": "outbox",
                "app": "server",
                "pk_attr": "id",
                "table_description": "A job that must be done because the transaction which wrote this row committed.",
            },
        ),
        ops.AlterField(
            model_name="OutboxMessage",
            name="attempts",
            field=fields.IntField(default=0, description="How often it was tried and failed"),
        ),
        ops.AddField(
            model_name="OutboxMessage",
            name="dead_at",
            field=fields.DatetimeField(
                null=True, description="Given up; an operator decides", auto_now=False, auto_now_add=False
            ),
        ),
        ops.AddField(
            model_name="OutboxMessage",
            name="done_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="OutboxMessage",
            name="due_at",
            field=fields.DatetimeField(
                description="When it is sent (again) unless it is done by then",
                db_default=Now(),
                auto_now=False,
                auto_now_add=False,
            ),
        ),
        ops.AddField(
            model_name="OutboxMessage",
            name="key",
            field=fields.CharField(
                null=True, description="While it waits, no second job with this key", max_length=120
            ),
        ),
        ops.AddField(
            model_name="OutboxMessage",
            name="sends",
            field=fields.IntField(db_default=0),
        ),
        ops.RemoveField(model_name="OutboxMessage", name="claimed_until"),
        ops.AlterField(
            model_name="Payment",
            name="method",
            field=fields.CharEnumField(
                description="STRIPE: stripe\nMOCK_UPI: mock_upi\nMOCK_CARD: mock_card\nCASH: cash",
                enum_type=PaymentMethod,
                max_length=16,
            ),
        ),
        ops.AlterField(
            model_name="Payment",
            name="status",
            field=fields.CharEnumField(
                default=PaymentStatus.REQUIRES_ACTION,
                description="REQUIRES_ACTION: requires_action\nSUCCEEDED: succeeded\nDECLINED: declined\nEXPIRED: expired\nCANCELLED: cancelled\nRETURNED: returned",
                enum_type=PaymentStatus,
                max_length=20,
            ),
        ),
        ops.AddField(
            model_name="Payment",
            name="captured",
            field=fields.IntField(description="Minor units, from the ledger", db_default=0),
        ),
        ops.AddField(
            model_name="Payment",
            name="decline_reason",
            field=fields.CharField(null=True, max_length=200),
        ),
        ops.AddField(
            model_name="Payment",
            name="next_check_at",
            field=fields.DatetimeField(
                null=True,
                description="When the provider is asked about it, should no event come",
                auto_now=False,
                auto_now_add=False,
            ),
        ),
        ops.AddField(
            model_name="Payment",
            name="provider_reference",
            field=fields.CharField(
                null=True, description="The provider's name for this attempt", max_length=255
            ),
        ),
        ops.AddField(
            model_name="Payment",
            name="refunded",
            field=fields.IntField(description="Minor units owed or paid back, from the ledger", db_default=0),
        ),
        ops.AddField(
            model_name="Ticket",
            name="cancelled_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Ticket",
            name="fee",
            field=fields.IntField(
                description="The part of the price that only the house's own cancelling returns", db_default=0
            ),
        ),
        ops.AddField(
            model_name="Ticket",
            name="refunded",
            field=fields.IntField(
                description="Of the price, what was given back when it was cancelled", db_default=0
            ),
        ),
    ]
