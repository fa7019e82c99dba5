"""The contracts that are shipped: for each kind of list what it holds, how often, and on which legal ground."""

from onderdak.deliveries.contracts.shipped import Column, Shipped, Words, shipped, shipped_contract

__all__ = ["Column", "Shipped", "Words", "shipped", "shipped_contract"]
