"""Whole pipelines as ONNX: from the feature matrix to tickets, in one graph that onnxruntime runs by itself.

Each estimator becomes a graph from ``features`` to a log-ratio. What all share is added once: the bounds,
the share of the correction that is believed, the naive forecast it is added to, and the way back from
logarithms. A blend is the mean of its members' logarithms in the same graph.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.pipeline import Pipeline

from ml.exporting.graph import ML_OPSET, OPSET, Graph
from ml.exporting.optimizing import optimized
from ml.exporting.pipelines import converted
from ml.exporting.polynomials import add_polynomial, is_polynomial
from ml.exporting.trees import add_trees
from ml.features import BASE, NAMES
from ml.predictor import INPUT, OUTPUT
from ml.training.estimators import Estimator
from ml.training.forecaster import Blend, Corrected, Forecaster, Naive

_IR_VERSION = 9


def to_onnx(forecaster: Forecaster) -> bytes:
    """Return the model of a forecaster: ``features`` [rows, features] to ``tickets`` [rows], both float32.

    The same forecaster gives the same bytes.
    """
    graph = Graph()
    log_forecast = _log_forecast(graph, forecaster)
    ones = graph.constant([1.0])
    result = graph.add("Sub", [graph.add("Exp", [log_forecast]), ones])
    graph.nodes.append(helper.make_node("Reshape", [result, graph.constant([-1], np.int64)], [OUTPUT]))
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "forecast",
            [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["rows", len(NAMES)])],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["rows"])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", ML_OPSET)],
        ir_version=_IR_VERSION,
        producer_name="movie-magic",
    )
    ready = optimized(model)
    onnx.checker.check_model(ready, full_check=True)
    written: bytes = ready.SerializeToString(deterministic=True)
    return written


def _log_forecast(graph: Graph, forecaster: Forecaster) -> str:
    """Return the name of log(1 + tickets), [rows, 1]."""
    base = graph.columns(INPUT, [BASE])
    nobody = graph.constant([0.0])
    if isinstance(forecaster, Naive):
        return graph.add("Max", [base, nobody])
    if isinstance(forecaster, Blend):
        parts = [_log_forecast(graph, member) for member in forecaster.members]
        return graph.add("Mean", parts)
    if isinstance(forecaster, Corrected):
        ratio = _log_ratio(graph, forecaster.estimator, forecaster.columns)
        bounded = graph.add("Clip", [ratio, graph.constant(forecaster.low), graph.constant(forecaster.high)])
        believed = graph.add("Mul", [bounded, graph.constant([forecaster.shrink])])
        return graph.add("Max", [graph.add("Add", [base, believed]), nobody])
    raise TypeError(f"no way to export a {type(forecaster).__name__}")


def _log_ratio(graph: Graph, estimator: Estimator, fitted_on: tuple[int, ...]) -> str:
    if isinstance(estimator, HistGradientBoostingRegressor):
        return add_trees(graph, estimator, INPUT, fitted_on)
    columns = graph.columns(INPUT, fitted_on)
    width = len(fitted_on)
    if isinstance(estimator, Pipeline):
        if is_polynomial(estimator):
            return add_polynomial(graph, estimator, columns, width)
        return graph.include(converted(estimator, width), columns)
    from ml.exporting.networks import add_network  # brings PyTorch, which takes its time to load

    return add_network(graph, estimator, columns, width)
