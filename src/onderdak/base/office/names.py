"""Names for the references that jobs and the audit log keep."""

from __future__ import annotations

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _

from onderdak.base.access.actors import ANONYMOUS, SYSTEM
from onderdak.base.access.models import User


def with_names(rows: QuerySet, field: str) -> QuerySet:
    """The rows with the name of who the field refers to as `<field>_name`; the reference itself where he is gone."""
    users = User.objects.annotate(ref=Concat(Value("user:"), Cast("pk", CharField()), output_field=CharField()))
    named = Subquery(users.filter(ref=OuterRef(field)).values("name")[:1])
    return rows.annotate(**{f"{field}_name": Coalesce(named, F(field), output_field=CharField())})


def name_of(reference: str, found: str) -> str:
    """A name as a page shows it."""
    ours = {SYSTEM.reference: _("The system itself"), ANONYMOUS.reference: _("Somebody who had not signed in")}
    return ours.get(reference, found)
