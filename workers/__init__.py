"""Background work: Dramatiq actors, and the clock that says what is due."""
