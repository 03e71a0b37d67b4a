"""German questions, word by word in English: what the vocabulary has words for, and no more."""

from __future__ import annotations

import re

from bot.language.phrases import single_words

# Words of which one makes a question German: none is an English word or a ticker that people write small.
_MARKS = single_words(
    """wie welche welcher welches welchen warum wieso wann wieviel zeig zeige läuft laeuft steht stehen sind der das
    dem des den für fuer dieses diesen dieser diese heute gestern jahr jahre jahren monat monate monaten woche wochen
    seit über ueber gerade vergleiche vergleich gegen gegenüber kurs nachrichten bitte und macht gibt ich mir kaufen
    soll sollte wird ist hat haben letzte letzten letztes letzter bedeutet gestiegen gefallen schwankt aktie aktien
    markt börse boerse rekord rekordhoch billig teuer günstig guenstig sektor sektoren branchen zinsen
    arbeitslosenquote arbeitslosigkeit gewinner verlierer marktbreite zinskurve nebenwerte konjunktur feiertage
    rezession größe grösse groesse welch kerzen volatilität warnung"""
)
_ALONE = single_words(
    """seit für zeig zeige läuft laeuft gegenüber vergleiche warum wieso welche welcher welches welchen rendite kurs
    aktie aktien heute gestern jahr monat woche letzte letzten letztes dieses diese diesen gestiegen gefallen börse
    nebenwerte sektoren feiertage volatilität"""
)
"""Words that no English sentence has."""
_ENOUGH = 2  # marks of a sentence; of one or two words one is enough
_PHRASES = (
    ("gegenüber dem", "against the"),
    ("im vergleich zu", "compared with"),
    ("im vergleich mit", "compared with"),
    ("wie weit", "how far"),
    ("wie viel", "how much"),
    ("wie stark", "how much"),
    ("wie sehr", "how much"),
    ("was bedeutet", "what means"),
    ("was heißt", "what means"),
    ("was ist los", "what happened"),
    ("dieses jahr", "this year"),
    ("in diesem jahr", "this year"),
    ("diesen monat", "this month"),
    ("diese woche", "this week"),
    ("dieses quartal", "this quarter"),
    ("letztes jahr", "last year"),
    ("letzten monat", "last month"),
    ("letzte woche", "last week"),
    ("letztes quartal", "last quarter"),
    ("seit jahresbeginn", "year to date"),
    ("seit anfang des jahres", "year to date"),
    ("die letzten", "the last"),
    ("den letzten", "the last"),
    ("gefallen sind", "fell"),
    ("am stärksten gestiegen", "rose the most"),
    ("am stärksten gefallen", "fell the most"),
    ("nach unten gezogen", "dragged down"),
    ("nach oben gezogen", "lifted"),
    ("aller zeiten", "ever"),
    ("mehr als", "more than"),
    ("am meisten", "the most"),
    ("wie viel prozent", "how much"),
    ("kleine werte", "small caps"),
    ("kleine aktien", "small caps"),
    ("kleinen werte", "small caps"),
    ("große werte", "large caps"),
    ("sag mir bescheid", "tell me"),
    ("sag bescheid", "tell me"),
    ("gib mir bescheid", "tell me"),
)
_PAIRS = """
    sich:so entwickelt:performed entwickelte:performed gelaufen:done
    wie:how was:what welche:which welcher:which welches:which welchen:which warum:why wieso:why wann:when
    wieviel:how_much zeig:show zeige:show mir:me läuft:doing laeuft:doing steht:doing stehen:doing lief:did
    liefen:did macht:doing sind:are ist:is war:was waren:were hat:has haben:have der:the die:the das:the dem:the
    des:the den:the ein:a eine:a einen:a einer:a einem:a für:for fuer:for dieses:this diesen:this dieser:this
    diese:this heute:today gestern:yesterday jahr:year jahre:years jahren:years monat:month monate:months
    monaten:months woche:week wochen:weeks tag:day tage:days tagen:days quartal:quarter seit:since über:over
    ueber:over gerade:now aktuell:current aktuelle:current vergleiche:compare vergleich:compare gegen:against
    versus:versus gegenüber:against kurs:price kurse:prices preis:price stand:level nachrichten:news neues:news
    bitte:please und:and oder:or mit:with von:of vom:of_the zum:to_the zur:to_the zu:to im:in_the in:in am:at_the
    auf:on auch:also noch:still schon:already nur:only gibt:is es:it ich:i man:one wir:we mein:my meine:my
    meinem:my meiner:my kaufen:buy verkaufen:sell soll:should sollte:should sollen:should wird:will werden:will
    letzte:last letzten:last letztes:last letzter:last bedeutet:means gestiegen:rose steigt:rising steigen:rise
    gefallen:fell fällt:falling fallen:fall schwankt:swings schwankungen:swings schwankung:swing
    volatilität:volatility volatil:volatile risiko:risk riskant:risky aktie:stock aktien:stocks markt:market
    märkte:markets börse:exchange boerse:exchange offen:open geöffnet:open geschlossen:closed schließt:close
    feiertag:holiday feiertage:holidays rekord:record rekordhoch:record allzeithoch:record billig:cheap
    günstig:cheap guenstig:cheap teuer:expensive bewertung:valuation bewertet:valuation sektor:sector
    sektoren:sectors branche:sector branchen:sectors führen:lead führt:leads vorn:ahead vorne:ahead besser:better
    schlechter:worse beste:best besten:best schlechteste:worst gewinner:winners verlierer:losers zinsen:yields
    zinskurve:yield_curve rendite:return renditen:yields arbeitslosigkeit:unemployment
    arbeitslosenquote:unemployment wirtschaft:economy konjunktur:economy rezession:recession inflation:inflation
    nebenwerte:small_caps kerzen:candles kerzenchart:candles als:as grafik:chart chart:chart
    größe:size grösse:size groesse:size gewonnen:gained verloren:lost gemacht:done zugelegt:gained bewegt:moved
    breit:broad marktbreite:breadth breite:breadth rotation:rotation korrelation:correlation streuung:spread
    technologie:technology energie:energy banken:banks gold:gold öl:oil silber:silver alarm:alert
    wenn:when ob:if steigt:rises fällt:falls unter:below oberhalb:above unterhalb:below erkläre:explain erklär:explain
    gedicht:poem wetter:weather prognose:forecast morgen:tomorrow januar:january februar:february
    märz:march mai:may juni:june juli:july oktober:october dezember:december zwei:two drei:three vier:four
    mehr:more seinem:its seiner:its ihrem:its meisten:most abgeschnitten:performed laufen:do
    schlechtesten:worst schlecht:bad gut:good berichtet:report ersten:first
    standardwerte:large_caps höchster:highest höchste:highest nächstes:next nächste:next nächster:next mal:time
    hoher:high entfernt:far linie:line wer:who wo:where doch:still fünf:five sechs:six zehn:ten zwölf:twelve
    ostern:easter weihnachten:christmas silvester:new_year_eve neujahr:new_year da:there
    viele:many viel:much hoch:high tief:low
    """
_WORDS = dict(pair.split(":") for pair in _PAIRS.split())


def in_english(text: str) -> str:
    """`text`, in lower case, with its German words in English; unchanged where it is not German.

    >>> in_english("wie läuft der dow dieses jahr")
    'how doing the dow this year'
    """
    words = re.findall(r"[^\W\d_]+", text)
    marks = sum(word in _MARKS for word in words)
    if not marks or (marks < _ENOUGH and len(words) > 3 and _ALONE.isdisjoint(words)):
        return text
    for german, english in _PHRASES:
        text = re.sub(rf"\b{german}\b", english, text)
    return re.sub(r"[^\W\d_]+", lambda match: _WORDS.get(match[0], match[0]).replace("_", " "), text)
