"""Whether this environment can train: what serves and works needs none of what fits models."""

from importlib.util import find_spec

_NEEDED = {
    "pandas": "pandas",
    "scipy": "scipy",
    "sklearn": "scikit-learn",
    "threadpoolctl": "threadpoolctl",
    "torch": "torch",
    "pytorch_tabnet": "pytorch-tabnet",
    "onnx": "onnx",
    "skl2onnx": "skl2onnx",
}
"""Modules of requirements/ml.in by the name of their package."""


def missing() -> list[str]:
    """Return the packages that training needs and that are not here."""
    return [package for module, package in _NEEDED.items() if find_spec(module) is None]


def words(packages: list[str]) -> str:
    """Say what to do about packages that are missing."""
    return (
        f"The workers cannot train: {', '.join(packages)} are not installed there. "
        "Run `make install-ml` where they run, then ask for the training again"
    )
