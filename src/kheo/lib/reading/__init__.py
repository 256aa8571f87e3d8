"""Reads a narrative report: what it counts, of whom, when, and where its words say so."""
