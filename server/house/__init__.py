"""The house on one machine: real PostgreSQL, real Redis, Node and every program under one supervisor.

For tests, two classes give real servers that live as long as the test run::

    from server.house.postgres import EmbeddedPostgres
    from server.house.redis import EmbeddedRedis

    postgres = EmbeddedPostgres(tmp_path_factory.mktemp("servers") / "postgres", durable=False)
    database_url = postgres.start()  # two to three seconds: a whole new cluster
    ...
    postgres.stop()

Both work as root and as an ordinary user, listen on the loopback only, and end with the process that
started them, however it ends.
"""
