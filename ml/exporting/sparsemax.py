"""Sparsemax (Martins and Astudillo 2016): the point of the simplex that is nearest to a row.

It is max(z - τ, 0), where τ is the largest of the means (z₁ + … + z_k - 1) / k over the row's k largest
numbers: the mean rises for as long as the next number is above it, which is what makes a number one of those
that stay (their algorithm 1). Few of a row's numbers stay, so only the largest dozen are looked for. Where
all of these stay there may be more, and every number is sorted.
"""

import numpy as np

from ml.exporting.graph import Graph

LARGEST = 12
"""No row of 18,000 of the synthetic cinemas kept as many; sorting all 58 takes three times as long."""


def add_sparsemax(graph: Graph, rows: str, width: int) -> str:
    """Add sparsemax of rows of ``width`` numbers and return its name; exact for every row."""
    if width <= LARGEST:
        threshold, _ = _threshold(graph, rows, width)
    else:
        few, largest = _threshold(graph, rows, LARGEST)
        smallest = graph.columns(largest, [LARGEST - 1])
        margin = graph.add("ReduceMax", [graph.add("Sub", [smallest, few])], keepdims=0)
        threshold = graph.either(
            graph.add("Greater", [margin, graph.constant(0.0)]),
            then=lambda inside: _threshold(inside, rows, width)[0],
            otherwise=lambda inside: inside.add("Identity", [few]),
        )
    return graph.add("Relu", [graph.add("Sub", [rows, threshold])])


def _threshold(graph: Graph, rows: str, among: int) -> tuple[str, str]:
    """Return τ over so many of the largest numbers, [rows, 1], and these, in falling order."""
    largest, _ = graph.add_of(2, "TopK", [rows, graph.constant([among], np.int64)], axis=1)
    counts = np.arange(1, among + 1)
    means = graph.affine(largest, np.triu(np.ones((among, among))) / counts, -1 / counts)
    return graph.add("ReduceMax", [means, graph.constant([1], np.int64)], keepdims=1), largest
