"""What a form of table says, and when one may be kept or made."""
