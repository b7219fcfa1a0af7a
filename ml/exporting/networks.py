"""TabNet as it is asked, not as it is fitted (Arik and Pfister 2021, figure 4).

Written from the fitted weights. Batch norms have become part of the linear layers before them, and so have
the constants that sums are multiplied with. PyTorch's own export of the same network takes twice as long for
a row, as it works out shapes, and nearly three times as long for a batch, as it sorts more.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ml.exporting.graph import Graph
from ml.exporting.pipelines import converted
from ml.exporting.sparsemax import add_sparsemax
from ml.shows import Floats
from ml.training.estimators import Estimator

_HALF = float(np.sqrt(0.5))
"""What each sum of a block is multiplied with, which keeps its variance."""


@dataclass(frozen=True, slots=True)
class _Scaled:
    """What the network knows of rows: ``scale`` times the numbers under this name."""

    name: str
    scale: float


def add_network(graph: Graph, estimator: Estimator, columns: str, width: int) -> str:
    """Add a fitted TabNet and return the name of its log-ratio, [rows, 1]."""
    from ml.training.tabnet import TabNet

    if not isinstance(estimator, TabNet):
        raise TypeError(f"no way to export a {type(estimator).__name__}")
    network = estimator.network.tabnet
    encoder = network.encoder
    cleaned = graph.include(converted(estimator.prepared, width), columns)
    factor, offset = _normalized(encoder.initial_bn)
    rows = graph.add("Add", [graph.add("Mul", [cleaned, graph.constant(factor)]), graph.constant(offset)])
    processed = _feature_transformer(graph, encoder.initial_splitter, rows)
    decided = _numbers(network.final_mapping.weight).T * estimator.scale
    prior: str | None = None  # how much of each column is left to look at; at first all of it
    decisions = []
    for features, attention in zip(encoder.feat_transformers, encoder.att_transformers, strict=True):
        mask = _attention(graph, attention, processed, prior, passed_over=encoder.n_d)
        left = graph.add("Sub", [graph.constant(encoder.gamma), mask])
        prior = left if prior is None else graph.add("Mul", [left, prior])
        processed = _feature_transformer(graph, features, graph.add("Mul", [mask, rows]))
        # What a step says is in the first columns; the others are what the next one looks by.
        weights = np.vstack([decided * processed.scale, np.zeros((encoder.n_a, 1))])
        decisions.append(graph.add("MatMul", [graph.add("Relu", [processed.name]), graph.constant(weights)]))
    return graph.add("Sum", decisions)


def _attention(graph: Graph, attention: Any, processed: _Scaled, prior: str | None, passed_over: int) -> str:
    """Return the name of the share of each column that a step looks at."""
    factor, offset = _normalized(attention.bn.bn)
    weights = _numbers(attention.fc.weight).T * factor * processed.scale
    weights = np.vstack([np.zeros((passed_over, len(factor))), weights])
    wanted = graph.affine(processed.name, weights, offset)
    if prior is not None:
        wanted = graph.add("Mul", [wanted, prior])
    return add_sparsemax(graph, wanted, len(factor))


def _feature_transformer(graph: Graph, transformer: Any, rows: str) -> _Scaled:
    first, *others = transformer.shared.glu_layers
    found = _Scaled(_gated(graph, first, _Scaled(rows, 1.0), 1.0), 1.0)
    for layer in (*others, *transformer.specifics.glu_layers):
        # (s·x + y) · √½, where s is the scale: kept as x + y / s at a scale of s · √½.
        gated = _gated(graph, layer, found, 1 / found.scale)
        found = _Scaled(graph.add("Add", [found.name, gated]), found.scale * _HALF)
    return found


def _gated(graph: Graph, layer: Any, rows: _Scaled, times: float) -> str:
    """Return the name of a gated linear unit's output, ``times`` so large."""
    factor, offset = _normalized(layer.bn.bn)
    weights = _numbers(layer.fc.weight).T * factor * rows.scale
    size = np.repeat([times, 1.0], layer.output_dim)  # the other half is the gate
    both = graph.affine(rows.name, weights * size, offset * size)
    value, gate = graph.add_of(2, "Split", [both], axis=1, num_outputs=2)
    return graph.add("Mul", [value, graph.add("Sigmoid", [gate])])


def _normalized(norm: Any) -> tuple[Floats, Floats]:
    """Return factor and offset of a fitted batch norm."""
    factor = _numbers(norm.weight) / np.sqrt(_numbers(norm.running_var) + norm.eps)
    return factor, _numbers(norm.bias) - _numbers(norm.running_mean) * factor


def _numbers(tensor: Any) -> Floats:
    numbers: Floats = tensor.detach().numpy().astype(float)
    return numbers
