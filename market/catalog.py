"""The markets known by name: data, one row a symbol."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SymbolKind(StrEnum):
    """What a symbol stands for."""

    INDEX = "index"
    FUND = "fund"
    STOCK = "stock"
    FUTURE = "future"
    OTHER = "other"  # passed through; the provider knows what it is


@dataclass(frozen=True, slots=True)
class Listing:
    """One row of the catalogue, in the order of its columns.

    ticker: Yahoo's spelling.
    label: the shortest name that people read on a chart; empty: the ticker.
    group: "index", "size", "style", "sector", "sector-small", "mega", "overnight", … `proxy`: ticker of the fund
        that stands in when an index is not available.
    aliases: the lower-case words that mean it, the one that commands use first.
    """

    ticker: str
    name: str
    kind: SymbolKind
    label: str
    group: str
    proxy: str
    aliases: tuple[str, ...]

    @classmethod
    def parse(cls, row: str) -> Listing:
        """A row of the table: columns between semicolons, aliases between bars."""
        ticker, name, kind, label, group, proxy, aliases = (cell.strip() for cell in row.split(";"))
        words = tuple(word.strip() for word in aliases.split("|"))
        return cls(ticker, name, SymbolKind(kind), label, group, proxy, words)


# ticker; name; kind; label; group; proxy; aliases
_TABLE = """\
^RUT; Russell 2000; index; Russell 2000; index; IWM; rut | russell | russell 2000 | russell2000 | r2k \
    | small caps | small-caps | smallcaps | small cap | small-cap index
^GSPC; S&P 500; index; S&P 500; index; SPY; spx | sp500 | s&p | s&p 500 | s&p500 | sp 500 | gspc \
    | standard & poor's 500 | standard and poor's 500 | large caps | large-caps
^NDX; Nasdaq-100; index; Nasdaq-100; index; QQQ; ndx | nasdaq 100 | nasdaq-100 | nasdaq100
^IXIC; Nasdaq Composite; index; Nasdaq Composite; index; ONEQ; ixic | comp | nasdaq | nasdaq composite | nasdaq comp
^DJI; Dow Jones Industrial Average; index; Dow Jones; index; DIA; dji | dow | dow jones | the dow | djia \
    | dow jones industrial average | dow jones industrials | dow industrials
^VIX; Cboe Volatility Index; index; VIX; index; ; vix | volatility index | fear index
^RUI; Russell 1000; index; Russell 1000; index; IWB; rui | russell 1000 | russell1000
^RUA; Russell 3000; index; Russell 3000; index; IWV; rua | russell 3000 | russell3000
^MID; S&P MidCap 400; index; S&P 400; index; IJH; mid | s&p 400 | sp400 | midcap 400 | mid caps | mid-caps
^SP600; S&P SmallCap 600; index; S&P 600; index; IJR; sp600 | s&p 600 | smallcap 600
^TNX; 10-year Treasury yield index; index; 10Y yield; index; ; tnx | 10-year yield index
RTY=F; E-mini Russell 2000 futures; future; Russell 2000 futures; overnight; ; rty | russell 2000 futures \
    | russell futures | small-cap futures
