"""What was agreed with sources, and what they delivered."""

from onderdak.deliveries.models.contract import Contract, Reminder

__all__ = ["Contract", "Reminder"]
