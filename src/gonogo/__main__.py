"""`python -m gonogo`: the command, of the Python that runs it."""

from gonogo.cli.start import main

if __name__ == "__main__":
    main()
