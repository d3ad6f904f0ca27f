"""What can go wrong while a network learns, in words."""

from __future__ import annotations

from builder.drawing.problems import Fix, Problem


class ProcessDied(Exception):
    """A process of a run was ended from outside, as by a machine that has no memory left."""


class TrainingProblem(Exception):
    """Training or trying out can't go on; ``problem`` says why and what to try."""

    def __init__(
        self,
        code: str,
        message: str,
        hint: str = "",
        node: str | None = None,
        *,
        block: str | None = None,
        fix: Fix | None = None,
    ) -> None:
        super().__init__(message)
        self.problem = Problem(code=code, message=message, hint=hint, node=node, block=block, fix=fix)

    @classmethod
    def of(cls, problem: Problem) -> TrainingProblem:
        """A problem that another process met."""
        error = cls(problem.code, problem.message)
        error.problem = problem
        return error


def stages_alone() -> TrainingProblem:
    """That a training with stages is not shared between processes."""
    return TrainingProblem(
        "stages_alone",
        "A training with stages runs in one process.",
        "Take one process, or the stages out of the drawing.",
    )
