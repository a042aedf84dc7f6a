"""Files to documents, codebooks and codings; the edge where foreign conventions end."""
