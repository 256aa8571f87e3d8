"""Reading what a period counts, what a closing holds, and what became of it since."""