ES=F; E-mini S&P 500 futures; future; S&P 500 futures; overnight; ; es | s&p 500 futures | s&p futures | stock futures
CL=F; WTI crude oil futures; future; WTI oil; overnight; ; wti | crude | crude oil | wti oil | oil futures
^N225; Nikkei 225; index; Nikkei 225; overnight; ; n225 | nikkei | nikkei 225
^STOXX50E; Euro Stoxx 50; index; Euro Stoxx 50; overnight; ; stoxx50e | euro stoxx 50 | euro stoxx | eurostoxx
DX-Y.NYB; ICE U.S. Dollar Index; index; Dollar index; overnight; ; dxy | ice dollar index | u.s. dollar index
IWM; iShares Russell 2000 ETF; fund; ; size; ; iwm
SPY; SPDR S&P 500 ETF; fund; ; size; ; spy
QQQ; Invesco QQQ (Nasdaq-100); fund; ; size; ; qqq
DIA; SPDR Dow Jones Industrial Average ETF; fund; ; size; ; dia
RSP; Invesco S&P 500 Equal Weight ETF; fund; ; size; ; rsp | equal weight | equal-weight s&p 500
IVV; iShares Core S&P 500 ETF; fund; ; size; ; ivv
VOO; Vanguard S&P 500 ETF; fund; ; size; ; voo
VTI; Vanguard Total Stock Market ETF; fund; ; size; ; vti | total market
IWB; iShares Russell 1000 ETF; fund; ; size; ; iwb
IWV; iShares Russell 3000 ETF; fund; ; size; ; iwv
IWC; iShares Micro-Cap ETF; fund; ; size; ; iwc | micro caps | micro-caps | microcaps
IJR; iShares Core S&P Small-Cap ETF; fund; ; size; ; ijr
IJH; iShares Core S&P Mid-Cap ETF; fund; ; size; ; ijh
IWR; iShares Russell Mid-Cap ETF; fund; ; size; ; iwr
MDY; SPDR S&P MidCap 400 ETF; fund; ; size; ; mdy
OEF; iShares S&P 100 ETF; fund; ; size; ; oef | s&p 100
MGC; Vanguard Mega Cap ETF; fund; ; size; ; mgc | mega caps | mega-caps
MGK; Vanguard Mega Cap Growth ETF; fund; ; size; ; mgk
VB; Vanguard Small-Cap ETF; fund; ; size; ; vb
VO; Vanguard Mid-Cap ETF; fund; ; size; ; vo
VV; Vanguard Large-Cap ETF; fund; ; size; ; vv
EWSC; Invesco S&P SmallCap 600 Equal Weight ETF; fund; ; size; ; ewsc
EWMC; Invesco S&P MidCap 400 Equal Weight ETF; fund; ; size; ; ewmc
ONEQ; Fidelity Nasdaq Composite Index ETF; fund; ; size; ; oneq
QQQE; Direxion Nasdaq-100 Equal Weighted ETF; fund; ; size; ; qqqe
ITOT; iShares Core S&P Total U.S. Stock Market ETF; fund; ; size; ; itot
MAGS; Roundhill Magnificent Seven ETF; fund; ; size; ; mags | magnificent seven | mag 7 | mag7 | magnificent 7
IWN; iShares Russell 2000 Value ETF; fund; ; style; ; iwn | small value | small-cap value
IWO; iShares Russell 2000 Growth ETF; fund; ; style; ; iwo | small growth | small-cap growth
IWD; iShares Russell 1000 Value ETF; fund; ; style; ; iwd | value
IWF; iShares Russell 1000 Growth ETF; fund; ; style; ; iwf | growth
VTV; Vanguard Value ETF; fund; ; style; ; vtv
VUG; Vanguard Growth ETF; fund; ; style; ; vug
MTUM; iShares MSCI USA Momentum Factor ETF; fund; ; style; ; mtum | momentum
QUAL; iShares MSCI USA Quality Factor ETF; fund; ; style; ; qual | quality
USMV; iShares MSCI USA Min Vol Factor ETF; fund; ; style; ; usmv | low volatility | min vol
SPLV; Invesco S&P 500 Low Volatility ETF; fund; ; style; ; splv
SPHB; Invesco S&P 500 High Beta ETF; fund; ; style; ; sphb | high beta
VLUE; iShares MSCI USA Value Factor ETF; fund; ; style; ; vlue
SIZE; iShares MSCI USA Size Factor ETF; fund; ; style; ; size
XLK; Technology Select Sector SPDR; fund; Technology; sector; ; xlk | technology | tech | tech stocks \
    | information technology
XLF; Financials Select Sector SPDR; fund; Financials; sector; ; xlf | financials | banks sector
XLV; Health Care Select Sector SPDR; fund; Health Care; sector; ; xlv | health care | healthcare
XLY; Consumer Discretionary Select Sector SPDR; fund; Consumer Discretionary; sector; ; xly \
    | consumer discretionary | discretionary
