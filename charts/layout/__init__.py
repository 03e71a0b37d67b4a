"""Geometry and text of pictures: boxes, scales, labels, dates, treemaps."""
