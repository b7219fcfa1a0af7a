"""Sparsemax in a graph: the same as its definition, however many of a row's numbers stay."""

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from onnx import TensorProto, helper

from ml.exporting.graph import ML_OPSET, OPSET, Graph
from ml.exporting.sparsemax import LARGEST, add_sparsemax
from ml.predictor import session_of

WIDTHS = (1, LARGEST, LARGEST + 1, 58)


def in_a_graph(width):
    graph = Graph()
    result = add_sparsemax(graph, "rows", width)
    model = helper.make_model(
        helper.make_graph(
            graph.nodes, "sparsemax",
            [helper.make_tensor_value_info("rows", TensorProto.FLOAT, ["count", width])],
            [helper.make_tensor_value_info(result, TensorProto.FLOAT, ["count", width])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", ML_OPSET)],
        ir_version=9,
    )  # fmt: skip
    onnx.checker.check_model(model, full_check=True)
    session = session_of(model.SerializeToString())
    return lambda rows: session.run(None, {"rows": rows.astype(np.float32)})[0]


SERVED = {width: in_a_graph(width) for width in WIDTHS}


def defined(row):
    """The nearest point of the simplex, found by halving where its threshold lies."""
    low, high = row.min() - 1, row.max()
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if np.maximum(row - middle, 0).sum() > 1 else (low, middle)
    return np.maximum(row - low, 0)


rows = st.sampled_from(WIDTHS).flatmap(
    lambda width: arrays.arrays(
        np.float32,
        st.tuples(st.integers(1, 6), st.just(width)),
        elements=st.floats(-8, 8, width=32) | st.floats(-0.0625, 0.0625, width=32),
    )
)


@settings(max_examples=200, deadline=None)
@given(rows)
def test_it_is_what_its_definition_says(matrix):
    said = SERVED[matrix.shape[1]](matrix)
    assert np.allclose(said, [defined(row.astype(float)) for row in matrix], atol=2e-5)


@pytest.mark.parametrize("staying", [1, LARGEST - 1, LARGEST, LARGEST + 1, 58])
def test_a_row_that_keeps_many_is_right_and_so_is_its_neighbour(staying):
    matrix = np.full((2, 58), -5.0, dtype=np.float32)
    matrix[0, :staying] = 0.5
    matrix[1, 3] = 2
    said = SERVED[58](matrix)
    assert said[0] == pytest.approx(np.r_[np.full(staying, 1 / staying), np.zeros(58 - staying)], abs=1e-6)
    assert said[1] == pytest.approx(np.eye(58)[3])
