"""What reporting decides without a database: forms as text, checks, differences, days."""
