"""Sentences that claim nothing which prices could prove."""

from __future__ import annotations

NO_CLAIMS = """
The rally in small caps has room to run.
We believe the Russell 2000 is attractively valued.
Investors should add to small-cap positions on weakness.
The S&P 500 could rise another 5% by year end.
Analysts expect the Nasdaq Composite to gain 10% this year.
If the Dow falls 3%, buyers will step in.
The Russell 2000 may outperform the S&P 500 next year.
Strategists forecast a gain of 8% for the S&P 500.
Small-cap rallies can be more volatile than those of large caps.
Historically, small caps have outperformed large caps after rate cuts.
On average, the S&P 500 gains 10% a year.
The Russell 2000 did not close at a record.
The S&P 500 is poised to open 0.5% higher.
Will the Russell 2000 reach 3,000?
Did the Dow rise 2% on Thursday?
Is this the best day since April for the Nasdaq?
Apple reported record earnings.
Apple's revenue rose 10% in the quarter.
Nvidia's sales jumped 62 percent.
Apple supplier Foxconn rose 3%.
Nasdaq futures rose 0.4% before the bell.
S&P 500 futures were up 0.3%.
Trading volume on the Nasdaq rose 12%.
Profit margins at Microsoft expanded by two percentage points.
S&P 500 companies grew earnings by 9%.
The Dow component gained market share.
Boeing declined to comment.
Investors in the Russell 2000 lost 3% of their patience.
The bull market feels tired.
We see upside of 12% for the Russell 2000.
Our target for the S&P 500 is 7,500.
The index would have to rise 4% to reach 7,200.
Small caps look cheap relative to large caps.
Lower rates should help small companies.
Stocks rallied because investors expect rate cuts.
The advance reflects optimism about growth.
Had it closed above 7,000, the S&P 500 would have made history.
Without the last hour, the Dow would have gained 400 points.
Traders hope that the Russell 2000 breaks its record.
The S&P 500 failed to hold 7,000.
The S&P 500 ended just shy of a record.
Retail sales rose 0.6% in December.
The euro gained 0.5% against the dollar.
Oil prices fell 2% to $61 a barrel.
Gold rose to a record $4,900 an ounce.
Bitcoin dropped 5%.
The Stoxx 600 rose 0.4% to a record.
Japan's Nikkei closed 1.2% higher at 53,000.
Housing starts fell 4.6% in November.
Our portfolio beat its benchmark by 2%.
Ford recalled 5,000 trucks.
A broad consensus supports the plan.
The company added 500 jobs in Ohio.
Visa rules changed in 2025.
The record shows that he was right.
The S&P 500 fell 0.1% from its opening level.
The Russell 2000 trades at 18 times earnings.
Neither the Dow nor the S&P 500 closed at a record.
About 42% of the companies in the Russell 2000 lose money.
One in three companies in the S&P 500 gained market share.
The S&P 500 drops 14% in an ordinary year.
The S&P 500 loses 0.7% in the average September.
In most years the Dow falls 10% at least once.
As a rule, the S&P 500 drops 14% at some point in every year.
""".strip().splitlines()
