"""What people send fits where it is kept: every text and number of a request body has its bounds."""

import json
from datetime import date, datetime
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import AwareDatetime, BaseModel, NaiveDatetime, TypeAdapter, ValidationError
from pydantic.json_schema import models_json_schema
from tortoise.fields import CharField
from tortoise.models import Model

import server.app
from server.accounts import models as accounts
from server.accounts import schemas as of_accounts
from server.accounts.numbers import e164
from server.booking import schemas as of_booking
from server.booking.models import ShowCancellation
from server.catalogue.models import Credit, Movie, Person
from server.core import models as core
from server.core.text import Text
from server.forecasting import schemas as of_forecasts
from server.forecasting.models import ModelPromotion
from server.planning.schemas import movies, shows, theatres
from server.pricing import schemas as of_prices
from server.pricing.models import Experiment
from server.promotions.codes import LONGEST_CODE, code_of
from server.promotions.models import Promotion
from server.promotions.schemas import PromotionIn
from server.venues.models import City, Screen, Show, ShowPricing, Theatre

BODIES = {
    body.__name__: body
    for router in server.app.ROUTERS
    for operation in router.operations
    for body in (operation.body, operation.upload)
    if body is not None
}

KEPT: dict[type[BaseModel], list[type[Model]]] = {
    of_accounts.SignUp: [accounts.User],
    of_accounts.EmailChange: [accounts.User, accounts.AccountLink],
    of_accounts.UserChange: [accounts.User],
    of_accounts.RolesChange: [core.AuditEntry],
    of_accounts.Why: [core.AuditEntry],
    of_booking.RefundSettlement: [core.AuditEntry],
    of_booking.ShowCancellationRequest: [ShowCancellation, core.AuditEntry],
    of_forecasts.ChangeIn: [ModelPromotion, core.AuditEntry],
    of_prices.OverrideIn: [core.AuditEntry],
    of_prices.RulesIn: [core.AuditEntry],
    of_prices.ExperimentIn: [Experiment],
    movies.MovieIn: [Movie],
    movies.CastIn: [Person, Credit],
    movies.MovieChange: [Movie],
    shows.ShowIn: [Show],
    shows.ShowChange: [Show],
    theatres.TheatreIn: [Theatre],
    theatres.TheatreChange: [Theatre],
    theatres.NewCity: [City],
    theatres.ScreenIn: [Screen],
    theatres.ScreenChange: [Screen],
    PromotionIn: [Promotion],
}
"""Where the fields of a body are kept, under their own names."""

ELSEWHERE: dict[tuple[str, str], list[tuple[type[Model], str]]] = {
    ("ShowCancellationRequest", "reason"): [(ShowCancellation, "reason")],
    ("OverrideIn", "reason"): [(ShowPricing, "override_reason")],
    ("MovieIn", "directors"): [(Person, "name")],
    ("MovieChange", "directors"): [(Person, "name")],
    ("PhoneToVerify", "phone"): [],
    ("SignUp", "phone"): [],
    ("UserChange", "phone"): [],
}
"""Fields that are kept under another name; a phone in a form of its own, which has a test of its own."""

CLOSED = {"date", "date-time", "uuid", "binary"}
"""Formats whose texts are no longer than the format is."""


def leaves(schema, definitions, path=()):
    """Yield every text and number of a JSON schema with its place."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rsplit("/", 1)[1]]
    for name, part in schema.get("properties", {}).items():
        yield from leaves(part, definitions, (*path, name))
    for part in schema.get("anyOf", ()):
        yield from leaves(part, definitions, path)
    if "items" in schema:
        yield from leaves(schema["items"], definitions, path)
    if isinstance(schema.get("additionalProperties"), dict):
        yield from leaves(schema["additionalProperties"], definitions, path)
    if (
        schema.get("type") in {"string", "integer", "number"}
        and "enum" not in schema
        and "const" not in schema
    ):
        yield path, schema


def models_of(annotation):
    """Yield the models in an annotation, and those in them."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models_of(field.annotation)
    for part in get_args(annotation):
        yield from models_of(part)


