"""Areas and what is counted in them, in words."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from onderdak.base.access.models import Tenant
from onderdak.deliveries.areas.schema import LEVELS
from onderdak.parties.models import Municipality

WHAT = {
    "registered": _("People registered"),
    "registered_brp": _("People registered in the BRP"),
    "registered_rni": _("People registered in the RNI"),
    "workers": _("Labour migrants who work there"),
    "employers": _("Employers"),
    "stays": _("Stays: nights that somebody slept there"),
}
_LEVELS = {"municipality": "", "district": _("district"), "neighbourhood": _("neighbourhood")}


def area_names(region: Tenant, codes: Collection[str]) -> dict[str, str]:
    """Code of an area -> its name: the municipality, and for a part of one the code of that part with it."""
    towns = Municipality.objects.filter(tenant__region=region).select_related("tenant")
    names = {one.code: one.tenant.name for one in towns}
    return {code: _name(code, names.get(code[2:6], code)) for code in codes}


def _name(code: str, town: str) -> str:
    level = _LEVELS[LEVELS[code[:2]]]
    return f"{town}, {level} {code}" if level else town
