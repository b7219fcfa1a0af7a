"""Routes of planning: films, theatres, screens, layouts and shows, for the house's people."""

from server.planning.routes.layouts import router as layouts
from server.planning.routes.movies import router as movies
from server.planning.routes.screens import router as screens
from server.planning.routes.shows import router as shows
from server.planning.routes.theatres import router as theatres

ROUTERS = (movies, theatres, screens, layouts, shows)

__all__ = ["ROUTERS"]
