"""Documents to passages: paragraphs, sentences, windows and the words they are counted by."""
