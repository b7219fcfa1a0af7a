from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("server", "0002_guards")]

    operations = [
        ops.AddField(
            model_name="Theatre",
            name="single_gap_rule",
            field=fields.BooleanField(
                default=False, description="A choice may not leave a single free seat between others"
            ),
        ),
    ]
