"""Fitting forecasts: four kinds of model, rolling-origin folds, intervals, the choice of a champion."""