@pytest.mark.parametrize("name", sorted(BODIES))
def test_every_text_and_number_that_is_sent_has_its_bounds(name):
    references, described = models_json_schema([(BODIES[name], "validation")])
    definitions = described["$defs"]
    for path, schema in leaves(references[BODIES[name], "validation"], definitions):
        where = f"{name}.{'.'.join(path)}"
        if schema["type"] == "string":
            bounded = "maxLength" in schema or schema.get("format") in CLOSED
            assert bounded or _finite(schema.get("pattern", "*")), f"{where} is a text of any length"
        else:
            assert {"minimum", "exclusiveMinimum"} & {*schema}, f"{where} may be as small as it likes"
            assert {"maximum", "exclusiveMaximum"} & {*schema}, f"{where} may be as large as it likes"


QUERIES = {
    operation.query.__name__: operation.query
    for router in server.app.ROUTERS
    for operation in router.operations
    if operation.query is not None
}


def dated(model):
    """Yield the fields of a request that take a date or a time, with those of the models in it."""
    for part in models_of(model):
        for name, field in part.model_fields.items():
            if _takes(field.annotation) & {date, datetime}:
                taken: Any = Annotated[field.annotation, "", *field.metadata]
                yield f"{part.__name__}.{name}", TypeAdapter(taken)


def _takes(annotation):
    if get_origin(annotation) is Annotated:
        return _takes(get_args(annotation)[0])
    kinds = {AwareDatetime: datetime, NaiveDatetime: datetime}
    return {kinds.get(annotation, annotation)}.union(*map(_takes, get_args(annotation)), set()) & {
        date,
        datetime,
    }


@pytest.mark.parametrize("name", sorted({**BODIES, **QUERIES}))
def test_no_date_that_is_sent_is_near_an_end_of_the_calendar_or_a_number(name):
    """Nothing is reckoned with the first and last day there is, which PostgreSQL takes for infinite."""
    for where, adapter in dated({**BODIES, **QUERIES}[name]):
        for day in ("0001-01-01", "0999-12-31", "9000-01-01", "9999-12-31"):
            for sent in (day, f"{day}T12:00:00Z", f"{day}T12:00:00+14:00", f"{day}T12:00:00", "1700000000"):
                with pytest.raises(ValidationError):
                    pytest.fail(f"{where} takes {adapter.validate_json(json.dumps(sent), strict=True)}")


def test_dates_and_times_are_found_in_requests():
    found = {where for model in (*BODIES.values(), *QUERIES.values()) for where, _ in dated(model)}
    assert {"MovieIn.released_on", "ShowIn.starts_at", "FeaturesIn.date_time", "MovieQuery.date"} <= found


def _finite(pattern):
    return pattern.endswith("$") and not {"*", "+"} & {*pattern.replace("\\+", "")}


@pytest.mark.parametrize("body", KEPT, ids=lambda body: body.__name__)
def test_what_is_sent_is_no_longer_than_its_column(body):
    references, described = models_json_schema([(body, "validation")])
    found = 0
    for path, schema in leaves(references[body, "validation"], described["$defs"]):
        if schema["type"] != "string" or len(path) != 1:
            continue
        usual = [(table, path[0]) for table in KEPT[body]]
        places = ELSEWHERE.get((body.__name__, path[0]), usual)
        for table, column in places:
            kept = table._meta.fields_map.get(column)
            if isinstance(kept, CharField):
                found += 1
                if (body.__name__, path[0]) not in ELSEWHERE or places != []:
                    assert _longest(schema) <= kept.max_length, (
                        f"{body.__name__}.{path[0]} in {table.__name__}"
                    )
    assert found, "nothing of it is kept there"


def _length_of(table: type[Model], column: str) -> int:
    field = table._meta.fields_map[column]
    assert isinstance(field, CharField)
    return field.max_length


