"""An ONNX graph under construction."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

OPSET = 18
ML_OPSET = 3


class Graph:
    """Nodes and constants under names that do not clash."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._names = 0

    def name(self, hint: str) -> str:
        """Return a name that nothing has yet."""
        self._names += 1
        return f"{hint}_{self._names}"

    def constant(self, value: Any, dtype: type = np.float32) -> str:
        """Add a constant and return its name."""
        name = self.name("constant")
        self.constants.append(numpy_helper.from_array(np.asarray(value, dtype=dtype), name))
        return name

    def add(self, op: str, inputs: list[str], domain: str = "", **attributes: Any) -> str:
        """Add an operation of one output and return the output's name."""
        output = self.name(op.lower())
        self.nodes.append(helper.make_node(op, inputs, [output], domain=domain, **attributes))
        return output

    def columns(self, matrix: str, places: Sequence[int]) -> str:
        """Take some columns of a matrix and return the name of what they are.

        ``Gather`` along the second axis does the same, and of a batch it takes longer than a linear model.
        """
        return self.add(
            "ArrayFeatureExtractor", [matrix, self.constant(places, np.int64)], domain="ai.onnx.ml"
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
