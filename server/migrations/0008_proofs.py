"""What proves who somebody is: mailed links, codes by phone; whose account a message is about; who has left."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from server.accounts.models import LinkPurpose
from server.core.ids import new_id


class Migration(migrations.Migration):
    dependencies = [("server", "0007_reduction_guards")]

    initial = False

    operations = [
        ops.CreateModel(
            name="AccountLink",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "server.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="links",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "purpose",
                    fields.CharEnumField(
                        description="VERIFY_EMAIL: verify_email\nCHANGE_EMAIL: change_email\nRESET_PASSWORD: reset_password",
                        enum_type=LinkPurpose,
                        max_length=20,
                    ),
                ),
                (
                    "email",
                    fields.CharField(description="The address it is sent to, and proves", max_length=254),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "account_links",
                "app": "server",
                "pk_attr": "id",
                "table_description": "A link that was asked for, good once. Its token is signed when it is sent and kept nowhere.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PhoneCode",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "server.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="codes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("phone", fields.CharField(max_length=20)),
                ("attempts", fields.SmallIntField(default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "phone_codes",
                "app": "server",
                "pk_attr": "id",
                "table_description": "A code that was asked for. It follows from the row's id and the house's key, and is kept nowhere.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Message",
            name="user_id",
            field=fields.UUIDField(null=True, description="Whose account it is about"),
        ),
        ops.AddField(
            model_name="User",
            name="deleted_at",
            field=fields.DatetimeField(
                null=True,
                description="The person has left: nothing here names them any more",
                auto_now=False,
                auto_now_add=False,
            ),
        ),
        ops.AddField(
            model_name="User",
            name="phone_verified_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
    ]
