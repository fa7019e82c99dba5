"""What a forecast takes for granted: the dated assumptions that are shipped, each with its source and status."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def assumptions() -> dict[str, Any]:
    """The document as it is shipped."""
    text = files("onderdak.needs").joinpath("assumptions.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def month_shape() -> list[float]:
    """Workers in each month, as a share of the average month."""
    return assumptions()["months"]["shape"]


def segment_of(form: str) -> str:
    """For which length of stay a form of housing in the picture is meant; "mid" where nothing is known."""
    return assumptions()["forms"].get(form, "mid")
