"""Forecasts of how many tickets a show will sell: data, features, models, their artefacts and their tool.

``shows``, ``ledger``, ``history``, ``features`` and ``registry`` are light and serve both sides;
``datasets``, ``training`` and ``exporting`` bring pandas, scikit-learn and torch, and are never imported by
the server.
"""
