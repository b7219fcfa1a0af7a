"""Boosted trees as one tree-ensemble node.

skl2onnx has no converter for this version of scikit-learn's histogram trees, and what they are is simple:
arrays of nodes. Thresholds are rounded down to float32, as the features are float32: a value is at most the
threshold exactly if it is at most the largest float32 that is.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor

from ml.exporting.graph import Graph


def add_trees(
    graph: Graph, fitted: HistGradientBoostingRegressor, features: str, columns: Sequence[int]
) -> str:
    """Add the trees and return the name of their sum, [rows, 1].

    They read the columns they were fitted on out of the whole matrix: to copy those first costs a batch as
    much as a dozen trees.
    """
    places = np.asarray(columns)
    parts: dict[str, list[Any]] = {
        name: [] for name in ("tree", "node", "feature", "value", "mode", "true", "false", "missing")
    }
    leaves: dict[str, list[Any]] = {name: [] for name in ("tree", "node", "weight")}
    for number, (predictor,) in enumerate(fitted._predictors):  # noqa: SLF001 # nothing public tells the nodes
        nodes = predictor.nodes
        if nodes["is_categorical"].any():
            raise ValueError("trees that split on categories are not exported")
        leaf = nodes["is_leaf"].astype(bool)
        count = len(nodes)
        parts["tree"] += [number] * count
        parts["node"] += range(count)
        parts["feature"] += np.where(leaf, 0, places[nodes["feature_idx"]]).tolist()
        parts["value"] += np.where(leaf, 0, _floor32(nodes["num_threshold"])).tolist()
        parts["mode"] += np.where(leaf, "LEAF", "BRANCH_LEQ").tolist()
        parts["true"] += np.where(leaf, 0, nodes["left"]).tolist()
        parts["false"] += np.where(leaf, 0, nodes["right"]).tolist()
        parts["missing"] += np.where(leaf, 0, nodes["missing_go_to_left"]).tolist()
        leaves["tree"] += [number] * int(leaf.sum())
        leaves["node"] += np.flatnonzero(leaf).tolist()
        leaves["weight"] += nodes["value"][leaf].tolist()
    return graph.add(
        "TreeEnsembleRegressor",
        [features],
        domain="ai.onnx.ml",
        n_targets=1,
        base_values=[float(np.ravel(fitted._baseline_prediction)[0])],  # noqa: SLF001 # as above
        nodes_treeids=parts["tree"],
        nodes_nodeids=parts["node"],
        nodes_featureids=parts["feature"],
        nodes_values=parts["value"],
        nodes_modes=parts["mode"],
        nodes_truenodeids=parts["true"],
        nodes_falsenodeids=parts["false"],
        nodes_missing_value_tracks_true=parts["missing"],
        target_treeids=leaves["tree"],
        target_nodeids=leaves["node"],
        target_ids=[0] * len(leaves["tree"]),
        target_weights=leaves["weight"],
    )


def _floor32(thresholds: Any) -> Any:
    near = thresholds.astype(np.float32)
    above = near.astype(float) > thresholds
    return np.where(above, np.nextafter(near, np.float32(-np.inf)), near).astype(np.float32)
