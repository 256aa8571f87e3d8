"""What reporting reads."""
