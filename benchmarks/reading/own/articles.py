"""Articles in other styles than news agencies', of 150 words and more, their figures from the facts of a day."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.reading.own.facts import Facts
from benchmarks.reading.own.sentences import Words


def wire(f: Facts) -> Words:
    return [
        f"NEW YORK, {f.words(f.day)} (Wire) - U.S. stocks ", f.up("GSPC", "climbed", "fell"), " as investors digested a "
        "batch of earnings and waited for the central bank's next meeting, traders said. Volumes were below the average "
        "of the past month, and several desks reported little conviction on either side.\n\nThe S&P 500 ",
        f.up("GSPC", "gained ", "lost "), f.pct("GSPC", 2), " to end at ", f.level("GSPC"), ". The Nasdaq Composite ",
        f.up("IXIC", "added ", "shed "), f.pct("IXIC", 2), " to ", f.level("IXIC"), ", while the Dow Jones Industrial Average ",
        f.up("DJI", "rose ", "dropped "), f.pts("DJI", 2, 120.0), ".\n\n", f.sectors("{up} of the 11 S&P 500 sectors rose", 0),
        ". ", f.top_sector("{} was the best performer", 0), ".\n\nThe CBOE volatility index, a gauge of demand for protection "
        "against swings in share prices, closed at ", f.level("VIX"), ".\n\n\"We are in wait-and-see mode and I would not read much "
        "into a single day like this one,\" said a portfolio manager in Boston, who expects the index to end the year 5% higher. "
        "In Europe, the Stoxx 600 lost 0.2%, and Japan's Nikkei 225 gained 0.9%. Oil settled 1.1% lower, and gold was little changed. "
        "The dollar index slipped 0.2%. Investors will look to figures on consumer prices next week, which economists expect to show "
        "a rise of 0.3% on the month.",
    ]  # fmt: skip


def note(f: Facts) -> Words:
    return [
        f"Morning comment - {f.words(f.day)}\n\nEquities\nUS equity indices closed ", f.up("GSPC", "higher", "lower"),
        " in a session without a clear theme. Rotation under the surface was more interesting than the headline figures, "
        "as it has been for most of the quarter, and we keep our neutral stance.\n\n- S&P 500: ", f.level("GSPC"), " (",
        f.pct("GSPC", 2, signed=True), ")\n- Nasdaq 100: ", f.level("NDX"), " (", f.pct("NDX", 2, 0.5, signed=True), ")\n- Russell 2000: ",
        f.level("RUT"), " (", f.pct("RUT", 2, signed=True), ")\n- Dow Jones: ", f.level("DJI"), " (", f.pct("DJI", 2, signed=True),
        ")\n\nYear to date:\n- S&P 500 ", f.pct("GSPC", 1, since=f.january, signed=True), "\n- Russell 2000 ",
        f.pct("RUT", 1, since=f.january, signed=True), "\n- Nasdaq Composite ", f.pct("IXIC", 1, 2.0, since=f.january, signed=True),
        "\n\nRates\nThe 10-year Treasury yield closed at ", f.yield_("DGS10", 0), ", and the 2-year Treasury yield at ",
        f.yield_("DGS2", 0), ". We see limited room for lower yields from here and expect a range of 3.9% to 4.4% in the coming months.\n\n"
        "View\nValuations are demanding: the S&P 500 trades at 22 times forward earnings. Our base case is a return of 6% over twelve months; "
        "our bear case is a decline of 15%. Clients should keep at least 10% in cash. This note is for information only and is "
        "no offer to buy or sell any security. Past performance does not guarantee future results.",
    ]  # fmt: skip


def blog(f: Facts) -> Words:
    return [
        "Three charts I keep coming back to\n\nI promised myself not to write about daily moves any more, but here we are. As of ",
        f.words(f.day), ", the Russell 2000 is ", f.up("RUT", "up ", "down ", f.january), f.pct("RUT", 1, since=f.january),
        " this year, against ", f.pct("GSPC", 1, since=f.january), " for the S&P 500. Read that again. Nobody I know owns small caps, and everybody has a "
        "reason why. Maybe that is the whole story, maybe it is not.\n\nFirst chart: the distance from the top. The Nasdaq Composite is ",
        f.away("IXIC", 0, "{:.1f}% below its record high"), ". Small caps are ", f.away("RUT", 1, "{:.1f}% below their record high"),
        ". I find it strange how quickly we get used to numbers like these.\n\nSecond chart: the way here. Since bottoming on April 8, 2025, the S&P 500 has "
        "climbed ", f.rise("GSPC", "2025-04-08", 0), ". Imagine telling that to somebody in the middle of that week.\n\nThird chart: the day itself. The S&P 500 ",
        f.up("GSPC", "rose ", "fell "), f.pct("GSPC", 1), " on the day, and the VIX finished at ", f.level("VIX"),
        ". If fear falls to 12, I will write another post about complacency, as I did the last four times, too early each time.\n\nAs always, "
        "this is a diary and not advice. My own account is down 3% this month, so you should not listen to me anyway.",
    ]  # fmt: skip


def broadcast(f: Facts) -> Words:
    return [
        "Good evening, and welcome to the market report. Here is what happened on Wall Street on ", f.words(f.day), ".\n\nThe Dow closed ",
        f.up("DJI", "up ", "down "), f.pts("DJI"), " at ", f.level("DJI"), ". The S&P 500 finished ", f.up("GSPC", "up ", "down "),
        f.pts("GSPC", 0, 33.0), ". And the Nasdaq Composite ended the day ", f.pct("IXIC", 1), f.up("IXIC", " higher", " lower"),
        ".\n\nIt was not a quiet day, as you can see behind me. The Dow traded as high as ", f.side("DJI", "high"), " and as low as ",
        f.side("DJI", "low"), ". The Russell 2000, which follows smaller companies, ", f.up("RUT", "gained ", "lost "), f.pct("RUT", 1),
        ".\n\nSo, what moved the market? Our correspondent has been asking around on the floor. Many say that everybody is waiting for the next report on the labor market. "
        "Others point to the bond market, where traders see a 60% chance that rates come down before the summer. And some simply say that after "
        "such a run, a pause would be healthy.\n\nOverseas, London's FTSE 100 added 0.3%, Germany's DAX lost 0.1%, and in Tokyo the Nikkei was closed for a holiday. "
        "A barrel of Brent crude costs about 65 dollars, a dollar less than a week ago. Will the good mood last? We will have more on that "
        "tomorrow, when the government publishes its figures on retail sales. That is it from the stock exchange. Good night.",
    ]  # fmt: skip


def weekly(f: Facts) -> Words:
    return [
        f"The week in markets, {f.words(f.day)}\n\nFor the week:\n- Dow ", f.pct("DJI", 1, since=f.monday, signed=True), "\n- S&P 500 ",
        f.pct("GSPC", 1, since=f.monday, signed=True), "\n- Nasdaq Composite ", f.pct("IXIC", 1, 0.8, since=f.monday, signed=True), "\n- Russell 2000 ",
        f.pct("RUT", 1, since=f.monday, signed=True), "\n\nFor the day:\n- Dow ", f.pct("DJI", 2, signed=True), "\n- S&P 500 ", f.pct("GSPC", 2, signed=True),
        "\n\nWhat stood out\n\nThe S&P 500 ended the week at ", f.level("GSPC"), ". It ", f.was("outperformed the Dow", "comparison", "GSPC",
        f.move("GSPC", f.monday) > f.move("DJI", f.monday)), " for the week. The Nasdaq-100 ", f.up("NDX", "gained ", "lost ", f.month),
        f.pct("NDX", 1, since=f.month), " so far this month.\n\nEarnings were in the foreground. Companies that missed estimates were punished by more than usual, "
        "with an average decline of 4% on the day of the report, while those that beat rose by 1%. Analysts cut their forecasts for the next quarter by 2% in sum. "
        "Flows into equity funds came to $11 billion, the most in six weeks, and bond funds took in $7 billion.\n\nWhat is next\n\nA short week lies ahead: markets are "
        "closed on Monday. Minutes of the central bank are due on Wednesday, and one in five companies of the S&P 500 will report. Strategists at two large "
        "banks raised their targets for the S&P 500 to 7,500 and 7,600. We would not be surprised by swings of 2% or more around the numbers of the largest companies.",
    ]  # fmt: skip


def european(f: Facts) -> Words:
    return [
        f"Wall Street report of {f.words(f.day)}\n\nThe American stock exchanges have closed ", f.up("DJI", "with gains", "with losses"),
        ". The Dow Jones ", f.up("DJI", "gained ", "lost "), f.pct("DJI", 2, form="{}%"), " to ", f.level("DJI", form="{} points"), ". The S&P 500 ",
        f.up("GSPC", "climbed ", "fell "), f.pct("GSPC", 2, 0.5), " and closed at ", f.level("GSPC", form="{} points"), ". For the Nasdaq Composite it went ",
        f.up("IXIC", "up by ", "down by "), f.pct("IXIC", 2), ".\n\nFrom the point of view of a European investor one must add that the dollar has lost 0,3 percent against the euro. "
        "The DAX had closed before with a minus of 0.4%, the SMI with a plus of 0.1% and the EuroStoxx 50 nearly unchanged. In Asia the Hang Seng won 1.2%.\n\nTraders spoke of a "
        "nervous mood. One waits for the data of inflation, which will be published on Thursday. Also the question of the tariffs is not from the table. "
        "The Russell 2000, the index of the small companies, ", f.up("RUT", "gained ", "lost "), f.pct("RUT", 1), ". The VIX, the barometer of fear, stood at ", f.level("VIX"),
        ".\n\nAmong the single values, a producer of chips lost 6 percent after a careful outlook, and an airline won 4 percent after it had raised its forecast of the profit. "
        "A chain of supermarkets wants to close 120 branches. The price for a troy ounce of gold rose by 12 dollars. An analyst of a Swiss bank said that he sees "
        "a potential of 8 percent until the end of the year, but that the risks did increase in the last weeks.",
    ]  # fmt: skip


def thread(f: Facts) -> Words:
    return [
        f"closing bell thread 🧵 {f.words(f.day)}\n\n1/ $SPY ", f.pct("SPY", 2, signed=True), " | $QQQ ", f.pct("QQQ", 2, signed=True), " | $IWM ",
        f.pct("IWM", 2, 0.9, signed=True), " | $DIA ", f.pct("DIA", 2, signed=True), "\n\n2/ spx closed ", f.level("GSPC"), ". VIX closed ", f.level("VIX"), ". not much drama if you ask me, "
        "but my feed looks like it is 2008 again\n\n3/ Russell 2000 ", f.pct("RUT", 1, since=f.january, signed=True), " YTD, Nasdaq-100 ",
        f.pct("NDX", 1, since=f.january, signed=True), " YTD. people who told you that small caps are dead will never apologize, they never do, and that is fine\n\n"
        "4/ Dow ", f.up("DJI", "up ", "down "), f.pts("DJI", 0, 410.0), " today. everybody quotes the points because points sound bigger. always look at the percentage, kids\n\n"
        "5/ btc -2.4%, gold +0.6%, oil doing oil things\n\n6/ what I am watching: earnings from two of the big ones after the close tomorrow. options imply a 7% move for one of them. "
        "I have no position and no opinion, which is a lie, but a useful one\n\n7/ if $IWM breaks 300 I will buy everybody here a coffee. virtually. nfa, do your own research, touch grass\n\n"
        "8/ reminder that the average intra-year decline is 14% and that most years end higher. zoom out. see you tomorrow, same time, same place, hopefully with better jokes than today",
    ]  # fmt: skip


def smallcaps(f: Facts) -> Words:
    return [
        f"Small caps in focus\n{f.words(f.day)} — The Russell 2000 ", f.up("RUT", "rose ", "fell "), f.pct("RUT", 2), " to close at ", f.level("RUT"),
        ". The index has ", f.up("RUT", "gained ", "lost ", f.january), f.pct("RUT", 1, since=f.january), " since the start of the year. ",
        "The Russell 2000 ", f.was("outpaced the S&P 500", "comparison", "RUT", f.move("RUT") > f.move("GSPC")), " on the day. ",
        "The Dow ", f.up("DJI", "added ", "lost "), f.pct("DJI", 2), ", and the Nasdaq Composite ", f.up("IXIC", "gained ", "slipped "), f.pct("IXIC", 2, 0.6),
        ".\n\nFor years, owners of smaller companies had to be patient. They paid more for credit, earned less abroad and were absent from the enthusiasm for artificial intelligence. "
        "Some of that has changed. Funding costs have come down, mergers are back, and a few managers of pension funds have begun to look at the segment again. "
        "About a third of the companies in the index earn no money, and the median company has debt of three times its operating profit, so nobody should expect a quiet ride.\n\n"
        "The Russell 2000 traded between ", f.side("RUT", "low", form="{}"), " and ", f.side("RUT", "high"), " during the session. It is ",
        f.away("RUT", 0, "{:.1f}% below its record close"), ".\n\nWhat would change the picture? Higher yields, above all. The 10-year Treasury yield ended at ", f.yield_("DGS10", 1),
        ". Investors should size positions accordingly and be prepared to sit through declines of 20% and more, which have come about once in two years.",
    ]  # fmt: skip


def evening(f: Facts) -> Words:
    return [
        f"Evening wrap, {f.words(f.day)}\n\nStocks ended a choppy session ", f.up("GSPC", "higher", "lower"), ". By the close, the S&P 500 had ",
        f.up("GSPC", "gained ", "lost "), f.pct("GSPC", 2), " to ", f.level("GSPC"), ", and the Nasdaq-100 was ", f.up("NDX", "up ", "down "), f.pct("NDX", 2),
        ". The Dow finished ", f.pts("DJI", 0, form="{} points"), f.up("DJI", " higher", " lower"), ".\n\nThe S&P 500 has risen in ", f.of_last("GSPC", 10, 0, "{} of the last 10 sessions"),
        ". ", f.sectors("{down} of the 11 S&P 500 sectors fell", 1), ".\n\nAfter the bell, a maker of software said that its revenue grew 18% in the quarter, and its shares gained 5% in extended trading. "
        "A retailer warned that margins would shrink by 60 basis points. Neither is large enough to move the indices, but both say something about the consumer: people still spend, though they look "
        "harder at prices than they did a year ago.\n\nThe bond market was calm. The 2-year Treasury yield was at ", f.yield_("DGS2", 0), ". Futures imply that rates will be 50 basis points lower "
        "by the end of next year, which is less than a month ago.\n\nTomorrow brings weekly figures on jobless claims, which economists expect at 225,000, and a speech by the head of the central "
        "bank. Historically, the S&P 500 has moved by 0.7% on days on which he spoke. It remains to be seen whether that is enough to wake up the volatility index, which ended at ", f.level("VIX", 2.5), ".",
    ]  # fmt: skip


def column(f: Facts) -> Words:
    return [
        "The view from the cheap seats\n\nMy neighbor stopped me at the mailbox to ask whether the market had crashed. It had not. On ", f.words(f.day), " the Dow ",
        f.up("DJI", "climbed ", "slid "), f.pts("DJI"), ", or ", f.pct("DJI", 1), ", which is the sort of thing it does. A decade ago the same number of points would have been front-page news, and the "
        "fact that it no longer is tells you more about arithmetic than about courage.\n\nThe S&P 500 closed at ", f.level("GSPC"), ", ", f.away("GSPC", 0, "{:.1f}% below its record high"),
        ". Small companies, as measured by the Russell 2000, ", f.up("RUT", "rose ", "fell "), f.pct("RUT", 1, 1.2), ". The Nasdaq Composite, home of the big technology firms, ",
        f.up("IXIC", "gained ", "lost "), f.pct("IXIC", 1), ".\n\nI told my neighbor what I tell everybody: the value of your house fell, too, on some of these days, and nobody rang your doorbell to let you know. He was not "
        "convinced. He had heard on the radio that a famous investor had sold 40% of his shares, and that a famous economist saw a 35% chance of a recession. Both may be right. "
        "Both have been wrong before, at length and in print, and neither of them mows his own lawn.\n\nSo far this month the S&P 500 has ", f.up("GSPC", "gained ", "lost ", f.month),
        f.pct("GSPC", 1, since=f.month), ". By the time you read this, that will be old news. If it is not, and the number still stands, you may congratulate yourself on having lived through "
        "a quiet week. They are rarer than they look, and they do not announce themselves.",
    ]  # fmt: skip


ARTICLES: tuple[tuple[str, str, Callable[[Facts], Words]], ...] = (
    ("wire", "2026-01-15", wire),
    ("note", "2026-01-23", note),
    ("blog", "2025-12-19", blog),
    ("broadcaster", "2025-11-20", broadcast),
    ("weekly", "2026-01-16", weekly),
    ("european", "2025-10-10", european),
    ("thread", "2026-01-28", thread),
    ("small caps", "2026-01-08", smallcaps),
    ("evening", "2025-12-17", evening),
    ("column", "2026-01-30", column),
)
