"""The fields of Django's forms in the clothes of the NL Design System, with all that a screen reader needs."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import Input
from django.utils.safestring import SafeString

_INPUT = "utrecht-textbox utrecht-textbox--html-input"
#: widget -> classes; the first that fits counts
_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.CheckboxSelectMultiple, "utrecht-checkbox utrecht-checkbox--html-input utrecht-checkbox--custom"),
    (forms.RadioSelect, "utrecht-radio-button utrecht-radio-button--html-input"),
    (forms.CheckboxInput, "utrecht-checkbox utrecht-checkbox--html-input utrecht-checkbox--custom"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.FileInput, "od-file"),
    (forms.NumberInput, f"{_INPUT} od-short"),
    (forms.DateInput, f"{_INPUT} od-short"),
    (Input, _INPUT),
)
#: So many fields say of themselves that they need not be filled in; of more it is said once.
_FEW = 3


def _widget(field: BoundField) -> forms.Widget:
    return cast(forms.Widget, field.field.widget)


def kind_of(field: BoundField) -> str:
    """Which of the three layouts a field has: a group of choices, one checkbox, or a label above a control."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "checkbox" if isinstance(widget, forms.CheckboxInput) else "control"


def names_required(form: forms.BaseForm) -> bool:
    """Whether a form names the fields that must be filled in, in place of those that need not: where these are most."""
    asked = [field.field.required for field in form.visible_fields() if kind_of(field) != "checkbox"]
    return asked.count(False) > max(_FEW, asked.count(True))


def described_by(field: BoundField) -> str:
    """Ids of the help and the errors of a field."""
    ids = [f"{field.auto_id}_helptext"] if field.help_text else []
    ids += [f"{field.auto_id}_error{number}" for number in range(len(field.errors))]
    return " ".join(ids)


def attributes(field: BoundField) -> dict[str, Any]:
    """What the control of a field carries: its classes, and what it says to a screen reader."""
    widget = _widget(field)
    own = next((classes for kind, classes in _CLASSES if isinstance(widget, kind)), "")
    found: dict[str, Any] = {"class": " ".join(part for part in (own, widget.attrs.get("class", "")) if part)}
    if kind_of(field) != "choices" and (ids := described_by(field)):
        found["aria-describedby"] = ids
    if field.errors and kind_of(field) != "choices":
        found["aria-invalid"] = "true"
    return found


def dressed(field: BoundField) -> SafeString | list[Any]:
    """The control of a field: the options of a group of choices, else the control itself."""
    if kind_of(field) != "choices":
        _widget(field).attrs.pop("placeholder", None)  # allauth repeats the label in it, and it goes as one types
        _typed(field)
        return field.as_widget(attrs=attributes(field))  # pyright: ignore[reportArgumentType] - the stub forgets it
    options = field.subwidgets
    for option in options:
        option.data["attrs"]["class"] = attributes(field)["class"]
    return [Choice(option) for option in options]


def _typed(field: BoundField) -> None:
    """The control that keeps what was typed: a browser empties a number or date field that it cannot read."""
    widget = _widget(field)
    if isinstance(widget, forms.DateInput):
        widget.input_type = "text" if field.errors else "date"
        widget.format = "%Y-%m-%d"
    elif isinstance(widget, forms.NumberInput):
        widget.input_type = "text"
        whole = isinstance(field.field, forms.IntegerField) and not isinstance(field.field, forms.FloatField)
        widget.attrs = {"inputmode": "numeric" if whole else "decimal"}


class Choice:
    """One option of a group, without the label that Django wraps around it."""

    def __init__(self, option: Any) -> None:
        self._option = option
        self.id_for_label = option.id_for_label
        self.choice_label = option.choice_label

    def tag(self) -> SafeString:
        """The control itself."""
        return self._option.tag()


def first_id(field: BoundField) -> str:
    """Id of the control to which an error leads: of a group of choices its first option."""
    if kind_of(field) == "choices":
        first = next(iter(field.subwidgets), None)
        return first.id_for_label if first else field.auto_id
    return field.id_for_label
