"""What is asked of the catalogue, of history, of dossiers and of the register."""
