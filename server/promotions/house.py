"""What the house's people do with promotions; each write leaves its row in the audit log."""

from tortoise.exceptions import IntegrityError

from server.catalogue.models import Movie
from server.core import audit
from server.core import cursor as cursors
from server.core.db import violates
from server.core.editing import ensure_as_read
from server.core.errors import Invalid, NotFound
from server.core.tokens import Caller
from server.promotions.errors import PromotionCodeTaken
from server.promotions.models import Promotion
from server.promotions.schemas import PromotionChange, PromotionIn, PromotionOut, PromotionQuery
from server.venues.models import Theatre

_CODE_INDEX = "promotions_code_key"
_CURSORS = cursors.Cursors("promotions", cursors.INT)


async def get(promotion_id: int) -> Promotion:
    """Return a promotion; raises ``NotFound``."""
    return _existing(await Promotion.filter(id=promotion_id).first())


async def list_page(query: PromotionQuery) -> tuple[list[Promotion], str | None]:
    """Return one page of promotions, newest first, and the next cursor; raises ``BadCursor``."""
    chosen = Promotion.all() if query.active is None else Promotion.filter(active=query.active)
    if after := _CURSORS.decode(query.cursor):
        chosen = chosen.filter(id__lt=after[0])
    found = await chosen.order_by("-id").limit(query.limit + 1)
    page = found[: query.limit]
    return page, _CURSORS.encode(page[-1].id) if len(found) > query.limit else None


async def create(wanted: PromotionIn, *, caller: Caller, address: str) -> Promotion:
    """Make a promotion, inside a transaction. Raises ``Invalid``; ``code_taken`` knows the other refusal."""
    await _ensure_places_exist(wanted)
    promotion = await Promotion.create(**wanted.model_dump(), created_by=caller.user_id)
    await _record(caller, "promotion.create", promotion.id, None, _shown(promotion).picture(), address)
    return promotion


async def change(promotion_id: int, wanted: PromotionChange, *, caller: Caller, address: str) -> Promotion:
    """Make a promotion what is wanted, inside a transaction; what was used of it stays.

    Raises ``NotFound``, ``ChangedMeanwhile`` and ``Invalid``; ``code_taken`` knows the other refusal.
    """
    promotion = await _lock(promotion_id)
    present = _shown(promotion)
    ensure_as_read(wanted, present)
    await _ensure_places_exist(wanted)
    if wanted.total_limit is not None and wanted.total_limit < promotion.used:
        fault = {
            "field": "total_limit",
            "code": "below_used",
            "message": f"{promotion.used} are used already",
        }
        raise Invalid(errors=[fault])
    values = wanted.model_dump(exclude={"etag"})
    promotion.update_from_dict(values)
    await promotion.save(update_fields=list(values))
    await _record(
        caller, "promotion.change", promotion_id, present.picture(), _shown(promotion).picture(), address
    )
    return promotion


async def withdraw(promotion_id: int, *, caller: Caller, address: str) -> None:
    """Offer a promotion no longer, inside a transaction; again it changes nothing. Raises ``NotFound``."""
    promotion = await _lock(promotion_id)
    if not promotion.active:
        return
    promotion.active = False
    await promotion.save(update_fields=["active"])
    await _record(caller, "promotion.withdraw", promotion_id, {"active": True}, {"active": False}, address)


def code_taken(error: IntegrityError) -> PromotionCodeTaken | None:
    """Return the refusal that a database's error stands for, if it is that another promotion has the code."""
    return PromotionCodeTaken() if violates(error, _CODE_INDEX) else None


async def _lock(promotion_id: int) -> Promotion:
    return _existing(await Promotion.filter(id=promotion_id).select_for_update().first())


def _existing(promotion: Promotion | None) -> Promotion:
    if promotion is None:
        raise NotFound("There is no such promotion")
    return promotion


async def _ensure_places_exist(wanted: PromotionIn) -> None:
    theatres = {theatre.id for theatre in await Theatre.filter(id__in=wanted.theatre_ids).only("id")}
    movies = {movie.id for movie in await Movie.filter(id__in=wanted.movie_ids).only("id")}
    faults = [
        {"field": f"{field}.{place}", "code": "unknown", "message": f"There is no {kind} {asked}"}
        for field, kind, ids, known in (
            ("theatre_ids", "theatre", wanted.theatre_ids, theatres),
            ("movie_ids", "film", wanted.movie_ids, movies),
        )
        for place, asked in enumerate(ids)
        if asked not in known
    ]
    if faults:
        raise Invalid(errors=faults)


def _shown(promotion: Promotion) -> PromotionOut:
    return PromotionOut.model_validate(promotion)


async def _record(
    caller: Caller, action: audit.Action, promotion_id: int, before: object, after: object, address: str
) -> None:
    await audit.record(
        caller, action, f"promotion:{promotion_id}", before=before, after=after, address=address
    )
