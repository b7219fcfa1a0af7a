"""The demo house: theatres, films, shows and people for a fresh machine. Never for production."""
