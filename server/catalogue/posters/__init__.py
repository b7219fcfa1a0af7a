"""Posters drawn by the house itself: one SVG per film, from its title, palette and motif."""

from server.catalogue.posters.draw import draw
from server.catalogue.posters.motifs import MOTIFS
from server.catalogue.posters.subject import PosterSubject

__all__ = ["MOTIFS", "PosterSubject", "draw"]
