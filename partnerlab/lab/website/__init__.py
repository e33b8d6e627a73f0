"""The pages on which partners and our side exchange files: a log-in form, a list, uploads and downloads."""
