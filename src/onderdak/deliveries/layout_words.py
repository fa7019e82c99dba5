"""The roles of columns in words, grouped as a person chooses from them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

Choices = list[tuple[Any, Any]]

_ADDRESS: Choices = [
    ("address", _("Whole address in one column")),
    ("street", _("Street")),
    ("number", _("House number")),
    ("letter", _("House letter")),
    ("addition", _("Addition to the house number")),
    ("postcode", _("Postcode")),
    ("place", _("Town or village")),
    ("postcode_place", _("Postcode and town together")),
    ("municipality", _("Municipality")),
]
_TOLD: Choices = [
    ("beds", _("Places to sleep")),
    ("occupants", _("People who sleep there, counted")),
    ("form", _("Form of housing")),
    ("certificate", _("Quality mark")),
    ("permit", _("Permit")),
    ("permit_max", _("People that the permit allows")),
    ("first_permit_applied", _("Day of the first permit application")),
    ("finding", _("Finding of an inspection")),
    ("complaint", _("Complaint or report")),
    ("vacant", _("Vacant or not")),
    ("floor_area", _("Floor area in m²")),
    ("bedrooms", _("Number of bedrooms")),
    ("bedroom_areas", _("Floor area of a bedroom in m²")),
    ("toilets", _("Toilets")),
    ("showers", _("Showers")),
    ("fridge_litres", _("Litres of cooling space")),
    ("burners", _("Cooking burners")),
]
_DATES: Choices = [
    ("reference_date", _("Reference date")),
    ("valid_from", _("Holds from")),
    ("valid_to", _("Holds until")),
    ("valid_from:certificate", _("Quality mark holds from")),
    ("valid_to:certificate", _("Quality mark holds until")),
    ("valid_from:vacant", _("Vacant since")),
]
_AREA: Choices = [
    ("area_code", _("Code of the area (GM, WK or BU)")),
    ("area", _("Name of the area")),
]
_COUNTED: Choices = [
    ("count:registered", _("People registered")),
    ("registration", _("Which registration: BRP or RNI")),
    ("count:workers", _("Labour migrants who work there")),
    ("count:employers", _("Employers")),
    ("count:stays", _("Stays: nights that somebody slept there")),
]
_UNUSED = ("", _("Do not use"))
#: What a column can tell, by what a row of the list is about.
ROLES: dict[str, Choices] = {
    "address": [_UNUSED, (_("Address"), _ADDRESS), (_("What it tells"), _TOLD), (_("When"), _DATES)],
    "area": [_UNUSED, (_("Area"), _AREA), (_("What it counts"), _COUNTED), (_("When"), _DATES[:3])],
}
