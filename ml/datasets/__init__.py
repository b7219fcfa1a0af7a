"""Where rows come from, files or the synthetic generator: as one canonical table, validated first."""
