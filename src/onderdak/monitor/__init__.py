"""The pages of a region and of its municipalities: reads the figures of the rooms below, writes none."""
