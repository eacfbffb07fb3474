"""The slot grid: what stands in its cells (model), how it is painted (widget), what it says in words."""
