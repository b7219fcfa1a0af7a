"""Table of messages: what was said to whom, once."""

from tortoise import fields
from tortoise.models import Model

from server.core.ids import new_id


class Message(Model):
    """A message to one person. ``dedupe_key`` makes a repeated job say it once."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    dedupe_key = fields.CharField(max_length=120, unique=True)
    kind = fields.CharField(max_length=40)
    user_id = fields.UUIDField(null=True, description="Whose account it is about")
    recipient = fields.CharField(max_length=254)
    locale = fields.CharField(max_length=10)
    subject = fields.CharField(max_length=200)
    body = fields.TextField()
    created_at = fields.DatetimeField(auto_now_add=True)
    sent_at = fields.DatetimeField(null=True)

    class Meta:
        """Found by its key."""

        table = "messages"
