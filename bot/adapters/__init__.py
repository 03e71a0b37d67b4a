"""One module per face: to_request, to_message, and a thin shell around the platform's SDK."""
