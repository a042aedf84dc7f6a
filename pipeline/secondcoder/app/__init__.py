"""The page for whole studies: from a folder of files to results."""
