"""A model's graph made ready to run: constants folded, nodes without effect taken out.

Done once where a version is made instead of in every process that loads it. Only standard operators are left
in the graph, so that it stays a model for any runtime.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import onnxruntime


def optimized(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return a model that answers the same, with less to do."""
    with TemporaryDirectory() as directory:
        written = Path(directory) / "optimized.onnx"
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = str(written)
        options.log_severity_level = 3
        onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        ready = onnx.load_model(written)
    used = {node.domain for node in ready.graph.node}
    # The runtime names every operator set that it knows.
    domains = [domain for domain in ready.opset_import if domain.domain in used]
    del ready.opset_import[:]
    ready.opset_import.extend(domains)
    return ready
