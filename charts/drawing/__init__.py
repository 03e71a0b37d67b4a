"""Drawing a specification into a PNG, in processes of their own."""
