"""What every face needs to show a reply: truncation, text, messages cached by reply."""
