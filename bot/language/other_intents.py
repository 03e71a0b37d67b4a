"""Intents of commands about news, days, the bot itself and what is the asker's own: data."""

from __future__ import annotations

from bot.language import leanings, lines, orders
from bot.language.intent import Intent
from bot.language.vocabulary import MOVES

_MOVES = " ".join(sorted(MOVES))


_TELLING = " | ".join(
    [
        f"{verb} {who}"
        for verb in ("ping", "warn", "notify", "nudge", "poke", "alert", "buzz", "wake", "remind")
        for who in ("me", "us")
    ]
    + [f"{who} {when}" for who in ("me", "us") for when in ("should", "as soon as", "whenever", "the moment")]
)
"""Orders to tell somebody when something happens."""

_SUPPLYING = " | ".join(
    f"who {verb} {what}"
    for verb in ("supplies", "provides", "delivers")
    for what in ("your", "prices", "data", "numbers", "figures", "quotes")
)

OTHER_INTENTS = (
    Intent(
        "news",
        """news | headlines | headline | stories | story | press | articles | article | why | coverage | reason
            | reasons | what happened""",
        lines.news,
        strong="""news | saying about | say about | said about | talk about | talking about | buzz about |
        newsflow | news flow | come out about | came out about | come out on | came out on | anything out on |
        anything on | anything about | being said about | being written | hear about | heard about | heard
        anything | headlines | headline | in the press | in the news | what is new with | what is new on |
        anything new on | latest on | latest news | stories about | articles about | why is | why are | why did
        | why was | what happened to | what is going on with | what is up with | going on with | any word on |
        what is happening with | what is happening at | happening with | reported about | written about | why |
        reason for | what moved | what drove | what is driving""",
        helps=f"""new writing about regarding on today happened happening going latest written says say media wires
            wire
            reporting word so much moving driving moved drove {_MOVES}""",
        weight=0.95,
        period=True,
    ),
    Intent(
        "calendar",
        """calendar | report earnings | reports earnings | earnings | holiday | holidays | market open | open tomorrow
        | early close | early closes | half day | half days | trading hours | market hours | closed on | open on
        | market closed | report | reports | results | publish* | announce* | due""",
        lines.calendar,
        strong="""calendar | day after | day before | before christmas | after christmas | we trade | trade
            tomorrow | trading tomorrow | trade on | open tomorrow | is there
        trading | market hours | nyse hours | exchange hours | hours on | what time does | when does trading |
        next earnings | earnings date | earnings dates | earnings day | when does | report earnings | reports
        earnings | holiday | holidays | market open | open tomorrow | early close | early closes | half day |
        half days | market closed | thanksgiving | christmas | labor day | memorial day | juneteenth | good
        friday | independence day | presidents day | mlk day | new years day | new year's day | fourth of july |
        july 4th | exchange open | exchange closed | closed on | open on | trading hours | market hours | closed
        tomorrow | when are | when is earnings | results due | publish results | report results | release
        results | next report | report next | reports next | open today | closed today | close early | closes
        early | closing early | nyse open | nyse closed | earnings call | does the market close | does the
        market open | when does the market close | opening hours | when do earnings | stock market open | stock
        market closed | markets open | markets closed | day off | days off | long weekend | trading on |
        earnings coming | earnings report | trading day | trading days | next trading day | next session
        | easter | new year's eve | christmas eve | street open | street closed | street shut | shut on | shut today
        | shut tomorrow | holidays""",
        helps="""shut close closing wall street earnings report reports reporting results quarterly date next
            when day days closed
            open opens
            closes early late
        market exchange nyse nasdaq stock labor thanksgiving christmas independence july good friday eve presidents
        memorial
        juneteenth martin luther king mlk columbus veterans new upcoming coming up trading hours half tomorrow
        monday tuesday
        wednesday thursday friday saturday sunday will be is time announce publishes publish release call due
        schedule scheduled
        week weekend it this ahead holiday holidays""",
        period=True,
        about=frozenset({"^GSPC", "^DJI", "^IXIC"}),
    ),
    Intent(
        "quote",
        """price | quote | how much | trading at | worth | where is | last price | doing | level | closing value
            | close
        | closed | closing | last | cost | costs | going for | value of | print | where did | settle* | finish*
        | at""",
        lines.look_up,
        strong="""price of | level of | closing level | closing price of | quote | last price | current price
            | trading at | closing price | closing value""",
        helps=f"""per share worth level close closed closing above below over under today print points live spot volume
            total elevated calm final {_MOVES}""",
        weight=0.5,
    ),
    Intent(
        "help",
        "help | what can you do | how does this work | commands | how do i use | instructions | manual | tutorial",
        lines.fixed("/help"),
        strong="""what can you do | how does this work | list of commands | commands | how do i use | what can i
        ask | what can i do | what can be asked | what else can | how do i talk | what are my options here |
        what do you do | how do you work | what are you able | help me out | what can you answer | show help |
        how to use""",
        helps="use bot you work able ask commands command list",
        weight=0.6,
    ),
    Intent(
        "about",
        """who are you | source | sources | about you | data source | which source | version | who made | who built
            | where do you get""",
        lines.fixed("/about"),
        strong=f"""{_SUPPLYING} | your supplier | data supplier | supplier of
            | who are you | who made you | who built you | what are you | yahoo | yahoo data | data vendor |
            which vendor | vendor | whose data | data feed | where is data from | where is the data from | data
            source | which source | where do your numbers come from | numbers come from | where do you get |
            data come from | data from | what data | which data | data taken from
            | figures from | source of your data | your source | your sources | data
            provider | what version | which version | are these live | live data | is this live | real time |
            prices live | is the data live | data live | live or
            | data delayed | delayed | sample data | real data | are you a bot | are you an ai |
            are you human | is this accurate | accurate | are you real | are you a real person | real person | a
            person or | numbers from | figures come from | prices from | how fresh | up to date | how old | how
            current | how recent | how often do you update | prices updated
            | data updated | real time | delayed by | prices come from | are you
            chatgpt | made up | trust your""",
        helps="""demo data numbers figures prices source sources come from get your live real sample delayed version bot
            supplies supply supplier provide provides provided deliver delivers terms licence license licensed free
            reuse reused redistribute allowed where vendor feed use provider made built trust reliable yahoo fresh old
            quotes update updated often delay""",
    ),
    Intent(
        "privacy",
        "privacy | gdpr | personal data | forget me",
        orders.privacy,
        acts=True,
        strong="""privacy | do you store | do you keep | do you save | do you log | do you remember
            | are you storing | who can see | do you track
        | are you tracking | do you collect | store about me | stored about me | know about me | have on me
        | have about me | keep about me
        | saved about me | save about me | delete my data | erase my data | my data | forget me | remember about me
        | gdpr
        | personal data | about me | delete everything | erase everything | erase me | delete me | information on me
        | what do you remember | wipe my data | remove my data | forget everything | my information | my history
        | my account | my personal | you saved | you stored | you kept | you collected | you logged | hold on me
        | hold about me | you hold | copy of my data | data i left | my questions saved | my questions stored
        | my questions kept | my questions logged | questions saved | questions stored | questions logged
        | what i ask | what i asked | what i type | what i typed | do you retain | retain""",
        helps="""person retain retained long somewhere copy export gdpr purge scrub questions question messages mine
            store
            stored data delete erase keep kept save saved know
            everything remember forget export download wipe remove information collect""",
    ),
    Intent(
        "alert",
        "quiet hours | alert* | notify | notification* | warn* | ping | heads up | remind* | nudge* | poke",
        orders.alert,
        acts=True,
        bonus=leanings.told_to_tell,
        strong=f"""{_TELLING} | as soon as | shout | nudge | nudges | know when | know if | know once | told when |
            told if | hear when |
            hear if | alert | alerts |
            alert me | ping | ping us | watch out | me when | us when | me if | me once | us if | tell us if |
            tell us when | tell me when | tell me if | tell me once | notify me | notify | warn me | ping me |
            let me know when | let me know if | let me know once | give me a shout | message me when | message
            me if | heads up when | heads up if | shout when | remind me when | dm me when | dm me if | text me
            when | text me if | say so when | watch for | wake me | set an alarm | alarm | inform me when |
            inform me if | give me a heads up | tell us when | notify us | let us know when | let us know if |
            buzz me | flag when | flag it when | quiet hours | silent | stay quiet |
            be quiet | keep quiet | do not disturb""",
        helps=f"""closes close closing above below over under record new high highs level crosses cross hits hit
            reaches reach falls
        breaks break tops top when if day points sessions breadth regime rotation changes leads lead set remove list
        snooze mine
        quiet hours night morning evening no not between from until am pm disturb wake
        intraday during session sigma standard deviation deviations σ two three four
        holler yell scream beep bark text email mail page call signal goes once drops exceeds makes touches
        prints lose less fewer rid number mute pause silence
        suspend cancel delete drop kill scrap turn off disable stop time again every {_MOVES}""",
    ),
    Intent(
        "watchlist",
        "watchlist* | watch list | my list | follow | track | favourites | favorites",
        orders.watchlist,
        acts=True,
        strong="""unfollow | stop watching | quit watching | from the list | off the list | to the list | on the
            list | watchlist | watch list | my list | my favourites | my favorites | our list | follow for me | channel
            list | channel lists | list of this channel | channel following |
        channel follow | channel follows | channel watching | channel watch | channel watches | channel track |
        channel tracks | channel tracking |
            start following | stop following | stocks i follow | markets i follow | names i follow | i am
            following | am i following | am i watching | i watch | my stocks | my tickers""",
        helps=f"""add remove show follow following track put take delete drop include on off from to list watch our
            channel mine {_MOVES}""",
        period=True,
        bonus=leanings.told_to_watch,
    ),
    Intent(
        "digest",
        """digest* | morning report | daily report | every morning | briefing | daily read | newsletter
            | weekly report | recap | summary""",
        orders.digest,
        acts=True,
        reads=frozenset({"/digest now"}),
        strong="""digest | what happened in the market | what happened in markets | what happened on wall street
        | what mattered | lowdown | tldr | what is the damage
        | catch me up | up to speed | bring me up | fill me in | anything notable | anything
        unusual | something unusual | unusual today | anything special | anything noteworthy | anything worth
        knowing | did i miss | i missed | anything important | market recap | market wrap | wrap of the day |
        recap of the day | recap of today | recap today | daily recap | todays recap | sum up the day | sum up
        the session | summarize the day | summarise the day | summarize the session | anything happen |
        something notable | notable today | big picture today | highlights | day in review | week in review |
        morning report | daily report | every morning | daily read | daily briefing | morning briefing | weekly
        report | each morning | every day at | daily summary | daily update | every evening | after every close
        | morning summary | weekly summary | weekly digest | briefing | market wrap | daily wrap | morning
        update | daily recap | wrap up every | market recap | market summary | every trading day | every weekday""",
        helps="""offline scheduled set kill suspend disable drop delete scrap turn off rid
            mute digests reports subscribe send post stop cancel pause unsubscribe
            edition weekly daily morning evening every
            each at am pm close open bell before after market days weekdays channel here automatically time
            o'clock resume remove list sign wrap recap summary what happened mattered notable unusual special
            move change shift edit reschedule
            noteworthy important missed miss worth knowing highlights session wall street send give deliver mail
            review""",
        period=True,
    ),
    Intent(
        "portfolio",
        """my gain | my gains | my profit | my profits | my cost basis | portfolio worth | portfolio doing | holdings
        worth | holdings doing | portfolio gained | have i gained | have i made | active share
        | did i make | did i lose | have i lost | did i gain | am i up | am i down""",
        orders.portfolio,
        acts=True,
        bonus=leanings.holding_told,
        strong="""my gain | my gains | my profit | my profits | my cost basis | portfolio worth | portfolio doing |
            holdings worth | holdings doing | portfolio gained | have i gained | have i made | active share
            | did i make | did i lose | have i lost | did i gain | am i up | am i down""",
        helps=f"""my portfolio holdings shares worth value gain gains profit profits cost basis kept doing i have made
            did bought purchased sold note write down save keep add at make lose
            {_MOVES}""",
    ),
    Intent(
        "exposure",
        """my portfolio | my holdings | exposed | exposure | my position* | holdings | portfolio | allocation
            | my weights""",
        orders.exposure,
        acts=True,
        strong="""my portfolio | my holdings | exposed | exposure | my beta | how concentrated am i | am i too
            | am i diversified
        | my allocation | portfolio of | holdings of | my book | diversified | diversification | i hold | i own
        | i have a portfolio
        | my positions | portfolio | my weights | my mix | my stocks are | my money is in | am i | overexposed""",
        helps=f"""beta concentrated diversified tech big technology mega caps weights hhi hold own holding percent
            split mix much
        risk risky risks volatility concentration heavy overweight analyse analyze check {_MOVES}""",
        about=frozenset({"MAGS", "XLK", "^GSPC", "SPY", "^NDX", "^RUT"}),
        bonus=leanings.weights_given,
    ),
)
