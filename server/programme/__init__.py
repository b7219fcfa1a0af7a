"""What is on: the read-only pages that join films, theatres and shows."""
