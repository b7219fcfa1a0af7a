"""TabNet: its cleaning by skl2onnx, its network by torch."""

import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import torch

from ml.exporting.graph import OPSET, Graph
from ml.exporting.pipelines import converted
from ml.training.estimators import Estimator


class _OneOutput(torch.nn.Module):
    def __init__(self, network: torch.nn.Module, scale: float) -> None:
        super().__init__()
        self.network = network
        self.scale = scale

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        output: torch.Tensor = self.network(rows)[0]  # the other is the sparsity that training asks for
        return output * self.scale


def add_network(graph: Graph, estimator: Estimator, columns: str, width: int) -> str:
    """Add a fitted TabNet and return the name of its log-ratio, [rows, 1]."""
    from ml.training.tabnet import TabNet

    if not isinstance(estimator, TabNet):
        raise TypeError(f"no way to export a {type(estimator).__name__}")
    cleaned = graph.include(converted(estimator.prepared, width), columns)
    module = _OneOutput(estimator.network, estimator.scale).eval()
    example = torch.zeros(2, estimator.network.input_dim)
    with TemporaryDirectory() as directory, warnings.catch_warnings():
        written = Path(directory) / "network.onnx"
        warnings.simplefilter("ignore")  # the other exporter fixes the number of rows
        torch.onnx.export(
            module, (example,), written, dynamo=False, opset_version=OPSET, input_names=["rows"],
            output_names=["ratio"], dynamic_axes={"rows": {0: "count"}, "ratio": {0: "count"}},
        )  # fmt: skip
        return graph.include(onnx.load_model(written), cleaned)
