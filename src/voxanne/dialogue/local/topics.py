"""What callers ask about, and the words that give it away. Pure data; patterns match normal forms."""

from __future__ import annotations

import re
from enum import StrEnum


class Topic(StrEnum):
    PRICE = "price"
    DURATION = "duration"
    PREPARATION = "preparation"
    WHO = "who"
    ABOUT = "about"
    OFFERED = "offered"
    HOURS = "hours"
    ADDRESS = "address"
    PARKING = "parking"
    TRANSPORT = "transport"
    ACCESS = "access"
    TEAM = "team"
    PERSON_DAYS = "person_days"
    PERSON = "person"
    SERVICES = "services"
    PHONE = "phone"
    GENERAL = "general"


OF_A_SERVICE = {Topic.PRICE, Topic.DURATION, Topic.PREPARATION, Topic.WHO, Topic.ABOUT, Topic.OFFERED}


DAY = (
    r"(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|weekends?|week ?days?|today"
    r"|tomorrow|tonight|bank holidays?|christmas(?: day| eve)?|boxing day|new years?(?: day| eve)?"
    r"|good friday|easter"
    r"|evenings?|lunch ?times?|mornings?)"
)
TOPICS: tuple[tuple[Topic, re.Pattern[str]], ...] = tuple(
    (topic, re.compile(rf"\b(?:{source})\b"))
    for topic, source in (
        (
            Topic.PARKING,
            r"park|parking|car ?park|park (?:my|the|a) car|where (?:can|do|could) i (?:leave|put) (?:my"
            r"|the) car|disabled bay|(?:barking|parting|packing) (?:there|available|near|spaces?|on site)"
            r"|(?:part|pack|bark|pork|perk|path|pop|put|mark|parked|parking|leave) (?:my|the|a|our) (?:car|van)\b"
            r"|(?:where|anywhere|somewhere|place|space) (?:\w+ ){0,4}?(?:part|bark|pork)$",
        ),
        (
            Topic.TRANSPORT,
            r"(?:nearest|closest|what|which) (?:\w+ )?(?:tube|station|bus|underground|train|tram|stop)"
            r"|by (?:train|bus|tube|public transport|underground)|public transport|bus stop|train station"
            r"|tube station|buses|tube|get (?:there|to you) (?:by|from|on|without)"
            r"|how (?:do|can|would) (?:i|we|you) get (?:there|to you|to the clinic|to (?:harbour|your))",
        ),
        (
            Topic.ACCESS,
            r"wheel ?chairs?|step free|(?<!face )(?<!brow )(?<!lip )(?<!bum )(?<!eye )lift"
            r"|disabled access|accessible|accessibility|ramp|stairs|mobility"
            r"|push ?chair|pram|buggy|hearing loop",
        ),
        (
            Topic.PREPARATION,
            r"prepare|preparation|before(?:hand)? (?:the|my|a|having|i have|treatment"
            r"|i come)?(?: \w+)? ?(?:treatment|appointment|botox|filler|it)?$|(?:what|anything) (?:should|do"
            r"|must|can) i (?:need to )?(?:do|avoid|know|bring|wear) (?:\w+ ){0,2}?(?:before|beforehand|first"
            r"|to prepare)"
            r"|avoid (?:\w+ )?before|do beforehand|(?:need|have|got) to do (?:anything"
            r"|something)(?: \w+){0,3}? ?(?:before|beforehand|first)|(?:anything|something) (?:that )?(?:i"
            r"|we) (?:need|have|should|must) (?:to )?do (?:before|beforehand|first)|get ready for|need to (?:fast"
            r"|shave"
            r"|stop shaving)",
        ),
        (
            Topic.PRICE,
            r"how much(?! (?:time|notice|longer|hair|weight|is it raining))|prices?|pricing|costs?|fees? for"
            r"|charges?(?! (?:if|me|for (?:missing|cancelling|late|not)))|whats it gonna cost|expensive|quote"
            r"|how many pounds|rates? for|pay for",
        ),
        (
            Topic.DURATION,
            r"how long (?:does|do|is|are|will|would|should|for)(?! (?:\w+ ){0,3}?(?:last|lasts|wear|results?"
            r"|swelling|bruising|open|recovery|heal|before|until|to recover|notice|waiting|wait|swell))"
            r"|how long(?: \w+){0,3} (?:take|appointment|procedure|session|treatment)(?! last)|duration"
            r"|how many minutes|how much time|length of",
        ),
        (
            Topic.WHO,
            r"who (?:does|do|performs|would|will|carries|gives|is doing|can do|injects|provides)"
            r"|whos? (?:doing|going to do|giving)|which (?:doctor|nurse|practitioner|person)",
        ),
        (
            Topic.HOURS,
            rf"(?:opening|business|working|clinic|office|your) (?:hours|times)|(?:what|which) (?:hours"
            rf"|times) (?:are|do|r)|what times? (?:\w+ ){{0,3}}?(?:open|opens|close|closes|shut|finish|start)"
            rf"|(?:what|which) days (?:are|do) you|when (?:\w+ ){{0,4}}?(?:open|opens|close|closes|shut"
            rf"|opening|closing)"
            rf"|(?:are|r|is|will) (?:you|the clinic|your clinic|u|it|clinic|they|we|your (?:doors"
            rf"|office)) (?:guys )?(?:still |be |going to be )?(?:open|opened|closed|shut|there|operating"
            rf"|around|oven|hoping)(?! to)|(?:do|does|will|would) (?:you|the clinic|it) (?:be )?(?:open|close"
            rf"|closed|shut)|(?:open|closed|shut|opening) (?:\w+ ){{0,3}}?(?:on |at |over |in |until |till "
            rf"|late |now|yet|{DAY})"
            rf"|how late (?:are|do|is)|how early|open (?:today|now|late|tomorrow)|{DAY} (?:hours|opening"
            rf"|times)|close (?:today|tonight|for lunch|at)|open ?times|opening$|hours$|when can i (?:come"
            rf"|call|ring|visit|pop)|do you work (?:on )?{DAY}",
        ),
        (
            Topic.ADDRESS,
            r"(?:where (?:exactly |abouts )?(?:are|r|is|abouts) (?:you|the clinic|your clinic|it|clinic|u|ya"
            r"|the place|you guys"
            r"|it located|located)|where(?:abouts)?s? (?:are you|you|the clinic)(?: based| located)?|address"
            r"|directions|location|post ?code|where do i (?:go|come|need to go)|what (?:street|road|area"
            r"|floor) (?:are|is|r)|located|based(?! on)|find you|zip code|how far|where you are|where your)",
        ),
        (
            Topic.SERVICES,
            r"(?:what|which) (?:\w+ )?(?:services|treatments|procedures|things)(?: \w+){0,3} (?:do you|you"
            r"|are|offer|have|available|there)|what (?:do|can|else do|else can) you (?:offer|provide|treat)"
            r"|list of (?:treatments|services)|(?:services|treatments) (?:you|do you) (?:offer|have|do"
            r"|provide)|what sort of (?:treatments|services|things)"
            r"|what (?:treatments|services) (?:do|have|are)",
        ),
        (
            Topic.TEAM,
            r"(?:who (?:are|is|r) (?:your|the) (?:\w+ )?(?:doctors?|practitioners?|staff|team|nurses?|gps?"
            r"|dermatologists?|clinicians?|therapists?|injectors?|people)|(?:what|which|how many) (?:doctors"
            r"|practitioners|staff|nurses|gps|clinicians) (?:do|are|work|have)|who works (?:there|at|for|in)"
            r"|your (?:doctors|practitioners|team|staff)$"
            r"|who (?:will|would|do) i (?:see|be seeing|be seen by))",
        ),
        (
            Topic.PHONE,
            r"(?:your|the clinics?|a) (?:phone|telephone|contact) number|what(?:s| is) (?:your|the) (?:phone "
            r"|telephone )?number|what number (?:do|can|should) i (?:call|ring)",
        ),
        (
            Topic.OFFERED,
            r"(?:do|can|does|did|would) (?:you|the clinic|u|they|your clinic|you guys) (?:guys |still |also "
            r"|actually |even )*(?:do|offer|provide|have|sell|give|perform|carry out|treat|stock)|(?:is"
            r"|are) (?:\w+ ){1,4}?(?:available|something you (?:do|offer))|can i (?:get|have)",
        ),
        (
            Topic.ABOUT,
            r"explain (?:what|how|the|a|an)|(?:tell me|more|information|info|know|learn|hear|find out|talk to me"
            r"|explain"
            r"|details) (?:\w+ )?(?:about|on)|what(?:s| is| are| does) (?:an? |the )?(?!wrong|the matter|your"
            r"|my|that|it|this)\w+|how does (?:\w+ ){1,3}?work|interested in|enquir\w+ about|asking about"
            r"|thinking (?:about|of)|considering|looking (?:for|at|into)",
        ),
    )
)


def topic_of(piece: str) -> Topic | None:
    """The topic of one clause in normal form; None when it names none."""
    for topic, pattern in TOPICS:
        if pattern.search(piece):
            return topic
    return None
