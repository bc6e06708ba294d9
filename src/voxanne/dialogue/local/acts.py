"""What a caller does with words, apart from asking for facts: agree, refuse, greet, ask for a person, book ... Pure.

Patterns are matched against the normal form of an utterance (`hearing.normal`). Several acts may be found in
one utterance; the order of `Act` is the order in which they are heeded.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Act(StrEnum):
    SLOWER = "slower"
    REPEAT = "repeat"
    HOLD_ON = "hold_on"
    ROBOT = "robot"
    RECORDED = "recorded"
    NEVER_MIND = "never_mind"
    PERSON = "person"
    COMPLAINT = "complaint"
    CHANGE_BOOKING = "change_booking"
    BOOK = "book"
    MESSAGE = "message"
    SALES = "sales"
    WRONG_NUMBER = "wrong_number"
    RUDE = "rude"
    WHICH_CLINIC = "which_clinic"
    ABILITIES = "abilities"
    HOW_ARE_YOU = "how_are_you"
    HEARING = "hearing"
    WHY = "why"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    GREETING = "greeting"


_APPOINTMENT = r"(?:appointments?|bookings?|consultations?|consults?|slots?|visits?|check ?ups?|sessions?|treatments?)"

_PATTERNS: tuple[tuple[Act, str], ...] = (
    (Act.SLOWER, r"(?:slow(?:er| down|ly)|(?:too|bit|so|very) (?:fast|quick)|speak up|louder|more clearly)"),
    (
        Act.REPEAT,
        r"(?:say (?:that|it|this) (?:again|once more)|repeat (?:that|it|please)|^repeat|come again"
        r"|one more time|what did you say|didnt (?:catch|hear|get)"
        r"|couldnt (?:hear|catch)|cant hear (?:you|that)|missed that|^(?:pardon|sorry what|sorry pardon|eh"
        r"|what|excuse me|sorry|what was that|say again)"
        r"(?: me| was that| please| sorry)*$|sorry what was|beg your pardon|go over that|^(?:are you sure"
        r"|is that (?:right|true|correct))(?: about that)?$|(?:what"
        r"|which) was (?:the|that) (?:number|price|address|time) again)",
    ),
    (
        Act.HOLD_ON,
        r"(?:^(?:hold on|hang on|one (?:moment|second|sec|minute)|just a (?:moment|second|sec|minute)|wait"
        r"|bear with me|give me a (?:second|minute|moment|sec)"
        r"|let me (?:find|get|check|think|grab))\b.*)",
    ),
    (
        Act.ROBOT,
        r"(?:(?:are you|is this|am i (?:talking|speaking) (?:to|with)|you are|youre"
        r"|are you like) (?:\w+ ){0,3}?(?:robot|machine|computer|a i|ai|bot|real|human"
        r"|automated|recording|real person|person|siri|alexa|artificial)(?: \w+)*|you sound like a (?:robot"
        r"|machine|computer))",
    ),
    (
        Act.RECORDED,
        r"(?:(?:is|are|being|be) (?:\w+ ){0,4}?(?:recorded|recording me|recording this)|(?:are"
        r"|why) (?:are )?you record\w*)",
    ),
    (
        Act.NEVER_MIND,
        r"(?:never ?mind|forget (?:it|about it|that)|dont (?:worry about it|bother)|doesnt matter|leave it"
        r"|cancel that|ive changed my mind|no need)",
    ),
    (
        Act.PERSON,
        r"(?:(?:speak|talk|chat|put me through|put through|transfer me|connect me|pass me|get me) (?:to|with"
        r"|through to)? ?(?:\w+ ){0,3}?(?:someone|somebody|person|human|people|one of"
        r" your|a real|reception(?:ist)?|the manager|a manager|manager|staff|team|a doctor|the doctor|a nurse"
        r"|the nurse|doctor|nurse|dr|operator|agent|member"
        r"|supervisor|the practitioner|an adviser|advisor|somebody else|someone else|secretary)|(?:real"
        r"|actual|live) (?:person|human)|^(?:human|operator|agent|person|receptionist|reception)"
        r"(?: please)?$|(?:want|need|get me|like|is there|give me) (?:to speak (?:to|with) )?(?:a "
        r"|an )?(?:real |actual )?(?:human|person to (?:talk|speak)|somebody real|operator)"
        r"|(?:is|are) (?:\w+ )?(?:a )?(?:dr|doctor) \w+ (?:available|free|there|in) (?:to (?:talk|speak|chat)"
        r"|for a (?:chat|word|quick))|put me through|i (?:dont )?want (?:to )?(?:talk|speak) to a"
        r" (?:robot|machine|computer)|someone in charge|can i (?:speak|talk) (?:to|with) )",
    ),
    (
        Act.COMPLAINT,
        r"(?:complain\w*|complaint|(?:im |i am |really |very |so |extremely |not )(?:un ?happy|dis ?satisfied"
        r"|disappointed|furious|disgusted|appalled|upset about|happy with (?:my|the|how|your))"
        r"|(?:terrible|awful|appalling|disgraceful|disgusting|dreadful) (?:service|experience|treatment|job"
        r"|results?)|want (?:a|my) (?:refund|money back)"
        r"|(?:overcharged|botched|ruined|messed up) (?:me|my)?|charged me (?:twice|too much|wrong)"
        r"|legal action|solicitor|sue you)",
    ),
    (
        Act.CHANGE_BOOKING,
        rf"(?:(?:cancel|move|change|re ?schedule|re ?arrange|postpone|swap|shift|bring forward|push back"
        rf"|reschedule) (?:\w+ ){{0,3}}?{_APPOINTMENT}"
        rf"|(?:cancel|re ?schedule|re ?arrange|postpone|move) (?:it|my|our|for)|(?:running|going to be|ill be"
        rf"|im|be) (?:\w+ )?late(?: for (?:my|our))?|{_APPOINTMENT} (?:\w+ ){{0,6}}?(?:cancel|moved?"
        r"|changed?|re ?schedule\w*|re ?arrange\w*)(?! policy| fee)|cant make (?:it|my|the)|(?:when"
        r"|what time) is my|(?:confirm|check) my (?:appointment|booking)|make it to my|(?:come|do"
        r"|have) (?:\w+ ){0,5}?instead|(?:different|another|earlier|later) (?:time|day|date|slot))",
    ),
    (
        Act.BOOK,
        rf"(?:(?:id like|would like|want|need|wanna|can i|could i|may i|like|trying|calling|ringing|hoping"
        rf"|looking|love|possible|wish|able|can you|could you|please|lets|help me) (?:to |please )*"
        rf"(?:book|make|get|arrange|schedule|have|set up|organise|see about|fix) (?:me |in |for |up |a |an "
        rf"|my |the |some |another |first |next )*(?:\w+ ){{0,4}}?{_APPOINTMENT}"
        r"|(?:id like|would like|want|need|can i|could i|like|looking|love|calling|ringing|trying|please"
        r"|can you|could you|hoping|help me|possible|wanted) (?:to |please )*(?:book|get booked)(?! online"
        r"| is| do)"
        rf"|^(?:\w+ ){{0,2}}?(?:book|booking|make) (?:me |an? |in )*{_APPOINTMENT}|book (?:me )?in\b"
        rf"|^(?:appointment|booking|book)(?: please)?$|(?:do you have|have you got|any|is there|got) (?:any "
        rf"|an? |some )*"
        r"(?:appointments?|slots?|availability|openings|space|spaces|room)(?: (?:available|free|left|open))?"
        r"|(?:id like|would like|want|need|like|can i|could i) (?:to )?(?:see|have|get) (?:a|the|an|some) "
        r"(?:doctor|gp|nurse|consultation|appointment|practitioner|dermatologist)|(?:need|want"
        r"|like) an? (?:\w+ )?(?:appointment|consultation)|(?:when|whats|what is) (?:is )?(?:your "
        r"|the )?(?:next|earliest|soonest|first)"
        r" (?:\w+ )?(?:appointment|slot|availability|available)|(?:can|could) you do (?:\w+ ){0,4}?(?:oclock"
        r"|o clock|am|pm|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|tomorrow|today|morning"
        r"|afternoon|evening)\b|(?:do you have|have you got|is there|got) anything (?:\w+ )?(?:on|at|for|free"
        r"|available|in the|this|next|tomorrow|today|earlier|later|sooner)|fit me in|squeeze me in|(?:can|could"
        r"|may) (?:i|we) come (?:in|over|along|and see you) (?:on|for|this|next|today|tomorrow|at)|whens (?:your "
        r"|the )?(?:next|earliest|soonest|first)|see (?:me"
        r"|someone) (?:today|tomorrow))",
    ),
    (
        Act.MESSAGE,
        r"(?:(?:leave|take|pass on|give|send|pass) (?:\w+ ){0,3}?(?:message|note)|(?:call|ring|phone|get"
        r"|contact) (?:me|us|her|him|them) back|call ?back"
        r"|(?:can|could|will|would|please) (?:someone|somebody|you|anyone|they|he|she|the doctor"
        r"|dr \w+) (?:\w+ )?(?:call|ring|phone|contact|get back to) (?:me|us)\b"
        r"|(?:can|could|will|would|please) (?:you )?(?:please )?(?:tell|ask|remind|let) (?:the (?:doctor"
        r"|nurse|team|practitioner)|dr|doctor|them|him|her|reception|someone|somebody)\b"
        r"|^(?:tell|ask|remind) (?:the (?:doctor|nurse|team)|dr|doctor|them|him|her)\b|return(?:ing)? (?:a"
        r"|your|my) (?:missed )?call|someone (?:called|rang|phoned) me|missed (?:a )?call)",
    ),
    (
        Act.SALES,
        r"(?:(?:business (?:owner|energy|rates|loan|broadband|listing)|marketing (?:services|agency|company"
        r"|manager|person)|(?:calling|ringing) (?:from|on behalf of) (?:\w+ ){1,4}?(?:google|energy|marketing"
        r"|solutions|telecoms?|media"
        r"|utilities|insurance|broadband|supplies|payments)|seo|search engine|offer you (?:a |an |our "
        r"|some )?(?:deal|discount|free|service|quote|great)|(?:decision maker|person who deals with"
        r"|person in charge of your|whoever deals with)"
        r"|card (?:machine|terminal)s? (?:for|deal|rate)|your (?:energy|electricity|phone|internet|website"
        r"|broadband) (?:supplier|contract|bill|provider|ranking)|save (?:you )?money on your"
        r"|partnership opportunity|sponsor\w* opportunit\w+))",
    ),
    (
        Act.WRONG_NUMBER,
        r"(?:(?:wrong|rong) number|wrong (?:place|clinic|person)|misdial\w*|did ?nt mean to (?:call|ring)"
        r"|meant to (?:call|ring)|is (?:this|that) (?:the )?(?:pizza|taxi|bank|hospital|vet|dentist|school"
        r"|library))",
    ),
    (
        Act.RUDE,
        r"(?:f+u+c+k\w*|shit\w*|bollocks|bastard|wank\w*|arse ?hole|piss off|shut up"
        r"|stupid (?:\w+ )?(?:machine|robot|thing|computer|woman|bot)|(?:youre|you are|this is) (?:useless"
        r"|rubbish|stupid|an idiot|pathetic|a joke|hopeless|ridiculous)|idiot|moron|get lost|bloody useless)",
    ),
    (
        Act.WHICH_CLINIC,
        r"(?:(?:is (?:this|that)|have i (?:reached|got(?: through)?)|am i through|did i (?:reach|call)"
        r"|who is this|whos this|whos (?:that|speaking|calling)|who am i (?:speaking|talking) (?:to|with)"
        r"|what (?:clinic|place|company) is this|where have i called"
        r"|whats your name|what is your name|do you have a name|whats the (?:clinic|name))(?: (?:to|the|right"
        r"|correct|number|for|of|your|clinic|called|again|place))*(?: \w+){0,4}$)",
    ),
    (
        Act.ABILITIES,
        r"(?:what (?:can|do) you do$|what (?:is it )?(?:that )?you do$|what can you (?:help|do|tell)(?: me)?(?: with"
        r"| for me)?|how can you help"
        r"|what (?:can|could) i ask|^help(?: me)?(?: please)?$|can you help(?: me)?(?: please| out"
        r"| with something)?$)",
    ),
    (Act.HOW_ARE_YOU, r"(?:how are you|hows it going|you (?:ok|okay|alright)$|how do you do|hows your day)"),
    (
        Act.HEARING,
        r"(?:can you hear me|(?:is )?(?:anyone|anybody|someone|somebody) there|are you (?:still )?there"
        r"|do you hear me|hello hello)",
    ),
    (
        Act.WHY,
        r"(?:why do you (?:need|want|ask)|what (?:do you need (?:that|it|my \w+) for|is that for|for$)"
        r"|do i have to (?:give|say|tell)|(?:rather|prefer) not (?:say|give|to))",
    ),
    (
        Act.THANKS,
        r"(?:thanks?(?: you)?|thank you|cheers|ta|much appreciated|brilliant|perfect|lovely|great|wonderful"
        r"|fantastic|amazing|excellent|ok great|super|thats (?:great|helpful|brilliant|perfect|lovely|fine"
        r"|really helpful))",
    ),
    (
        Act.GOODBYE,
        r"(?:(?:good ?)?bye(?: ?bye)?|goodnight|see you(?: later| soon| then)?$|ta ?ra|cheerio|take care"
        r"|(?:thats|thatll be|that is|thatd be|that will be) (?:all|everything|it|all i need\w*|all from me"
        r"|the lot)|nothing (?:else|more)"
        r"|(?:im|we are|were) (?:all )?(?:done|good|sorted|all set)|have a (?:nice|good|lovely"
        r"|great)(?: \w+)?|speak (?:soon|later)|all i (?:need|want)(?:ed)?(?: to know)?|hang(?:ing)? up"
        r"|got to go|gotta go|have to go|that was (?:it|all))",
    ),
    (
        Act.GREETING,
        r"(?:^(?:hello|hi|hiya|hey|good (?:morning|afternoon|evening|day)|morning|afternoon|evening"
        r"|hallo)(?: there| hello| hi| again)*\b)",
    ),
)

_COMPILED = tuple(
    (act, re.compile(rf"\b(?:{source})(?=\W|$)" if not source.startswith("(?:^") else source))
    for act, source in _PATTERNS
)

_YES = re.compile(
    r"^(?:oh |well |um |uh |er |erm |ah |mm |and |so |ok |okay )*(?:yes|yeah|yea|yep|yup|yeh|ya|aye|yess"
    r"|yes yes|correct|right|thats (?:right|correct|it|me|the one|fine|good|okay|ok|perfect|great)"
    r"|it is|please do|please|sure|of course|absolutely|definitely|certainly|indeed|go on(?: then)?|go ahead"
    r"|ok(?:ay)?|alright|all right|fine|sounds good|why not|i would|i do|that would be (?:great|good|lovely"
    r"|fine|helpful)|thatd be \w+|uh huh|mm ?hm+|mhm"
    r"|spot on|perfect|exactly|affirmative|yes please|do that|if you could|if you would|if you dont mind"
    r"|that works|this number(?: is fine)?|the same number|same number|use this|on this number"
    r"|the number im (?:on|calling from|ringing from)|you can|they can|it does|got it|bingo|too right)\b"
)
_NO = re.compile(
    r"^(?:oh |well |um |uh |er |erm |ah |mm |and |so |sorry |actually )*(?:no|nope|nah|naw|na|not really"
    r"|not quite|no thanks|no thank you|wrong|incorrect|thats (?:wrong|not right|not it|not correct"
    r"|incorrect)|it isnt|it is not|its not|its wrong|dont|do not|i dont|i wouldnt|never|negative"
    r"|not (?:right|correct"
    r"|now|today|that one|this number|at the moment|yet)|rather not|id rather not|im (?:fine|good|ok|okay"
    r"|all right|alright)(?: thanks| thank you)?$|nothing|that isnt|that is not|ive changed|different number"
    r"|another number|a different|use (?:a |my )?(?:other|another|different|mobile|landline|home))\b"
)


def acts_in(text: str) -> tuple[Act, ...]:
    """All acts found in a normalised utterance, most pressing first."""
    return tuple(act for act, pattern in _COMPILED if pattern.search(text))


def is_yes(text: str) -> bool:
    """Whether a normalised utterance begins by agreeing."""
    return bool(_YES.search(text)) and not is_no(text)


def is_no(text: str) -> bool:
    """Whether a normalised utterance begins by refusing ("no problem" and "no worries" agree)."""
    return bool(_NO.search(text)) and not re.match(
        r"^(?:no problem|no worries|no thats (?:fine|right|correct|great|good|it))\b", text
    )
