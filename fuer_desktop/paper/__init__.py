"""Printed pages, drawn with Qt's painter and no widgets."""
