"""The one way to count: a figure of the catalogue, in a scope, whole or broken down, on a map of units."""
