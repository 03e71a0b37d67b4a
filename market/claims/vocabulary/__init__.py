"""The words, names and verbs that the rules of claims are made of."""
