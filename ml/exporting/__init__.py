"""Writing fitted forecasters as ONNX, and seeing that both say the same."""
