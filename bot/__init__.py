"""The top floor, what runs: settings, the command line, the one composition root. Imports point down from here."""
