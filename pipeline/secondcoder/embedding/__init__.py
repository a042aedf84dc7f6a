"""Texts to vectors: model cards, the sentence-transformers adapter, the cache on disk."""
