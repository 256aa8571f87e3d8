"""What public pages show, read in few and narrow queries. Nothing here is asked who is looking: all of it is public.

A page takes what it needs from the file of its kind, so that an article loads no query of a gallery of documents.
"""
