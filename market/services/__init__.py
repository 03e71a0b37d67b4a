"""What commands ask for data: prices, members, macro series, news, valuation."""
