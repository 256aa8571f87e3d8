"""What a table shows: counted, composed, kept."""
