"""The Movie Magic server: HTTP and WebSocket in, domain services, PostgreSQL out."""
