"""Figures: matplotlib's one door. ``palette`` alone comes without it.

Import these modules when a figure is wanted, not at start: matplotlib takes its time.
"""
