"""Cities, theatres, screens, seat layouts and the shows on them."""
