"""How long a run takes and how much memory, by stage and size, beside BERTopic's own pipeline."""
