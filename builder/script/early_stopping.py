"""Early stopping: a run uses this class, and exported scripts that stop early hold it as it stands."""

from __future__ import annotations

import torch

from builder.script.moving import Averages


class EarlyStopping:
    """Keeps the weights of the epoch after which ``monitor`` was best, and says when waiting brings nothing.

    Reference: Prechelt, "Early Stopping - But When?", 1998.
    """

    def __init__(self, monitor: str, *, rises: bool, patience: int, min_delta: float) -> None:
        self.monitor, self.rises = monitor, rises
        self.patience, self.min_delta = patience, min_delta
        self.best = float("-inf") if rises else float("inf")
        self.best_epoch = self.waits_since = 0
        self.weights: dict[str, torch.Tensor] = {}

    def look(self, epoch: int, score: float, net: torch.nn.Module, optimizers: list[torch.optim.Optimizer]) -> str:
        """Take the score after an epoch in; why training should stop now, or nothing.

        Where averages of the weights were measured, these are kept.
        """
        gain = score - self.best if self.rises else self.best - score
        if gain > self.min_delta:
            self.best, self.best_epoch, self.waits_since = score, epoch, epoch
            with Averages(optimizers if self.monitor.endswith(" (EMA)") else []):
                self.weights = {name: value.clone() for name, value in net.state_dict().items()}
        if not self.patience or epoch - self.waits_since < self.patience:
            return ""
        word = "risen" if self.rises else "fallen"
        by = f" by more than {self.min_delta}" if self.min_delta else ""
        waited = f"{self.patience} epochs" if self.patience > 1 else "an epoch"
        kept = f"; the weights of epoch {self.best_epoch} are kept" if self.weights else ""
        return f"Stopped at epoch {epoch}: validation {self.monitor} has not {word}{by} for {waited}{kept}."

    def go_on(self, epoch: int) -> None:
        """Wait for ``patience`` epochs again from here: the run was extended."""
        self.waits_since = epoch