XLP; Consumer Staples Select Sector SPDR; fund; Consumer Staples; sector; ; xlp | consumer staples | staples
XLE; Energy Select Sector SPDR; fund; Energy; sector; ; xle | energy | energy stocks
XLI; Industrials Select Sector SPDR; fund; Industrials; sector; ; xli | industrials
XLB; Materials Select Sector SPDR; fund; Materials; sector; ; xlb | materials
XLU; Utilities Select Sector SPDR; fund; Utilities; sector; ; xlu | utilities
XLRE; Real Estate Select Sector SPDR; fund; Real Estate; sector; ; xlre | real estate | reits
XLC; Communication Services Select Sector SPDR; fund; Communication Services; sector; ; xlc \
    | communication services | communications
PSCT; Invesco S&P SmallCap Technology ETF; fund; Small Technology; sector-small; ; psct | small technology
PSCF; Invesco S&P SmallCap Financials ETF; fund; Small Financials; sector-small; ; pscf | small financials
PSCH; Invesco S&P SmallCap Health Care ETF; fund; Small Health Care; sector-small; ; psch | small health care
PSCD; Invesco S&P SmallCap Consumer Discretionary ETF; fund; Small Consumer Discretionary; sector-small; ; pscd \
    | small consumer discretionary
PSCC; Invesco S&P SmallCap Consumer Staples ETF; fund; Small Consumer Staples; sector-small; ; pscc \
    | small consumer staples
