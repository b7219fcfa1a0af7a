"""Ridge on products of two features, as one quadratic form.

All products, their scaling and their coefficients come to xᵀ W x + b·x + c: a few operations, where
skl2onnx's graph of the pipeline has thousands and takes a hundred times as long.
"""

import numpy as np
from sklearn.linear_model import Ridge
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

from ml.exporting.graph import Graph
from ml.exporting.pipelines import converted


def is_polynomial(pipeline: Pipeline) -> bool:
    """Tell whether a pipeline is cleaning, products of two features, scaling and ridge."""
    kinds = [type(step) for _, step in pipeline.steps[1:]]
    return kinds == [PolynomialFeatures, StandardScaler, Ridge]


def add_polynomial(graph: Graph, pipeline: Pipeline, columns: str, width: int) -> str:
    """Add such a pipeline and return the name of its output, [rows, 1]."""
    prepared, products, scaler, ridge = (step for _, step in pipeline.steps)
    cleaned = graph.include(converted(prepared, width), columns)
    powers = products.powers_
    weights = np.ravel(ridge.coef_) / scaler.scale_
    constant = float(np.ravel(ridge.intercept_)[0]) - float(weights @ scaler.mean_)
    size = powers.shape[1]
    quadratic, straight = np.zeros((size, size)), np.zeros(size)
    for power, weight in zip(powers, weights, strict=True):
        factors = np.repeat(np.arange(size), power)
        if len(factors) == 1:
            straight[factors[0]] += weight
        else:
            quadratic[factors[0], factors[1]] += weight
    # x · (W x + b): the products of a row with itself, summed.
    inner = graph.add("MatMul", [cleaned, graph.constant(quadratic.T)])
    inner = graph.add("Add", [inner, graph.constant(straight)])
    total = graph.add(
        "ReduceSum", [graph.add("Mul", [cleaned, inner]), graph.constant([1], np.int64)], keepdims=1
    )
    return graph.add("Add", [total, graph.constant([constant])])
