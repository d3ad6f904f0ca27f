"""A run's place in the queue."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from webapp.runs.models import Run


def place_of(run: Run) -> int:
    """The place from 1; 0 when the run does not wait."""
    if run.status != "queued":
        return 0
    if hasattr(run, "ahead"):
        return int(run.ahead)
    return Run.objects.filter(status="queued", queued_at__lte=run.queued_at).count()


def with_place(runs: QuerySet[Run]) -> QuerySet[Run]:
    """Runs whose `place_of` is known without a query for each."""
    ahead = (
        Run.objects.filter(status="queued", queued_at__lte=OuterRef("queued_at"))
        .order_by()
        .values("status")
        .annotate(many=Count("*"))
        .values("many")
    )
    return runs.annotate(ahead=Coalesce(Subquery(ahead, output_field=IntegerField()), 0))
