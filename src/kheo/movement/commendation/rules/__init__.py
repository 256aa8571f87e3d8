"""What the catalogue may say, who may be proposed, and what a dossier needs: pure answers with their reasons."""
