"""Run the command line as ``python -m secondcoder``."""

from secondcoder.commands.main import main

if __name__ == "__main__":
    main()
