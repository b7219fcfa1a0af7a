"""Tables of the catalogue: films and credits."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model


class Movie(Model):
    """A film.

    A generated column ``search_document`` (made in the migrations, not visible here) holds the
    weighted full-text vector over titles, people and synopsis with accents folded.
    """

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=120, unique=True)
    title = fields.CharField(max_length=200)
    original_title = fields.CharField(max_length=200, null=True, description="In its own script")
    tagline = fields.CharField(max_length=200, default="")
    synopsis = fields.TextField()
    genres = ArrayField(element_type="text", default=list)
    languages = ArrayField(element_type="text", default=list)
    countries = ArrayField(element_type="text", default=list)
    duration_minutes = fields.SmallIntField()
    released_on = fields.DateField()
    certificate = fields.CharField(max_length=8, default="")
    people = fields.TextField(default="", description="Names of the credits, for search")
    rating = fields.DecimalField(max_digits=3, decimal_places=1, null=True, description="0..10")
    rating_count = fields.IntField(default=0)
    popularity = fields.IntField(default=0, description="Editor's order; higher comes first")
    palette = fields.JSONField[dict[str, str]](description="ground, light and accent colours, hex")
    motif = fields.CharField(max_length=40, description="The drawing on the poster")
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(auto_now=True)

    credits: fields.ReverseRelation["Credit"]

    class Meta:
        """Found by slug, searched by the generated vector."""

        table = "movies"


class Person(Model):
    """Somebody with a credit."""

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=120, unique=True)

    class Meta:
        """One row a name."""

        table = "people"


class CreditKind(StrEnum):
    """In front of the camera, or behind it."""

    CAST = "cast"
    DIRECTOR = "director"


class Credit(Model):
    """One person's part in one film, in billing order."""

    id = fields.IntField(primary_key=True)
    movie: fields.ForeignKeyRelation[Movie] = fields.ForeignKeyField("server.Movie", related_name="credits")
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "server.Person", related_name="credits"
    )
    kind = fields.CharEnumField(CreditKind, max_length=16)
    role = fields.CharField(max_length=120, null=True, description="The character's name")
    position = fields.SmallIntField(default=0)

    class Meta:
        """Billing order is unique per film and kind."""

        table = "credits"
        unique_together = (("movie_id", "kind", "position"),)
