"""The house's own programme: its people make and change films, theatres, screens, layouts and shows."""
