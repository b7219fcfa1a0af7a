"""TabNet behind the same cleaning as the other models."""

import warnings
from contextlib import redirect_stdout
from io import StringIO
from typing import Any, Self

import numpy as np
import torch
from pytorch_tabnet.tab_model import TabNetRegressor
from sklearn.compose import ColumnTransformer

from ml.shows import Floats
from ml.training.estimators import Matrix, prepared

_MOST_EPOCHS = 60
_PATIENCE = 12
_HELD_BACK = 0.12
"""Share of the newest rows that say when to stop."""
_BATCH = (64, 1024)


class TabNet:
    """pytorch-tabnet's regressor on absolute errors; the newest rows, held back, say when to stop."""

    def __init__(self, columns: list[int], seed: int) -> None:
        self.prepared: ColumnTransformer = prepared(columns)
        self._seed = seed
        self._scale = 1.0
        self._regressor: Any = None

    def fit(self, rows: Matrix, target: Floats) -> Self:
        """Learn on one thread, so that the same rows and seed give the same network."""
        cut = int(len(rows) * (1 - _HELD_BACK))
        matrix = np.ascontiguousarray(self.prepared.fit_transform(rows), dtype=np.float32)
        self._scale = float(np.std(target[:cut])) or 1.0
        scaled = (target / self._scale).astype(np.float32)[:, None]
        batch = int(np.clip(cut // 8, *_BATCH))
        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            self._regressor = TabNetRegressor(
                n_d=16, n_a=16, n_steps=3, gamma=1.3, lambda_sparse=1e-4, momentum=0.1, seed=self._seed,
                optimizer_params={"lr": 0.02}, verbose=0, device_name="cpu",
            )  # fmt: skip
            with warnings.catch_warnings(), redirect_stdout(StringIO()):
                warnings.simplefilter("ignore")  # it tells, in both ways, which epoch was the best
                self._regressor.fit(
                    matrix[:cut], scaled[:cut], eval_set=[(matrix[cut:], scaled[cut:])], eval_metric=["mae"],
                    loss_fn=torch.nn.functional.l1_loss, max_epochs=_MOST_EPOCHS, patience=_PATIENCE,
                    batch_size=batch, virtual_batch_size=min(batch, 256), drop_last=cut % batch == 1,
                )  # fmt: skip
        finally:
            torch.set_num_threads(threads)
        return self

    def predict(self, rows: Matrix) -> Floats:
        """Return one log-ratio a row."""
        matrix = np.ascontiguousarray(self.prepared.transform(rows), dtype=np.float32)
        forecast: Floats = self._regressor.predict(matrix)[:, 0].astype(float) * self._scale
        return forecast

    @property
    def scale(self) -> float:
        """What the network's output is multiplied by."""
        return self._scale

    @property
    def network(self) -> Any:
        """The fitted torch module."""
        return self._regressor.network
