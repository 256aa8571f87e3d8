"""How often one address may send something."""

# A whole office may sit behind one address.
REMARKS = ("remark", 20, 10 * 60)
# From everybody together: what is beyond it in a minute is no talk but a flood.
REMARKS_OF_ALL = ("remarks", 300, 60)
VOTES = ("vote", 60, 10 * 60)
REPORTS = ("report", 20, 10 * 60)
# Somebody who types asks a few times a second at most.
SUGGESTIONS = ("suggestion", 600, 60)
