"""How many tickets each show will sell: versions of models, the one in use, forecasts and recommendations."""
