"""Tables that belong to no domain: outbox, audit log, sweeps' findings, answers to idempotent requests."""

from tortoise import fields
from tortoise.fields.db_defaults import Now
from tortoise.models import Model


class OutboxMessage(Model):
    """A job that must be done because the transaction which wrote this row committed.

    It stays until a worker has said that it is done: neither a killed worker nor an emptied queue loses it.
    """

    id = fields.BigIntField(primary_key=True)
    actor = fields.CharField(max_length=100, description="Name of the Dramatiq actor")
    args = fields.JSONField[dict[str, object]](description="Keyword arguments of the actor")
    key = fields.CharField(
        max_length=120, null=True, description="While it waits, no second job with this key"
    )
    created_at = fields.DatetimeField(auto_now_add=True)
    due_at = fields.DatetimeField(
        db_default=Now(), description="When it is sent (again) unless it is done by then"
    )
    sent_at = fields.DatetimeField(null=True)
    sends = fields.IntField(db_default=0)
    attempts = fields.IntField(default=0, description="How often it was tried and failed")
    last_error = fields.TextField(null=True)
    done_at = fields.DatetimeField(null=True)
    dead_at = fields.DatetimeField(null=True, description="Given up; an operator decides")

    class Meta:
        """Its partial indexes over waiting rows stand with the other guards in the migrations."""

        table = "outbox"


class AuditEntry(Model):
    """What one of the house's people did. Append-only: a trigger refuses change and deletion."""

    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField(auto_now_add=True)
    actor_id = fields.UUIDField()
    action = fields.CharField(max_length=60)
    subject = fields.CharField(max_length=120, description="Kind and id of what it was done to")
    before = fields.JSONField[object](null=True)
    after = fields.JSONField[object](null=True)
    reason = fields.CharField(max_length=300, null=True)
    address = fields.CharField(max_length=45, default="")

    class Meta:
        """In the order it happened."""

        table = "audit_log"


class InvariantFinding(Model):
    """What the last sweep found of one invariant; none is wanted. One row an invariant."""

    name = fields.CharField(primary_key=True, max_length=60)
    violations = fields.IntField()
    examples = fields.JSONField[list[object]](default=list)
    swept_at = fields.DatetimeField()

    class Meta:
        """Found by name."""

        table = "invariant_findings"


class IdempotencyKey(Model):
    """One caller's key for one effect: the stored answer is given again to a repeated request."""

    id = fields.BigIntField(primary_key=True)
    caller = fields.CharField(max_length=64)
    key = fields.CharField(max_length=128)
    request_hash = fields.CharField(max_length=64, description="SHA-256 of route and body")
    status = fields.SmallIntField(null=True)
    body = fields.JSONField[object](null=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        """A second insert of the same key waits for the first transaction, then sees its answer."""

        table = "idempotency_keys"
        unique_together = (("caller", "key"),)
