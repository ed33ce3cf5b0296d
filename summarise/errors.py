"""The error tree; every leaf says what happened, where, and what to do.

SummariseError
├── UsageError              the command was used wrongly                        exit 2
│   └── DecisionRefused       a decision can't be what it says; nothing was recorded
├── ConfigurationError      a setting is missing, unsafe or malformed           exit 3
├── InputError              nothing could be read from a document               exit 4
├── EndpointError           the endpoint can't be used at all, for any paper    exit 5
│   ├── EndpointUnreachable   nothing answers at the address
│   └── EndpointRefused       it answers, and refuses the key or the model
├── CompletionError         one paper's completion failed; the batch goes on
│   └── InvalidReply          the model answered, and not what was asked
├── CostReached             what may be spent is spent; what was answered is kept  exit 9
├── ModelError              weights can't be fetched or verified, or don't load exit 3
├── CacheError              the cache folder can't be used                      exit 3
└── WorkersError            worker processes die again and again                exit 1
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class SummariseError(Exception):
    """Base of all errors raised on purpose; `exit_code` is what the command line ends with."""

    exit_code = 1


class UsageError(SummariseError):
    """The command was used wrongly."""

    exit_code = 2


class DecisionRefused(UsageError):
    """A reviewer's decision can't be what it says (an edit that is no value of the field); nothing was recorded."""


class ConfigurationError(SummariseError):
    """A setting is missing, unsafe or malformed."""

    exit_code = 3


class ModelError(SummariseError):
    """Weights can't be fetched or verified, or the embedded server does not start."""

    exit_code = 3


class CacheError(SummariseError):
    """The cache folder can't be opened or written."""

    exit_code = 3


class WorkersError(SummariseError):
    """Worker processes were killed, and so were those that replaced them."""


class InputError(SummariseError):
    """A document can't be read at all."""

    exit_code = 4


class EndpointError(SummariseError):
    """The endpoint can't be used for any paper; asking on is pointless. `kind` names why.

    `usage` is what was spent on the paper before, as in CompletionError.
    """

    exit_code = 5

    def __init__(self, message: str, kind: str = "endpoint") -> None:
        super().__init__(message)
        self.kind = kind
        self.usage: Any = None


class EndpointUnreachable(EndpointError):
    """Nothing answers at the endpoint's address."""


class EndpointRefused(EndpointError):
    """The endpoint answers and refuses the key, the model or every kind of request."""


class CostReached(SummariseError):
    """Nothing more may be asked for the money that the run was given."""

    exit_code = 9


class CompletionError(SummariseError):
    """One paper's completion failed. `kind` names how; `reply` is the raw text, if any came.

    `usage` is what was spent all the same: a records.Usage, which this module knows nothing of.
    """

    exit_code = 7

    def __init__(self, kind: str, message: str, reply: str | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.reply = reply
        self.usage: Any = None


class InvalidReply(CompletionError):
    """The reply is not the JSON that was asked for; `problems` holds one sentence a path."""

    def __init__(self, problems: Sequence[str], reply: str | None, kind: str = "invalid") -> None:
        super().__init__(kind, "; ".join(problems), reply)
        self.problems = tuple(problems)
