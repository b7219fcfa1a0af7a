"""The kinds of model: each forecasts, from features, the log-ratio of tickets to the naive forecast."""

from collections.abc import Callable
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, PolynomialFeatures, StandardScaler

from ml.features import FEATURES
from ml.shows import Floats

Matrix = NDArray[np.float32]


class Estimator(Protocol):
    """What all of them do."""

    def fit(self, rows: Matrix, target: Floats) -> Self:
        """Learn; NaN is a missing value."""
        ...

    def predict(self, rows: Matrix) -> Floats:
        """Return one log-ratio a row."""
        ...


def prepared(columns: list[int]) -> ColumnTransformer:
    """Return the cleaning of these columns: medians for what is missing, one scale, a column a category."""
    numbers = [place for place, column in enumerate(columns) if not FEATURES[column].categories]
    categories = [place for place, column in enumerate(columns) if FEATURES[column].categories]
    filled = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    one_hot = OneHotEncoder(
        categories=[list(FEATURES[columns[place]].categories) for place in categories],
        handle_unknown="ignore", sparse_output=False,
    )  # fmt: skip
    return ColumnTransformer([("numbers", filled, numbers), ("categories", one_hot, categories)])


def linear(columns: list[int], seed: int) -> Pipeline:
    """Ridge regression: the baseline that anybody can read."""
    del seed  # it has no chance in it
    return make_pipeline(prepared(columns), Ridge(alpha=30.0))


def polynomial(columns: list[int], seed: int) -> Pipeline:
    """Ridge on all products of two features."""
    del seed
    return make_pipeline(
        prepared(columns), PolynomialFeatures(2, include_bias=False), StandardScaler(), Ridge(alpha=1000.0)
    )


def boosting(columns: list[int], seed: int) -> HistGradientBoostingRegressor:
    """Gradient-boosted trees on absolute errors; they take missing values as they are.

    The mean absolute error of log-ratios asks for the median, which is also what WAPE rewards, and one film
    that collapses does not bend the trees as its square would. Fifty trees at a rate of 0.1 err as little on
    later days as two hundred at 0.03 (decision 17), and cost a quarter to ask.
    """
    del columns
    return HistGradientBoostingRegressor(
        loss="absolute_error", learning_rate=0.1, max_iter=50, max_leaf_nodes=15, min_samples_leaf=20,
        max_features=0.6, early_stopping=False, random_state=seed,
    )  # fmt: skip


def tabnet(columns: list[int], seed: int) -> Estimator:
    """Attention over features, a neural network for tables (Arik and Pfister 2021)."""
    from ml.training.tabnet import TabNet

    return TabNet(columns, seed)


KINDS: dict[str, Callable[[list[int], int], Estimator]] = {
    "linear": linear,
    "polynomial": polynomial,
    "boosting": boosting,
    "tabnet": tabnet,
}
