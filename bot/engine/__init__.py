"""From a request to a reply: budget, router, cache, deadline."""
