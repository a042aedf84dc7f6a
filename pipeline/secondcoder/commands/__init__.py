"""The command line: words in, words out; nothing heavy is loaded before it is needed."""
