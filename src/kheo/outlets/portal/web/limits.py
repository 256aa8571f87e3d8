"""How often one address may send something."""

# A whole office may sit behind one address.
REMARKS = ("remark", 20, 10 * 60)
VOTES = ("vote", 60, 10 * 60)
REPORTS = ("report", 20, 10 * 60)