PSCE; Invesco S&P SmallCap Energy ETF; fund; Small Energy; sector-small; ; psce | small energy
PSCI; Invesco S&P SmallCap Industrials ETF; fund; Small Industrials; sector-small; ; psci | small industrials
PSCM; Invesco S&P SmallCap Materials ETF; fund; Small Materials; sector-small; ; pscm | small materials
PSCU; Invesco S&P SmallCap Utilities ETF; fund; Small Utilities; sector-small; ; pscu | small utilities
KRE; SPDR S&P Regional Banking ETF; fund; ; industry; ; kre | regional banks
KBE; SPDR S&P Bank ETF; fund; ; industry; ; kbe | banks
XBI; SPDR S&P Biotech ETF; fund; ; industry; ; xbi | biotech
SMH; VanEck Semiconductor ETF; fund; ; industry; ; smh | semiconductors | semis | chips
ITB; iShares U.S. Home Construction ETF; fund; ; industry; ; itb | homebuilders
XRT; SPDR S&P Retail ETF; fund; ; industry; ; xrt | retail
IYT; iShares U.S. Transportation ETF; fund; ; industry; ; iyt | transports
TLT; iShares 20+ Year Treasury Bond ETF; fund; ; other; ; tlt | long bonds | long treasuries
IEF; iShares 7-10 Year Treasury Bond ETF; fund; ; other; ; ief | treasuries
SHY; iShares 1-3 Year Treasury Bond ETF; fund; ; other; ; shy
HYG; iShares iBoxx High Yield Corporate Bond ETF; fund; ; other; ; hyg | high yield | junk bonds
LQD; iShares iBoxx Investment Grade Corporate Bond ETF; fund; ; other; ; lqd
AGG; iShares Core U.S. Aggregate Bond ETF; fund; ; other; ; agg | bonds
GLD; SPDR Gold Shares; fund; ; other; ; gld | gold
SLV; iShares Silver Trust; fund; ; other; ; slv | silver
USO; United States Oil Fund; fund; ; other; ; uso | oil
UUP; Invesco DB US Dollar Index Bullish Fund; fund; ; other; ; uup | us dollar | dollar index
EFA; iShares MSCI EAFE ETF; fund; ; other; ; efa | developed markets
EEM; iShares MSCI Emerging Markets ETF; fund; ; other; ; eem | emerging markets
AAPL; Apple; stock; ; mega; ; aapl
MSFT; Microsoft; stock; ; mega; ; msft
NVDA; Nvidia; stock; ; mega; ; nvda
GOOGL; Alphabet; stock; ; mega; ; googl | google | alphabet class a
GOOG; Alphabet (class C); stock; ; mega; ; goog | alphabet class c
AMZN; Amazon; stock; ; mega; ; amzn
META; Meta Platforms; stock; ; mega; ; meta | meta | facebook
AVGO; Broadcom; stock; ; mega; ; avgo
TSLA; Tesla; stock; ; mega; ; tsla
BRK-B; Berkshire Hathaway; stock; ; mega; ; brk-b | berkshire | brk.b | brkb
LLY; Eli Lilly; stock; ; mega; ; lly | lilly
JPM; JPMorgan Chase; stock; ; mega; ; jpm | jpmorgan | jp morgan
V; Visa; stock; ; mega; ; v
WMT; Walmart; stock; ; mega; ; wmt
XOM; Exxon Mobil; stock; ; mega; ; xom | exxon | exxonmobil
MA; Mastercard; stock; ; mega; ; ma
UNH; UnitedHealth Group; stock; ; mega; ; unh | unitedhealth
ORCL; Oracle; stock; ; mega; ; orcl
COST; Costco; stock; ; mega; ; cost
JNJ; Johnson & Johnson; stock; ; mega; ; jnj
HD; Home Depot; stock; ; mega; ; hd
PG; Procter & Gamble; stock; ; mega; ; pg | p&g
BAC; Bank of America; stock; ; mega; ; bac
ABBV; AbbVie; stock; ; mega; ; abbv
NFLX; Netflix; stock; ; mega; ; nflx
KO; Coca-Cola; stock; ; mega; ; ko | coke | coca cola
CRM; Salesforce; stock; ; mega; ; crm
AMD; Advanced Micro Devices; stock; ; mega; ; amd
CVX; Chevron; stock; ; mega; ; cvx
PEP; PepsiCo; stock; ; mega; ; pep | pepsi
TMO; Thermo Fisher Scientific; stock; ; mega; ; tmo
MRK; Merck; stock; ; mega; ; mrk
CSCO; Cisco Systems; stock; ; mega; ; csco | cisco
WFC; Wells Fargo; stock; ; mega; ; wfc
ACN; Accenture; stock; ; mega; ; acn
MCD; McDonald's; stock; ; mega; ; mcd | mcdonalds
IBM; IBM; stock; ; mega; ; ibm
GE; GE Aerospace; stock; ; mega; ; ge | general electric
CAT; Caterpillar; stock; ; mega; ; cat
GS; Goldman Sachs; stock; ; mega; ; gs | goldman
INTC; Intel; stock; ; mega; ; intc
DIS; Walt Disney; stock; ; mega; ; dis | disney
PLTR; Palantir; stock; ; mega; ; pltr
QCOM; Qualcomm; stock; ; mega; ; qcom
TXN; Texas Instruments; stock; ; mega; ; txn
ADBE; Adobe; stock; ; mega; ; adbe
BA; Boeing; stock; ; mega; ; ba
MS; Morgan Stanley; stock; ; mega; ; ms
AXP; American Express; stock; ; mega; ; axp | amex
T; AT&T; stock; ; mega; ; t
VZ; Verizon; stock; ; mega; ; vz
NKE; Nike; stock; ; mega; ; nke
PFE; Pfizer; stock; ; mega; ; pfe
MU; Micron; stock; ; mega; ; mu
UBER; Uber; stock; ; mega; ; uber
HON; Honeywell; stock; ; mega; ; hon
AMGN; Amgen; stock; ; mega; ; amgn
LOW; Lowe's; stock; ; mega; ; low | lowes
SBUX; Starbucks; stock; ; mega; ; sbux
C; Citigroup; stock; ; mega; ; c | citi
F; Ford; stock; ; mega; ; f
GM; General Motors; stock; ; mega; ; gm
DELL; Dell; stock; ; mega; ; dell
SMCI; Super Micro Computer; stock; ; mega; ; smci | supermicro
COIN; Coinbase; stock; ; mega; ; coin
MSTR; Strategy; stock; ; mega; ; mstr | microstrategy
"""

LISTINGS = tuple(Listing.parse(row) for row in _TABLE.splitlines())
