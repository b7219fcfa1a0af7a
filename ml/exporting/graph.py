"""An ONNX graph under construction."""

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 18
ML_OPSET = 3


class Graph:
    """Nodes and constants under names that do not clash."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._numbers = count(1)

    def name(self, hint: str) -> str:
        """Return a name that nothing has yet."""
        return f"{hint}_{next(self._numbers)}"

    def constant(self, value: Any, dtype: type = np.float32) -> str:
        """Add a constant and return its name."""
        name = self.name("constant")
        self.constants.append(numpy_helper.from_array(np.asarray(value, dtype=dtype), name))
        return name

    def add(self, op: str, inputs: list[str], domain: str = "", **attributes: Any) -> str:
        """Add an operation of one output and return the output's name."""
        (output,) = self.add_of(1, op, inputs, domain, **attributes)
        return output

    def add_of(
        self, outputs: int, op: str, inputs: list[str], domain: str = "", **attributes: Any
    ) -> tuple[str, ...]:
        """Add an operation of so many outputs and return their names."""
        names = tuple(self.name(op.lower()) for _ in range(outputs))
        self.nodes.append(helper.make_node(op, inputs, names, domain=domain, **attributes))
        return names

    def columns(self, matrix: str, places: Sequence[int]) -> str:
        """Take some columns of a matrix and return the name of what they are.

        ``Gather`` along the second axis does the same, and of a batch it takes longer than a linear model.
        """
        return self.add(
            "ArrayFeatureExtractor", [matrix, self.constant(places, np.int64)], domain="ai.onnx.ml"
        )

    def affine(self, rows: str, weights: Any, bias: Any) -> str:
        """Multiply rows with weights, [columns, outputs], add a bias to each and return the name."""
        return self.add("Gemm", [rows, self.constant(weights), self.constant(bias)])

    def either(
        self, condition: str, then: Callable[["Graph"], str], otherwise: Callable[["Graph"], str]
    ) -> str:
        """Return the name of what one of two graphs gives, float32: the other is not run.

        Each is made by a function that is given a graph to add to; both may use what is in this one.
        """
        return self.add(
            "If",
            [condition],
            then_branch=self._branch("then", then),
            else_branch=self._branch("otherwise", otherwise),
        )

    def include(self, model: onnx.ModelProto, source: str) -> str:
        """Add another model of one input and one output, fed from ``source``; return the output's name."""
        prefix = self.name("part")
        inside = model.graph
        renamed = {inside.input[0].name: source, "": ""}

        def rename(name: str) -> str:
            return renamed.get(name, f"{prefix}/{name}")

        for constant in inside.initializer:
            copy = onnx.TensorProto()
            copy.CopyFrom(constant)
            copy.name = rename(constant.name)
            self.constants.append(copy)
        for node in inside.node:
            copied = onnx.NodeProto()
            copied.CopyFrom(node)
            copied.name = ""
            copied.input[:] = [rename(name) for name in node.input]
            copied.output[:] = [rename(name) for name in node.output]
            self.nodes.append(copied)
        return rename(inside.output[0].name)

    def _branch(self, name: str, build: Callable[["Graph"], str]) -> onnx.GraphProto:
        inside = Graph()
        inside._numbers = self._numbers  # a name stands for one thing in both
        output = build(inside)
        return helper.make_graph(
            inside.nodes,
            name,
            [],
            [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)],
            inside.constants,
        )
