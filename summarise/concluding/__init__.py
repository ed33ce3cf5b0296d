"""What was said of a paper → its finished record: in this process, or in worker processes.

A finished record is a line of the run. Importing this room is cheap: rules and reconciliation are loaded when the
first paper needs them, which none does whose record is kept.
"""

from summarise.concluding.finished import Finished

__all__ = ["Finished"]
