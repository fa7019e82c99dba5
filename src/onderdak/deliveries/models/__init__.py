"""What was agreed with sources, and what they delivered."""

from onderdak.deliveries.models.contract import Contract, Reminder
from onderdak.deliveries.models.delivery import Choice, Delivery, Mapping

__all__ = ["Choice", "Contract", "Delivery", "Mapping", "Reminder"]
