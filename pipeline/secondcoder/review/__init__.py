"""The review page: people check suggested codes against their own, on their own machine."""
