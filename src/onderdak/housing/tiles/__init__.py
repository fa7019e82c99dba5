"""Addresses as map tiles: points where one is near, a grid of counts where one is far."""
