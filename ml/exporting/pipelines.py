"""Pipelines of scikit-learn, by skl2onnx."""

import onnx
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline

from ml.exporting.graph import ML_OPSET, OPSET


def converted(pipeline: Pipeline | ColumnTransformer, width: int) -> onnx.ModelProto:
    """Return the model of a pipeline over a float32 matrix of so many columns."""
    model: onnx.ModelProto = convert_sklearn(
        pipeline,
        initial_types=[("columns", FloatTensorType([None, width]))],
        target_opset={"": OPSET, "ai.onnx.ml": ML_OPSET},
    )
    return model
