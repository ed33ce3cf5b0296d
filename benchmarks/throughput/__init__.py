"""How much CPU a paper costs and how full a fast endpoint is kept, beside peers, against the same loopback servers."""
