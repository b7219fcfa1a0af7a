"""Forty films of world cinema, facts from public knowledge, words of our own."""

from server.demo.films.asia import ASIAN
from server.demo.films.english import ENGLISH
from server.demo.films.europe import EUROPEAN_AND_AFRICAN
from server.demo.films.film import Film
from server.demo.films.hindi import HINDI
from server.demo.films.south import SOUTH_INDIAN

FILMS: tuple[Film, ...] = (*SOUTH_INDIAN, *HINDI, *ASIAN, *EUROPEAN_AND_AFRICAN, *ENGLISH)
"""Every film of the demo house, in no order that matters."""

__all__ = ["FILMS", "Film"]