def _longest(schema):
    if "maxLength" in schema:
        return schema["maxLength"]
    return 0 if _finite(schema.get("pattern", "*")) or schema.get("format") in CLOSED else 10**9


def test_every_body_with_a_text_of_its_own_says_where_it_is_kept():
    # A body that is read and not kept: credentials, codes, seats by label, what is asked of a model, etags.
    read_only = {
        "Code", "Farewell", "Forgot", "PasswordChange", "PhoneToVerify", "Refresh", "Reset", "SignIn",
        "Token", "BestSeats", "BookingRequest",
        "CancellationRequest", "HoldChange", "HoldRequest", "PaymentChoice",
        "QuoteRequest", "ApplyIn", "FeaturesIn", "PredictIn", "MoneyIn", "Weather", "GrantIn", "TrainUpload",
        "LayoutIn", "LayoutRow", "LayoutScreen", "LayoutSeat", "PaletteIn", "RefundRule", "ArmIn",
        "PromotionChange",
    }  # fmt: skip
    every = {model.__name__ for body in BODIES.values() for model in models_of(body)}
    assert every - read_only - {body.__name__ for body in KEPT} == set()


LONGER = ["ß", "ŉ", "ﬃ", "\u0958", "\U0001d160", "ﷺ", "İ"]
"""Characters that composing or changing the case makes more of."""


@pytest.mark.parametrize("letter", LONGER)
@pytest.mark.parametrize(
    "kind", [Text(8), Text(8, form=str.upper), Text(8, lines=True), Text(32, form=code_of)]
)
def test_what_is_kept_is_no_longer_than_it_may_be(kind, letter):
    field = TypeAdapter(Annotated[str, kind])
    for length in range(1, kind.most + 1):
        try:
            kept = field.validate_python(letter * length)
        except ValidationError as error:
            assert error.errors()[0]["type"] == "string_too_long"  # noqa: PT017 # whether it is raised differs
        else:
            assert len(kept) <= kind.most


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" maya20 ", "MAYA20"), ("maya 20", "MAYA20"), ("MAYA–20", "MAYA-20"),
        ("\uff2d\uff21\uff39\uff2120", "MAYA20"),
        ("ﬃ" * 32, "FFI" * 32), ("ß" * 33, "SS" * 33),
    ],
)  # fmt: skip
def test_a_promotion_code_is_read_however_it_is_typed(typed, kept):
    assert code_of(typed) == kept
    assert _length_of(Promotion, "code") == LONGEST_CODE


@pytest.mark.parametrize(
    ("typed", "countries", "kept"),
    [
        ("+91 98765 43210", [], "+919876543210"), ("+91-98765-43210", [], "+919876543210"),
        ("+91 (98765) 43210", [], "+919876543210"), ("(+91) 98765.43210", [], "+919876543210"),
        ("0091 98765 43210", [], "+919876543210"), ("\uff0b91\u300098765\u300043210", [], "+919876543210"),
        ("+९१ ९८७६५ ४३२१०", [], "+919876543210"), ("tel:+91-98765-43210", [], "+919876543210"),
        ("98765 43210", ["IN"], "+919876543210"), ("098765 43210", ["IN"], "+919876543210"),
        ("(040) 2345 6789", ["IN"], "+914023456789"), ("07911 123456", ["GB", "IN"], "+447911123456"),
        ("(415) 555-2671", ["US"], "+14155552671"), ("98765 43210", [], None), ("12", ["IN"], None),
        ("+", [], None), ("", ["IN"], None), ("call me", ["IN"], None), ("+1" + "2" * 38, [], None),
        ("+999 123 456 789", [], None), ("\uff19" * 40, ["IN"], None),
    ],
)  # fmt: skip
def test_a_phone_is_read_however_it_is_typed(typed, countries, kept):
    found = e164(typed, countries)
    assert found == kept
    assert found is None or len(found) <= _length_of(accounts.User, "phone")
