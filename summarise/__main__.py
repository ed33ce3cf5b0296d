"""`python -m summarise`."""

from summarise.cli import main

if __name__ == "__main__":
    main()
