"""What screens read: pure Python that knows neither the terminal nor the wire."""
