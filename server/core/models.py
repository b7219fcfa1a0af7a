"""Tables that belong to no domain: the outbox and the answers to idempotent requests."""

from tortoise import fields
from tortoise.models import Model


class OutboxMessage(Model):
    """A job that must run because the transaction which wrote this row committed."""

    id = fields.BigIntField(primary_key=True)
    actor = fields.CharField(max_length=100, description="Name of the Dramatiq actor")
    args = fields.JSONField[dict[str, object]](description="Keyword arguments of the actor")
    created_at = fields.DatetimeField(auto_now_add=True)
    claimed_until = fields.DatetimeField(null=True, description="A relay is sending it until then")
    sent_at = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0)
    last_error = fields.TextField(null=True)

    class Meta:
        """Its partial index over waiting rows stands with the other guards in the migrations."""

        table = "outbox"


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
