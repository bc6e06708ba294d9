"""What sudden, life-threatening illness sounds like. Pure data; see `red_flags` for the notation."""

from __future__ import annotations

from voxanne.callflow.red_flags import Pattern, patterns
from voxanne.callflow.red_flags import RedFlagKind as K

SUDDEN_ILLNESS: tuple[Pattern, ...] = (
    *patterns(
        K.UNCONSCIOUS,
        r"(?:wont|not|isnt|cant|cannot|couldnt|hasnt|doesnt|didnt|stopped|will not|does not"
        r"|no longer) (?:\w+ ){0,3}?"
        r"(?:wake|waking|woken|wake up|respond|responding|rouse)(?! (?:to|until) (?:my|the|your|emails?"
        r"|messages?))",
        r"no pulse|(?:cant|cannot|dont|no) (?:feel|find|sign of) (?:a |any |the )?(?:pulse|heartbeat)",
        r"(?:my|his|her|the|their) heart (?:has |is )?(?:stopped|stopping)",
        negatable=False,
    ),
    *patterns(
        K.UNCONSCIOUS,
        r"unconscious|un conscious|unresponsive|un responsive|lost consciousness|losing consciousness"
        r"|in and out of consciousness|not conscious|out cold|gone (?:all )?(?:limp|floppy|lifeless)"
        r"|lifeless",
        r"(?<!chair )(?<!roof )(?<!table )(?<!pram )(?<!deal )(?<!bed )(?<!shelf )collapsed(?! lung)"
        r"|just collapsed|keeps? (?:on )?(?:collapsing|fainting|passing out|blacking out)",
        r"(?:has|have|had|hes|shes|ive|just|and|husband|wife|mum|dad|friend|he|she|i) (?:\w+ )?"
        r"(?:passed out|blacked out|fainted)",
        r"(?:about to|going to|gonna|feel like im) (?:pass out|black out|faint|collapse)|(?:im|feel"
        r"|feeling) (?:really |very )?faint"
        r"|passing out",
        r"(?:{CHILD}|he|she|hes|shes) .. (?:gone )?(?:floppy|limp)",
        condition=True,
    ),
    *patterns(
        K.BREATHING,
        r"{CANT} (?:\w+ ){0,2}?{BREATHE}(?! (?:through|out of) (?:my|the|his|her) nose)",
        r"(?:not|isnt|stopped|never|arent|wasnt|no longer|aint|hasnt been"
        r"|has stopped) {BREATHE}(?! (?:exercise|technique|class))",
        r"{CANT} (?:\w+ ){0,2}?(?:catch|get) (?:\w+ ){0,2}?(?:breath|air|oxygen)",
        negatable=False,
    ),
    *patterns(
        K.BREATHING,
        r"(?:struggling|struggles?|fighting|trouble|difficulty|difficulties|problems?|hard|harder|difficult"
        r"|battling|labou?red)"
        r" (?:\w+ ){0,4}?{BREATHE}(?! (?:through|out of) (?:my|the|his|her) nose)",
        r"short(?:ness)? of {BREATHE}|shortness of brass|gasping(?: for)?|gasps? for (?:air|breath)"
        r"|breathless|suffocating"
        r"|{BREATHE} (?:is |has |hes |gone |getting |gets )?(?:\w+ )?(?:shallow|difficult|worse|funny|strange"
        r"|laboured|hard|noisy|rattly)",
        r"(?:is|hes|shes|im|are|someones|somebodys|been|started|he|she|was|husbands?|sons?|daughters?|mums?"
        r"|dads?) chok(?:ing|ed)",
        r"chok(?:ing|ed) on (?:a|an|some|his|her|my|the|food|something|\w+ )",
        r"(?:lips|face|fingers|skin|hes|shes|baby|babys|he|she) (?:\w+ ){0,3}?(?:blue|grey|gray"
        r"|ashen)(?! (?:eyes?|badge|light))",
        r"asthma attack|as ?ma attack|severe asthma|(?:asthma|inhaler) .. (?:not|isnt|doesnt|wont) (?:work"
        r"|help)\w*",
        condition=True,
    ),
    *patterns(
        K.ANAPHYLAXIS,
        r"anaphyla\w+|ana ?ph[iy]la\w+|anna ?fil\w+|anaf[iy]la\w+|anaphil\w+",
        r"(?:severe|bad|serious|massive|terrible|huge|awful|major|extreme) allergic reaction",
        r"(?:having|have|got|getting|is it|think|its|shes having|hes having|had) (?:an? "
        r"|some )?allerg\w+ re ?actions?",
        r"allergic (?:re ?action|attack|shock)",
        condition=True,
    ),
    *patterns(
        K.ANAPHYLAXIS,
        r"(?:throat|tongue|tung|airway|windpipe|wind pipe) (?:{BE} )*(?:closing|closed|closes|closing up"
        r"|swelling|swollen|swelled|tight"
        r"|tightening|blocked|huge|puffy|bigger|massive)",
        r"(?:closing|swelling|tightening) (?:\w+ ){0,3}?(?:throat|tongue|airway)",
        r"swollen (?:throat|tongue)(?: and| im| cant)",
        r"(?:whole face|face|lips|mouth|lips and tongue) (?:{BE} )*(?:swelling|swollen|swelled|puffing"
        r"|blowing|puffed|blown|ballooning) up",
        r"(?:stung|bitten|bee sting|wasp sting|peanuts?|nuts?|shellfish|penicillin"
        r"|antibiotics?) .. (?:swelling|swollen|hives|throat|swelled)",
        r"(?:used|using|need|needs|given|injected|gave) (?:\w+ ){0,3}?(?:epi ?pen|epic pen|happy pen"
        r"|adrenaline pen|auto ?injector)",
        r"hives (?:\w+ ){0,4}?(?:all over|everywhere)",
    ),
    *patterns(
        K.CHEST_PAIN,
        r"{CHEST} (?:{BE} )*{PAIN}(?! (?:clinic|specialist|of|free))",
        r"(?:have|having|has|got|get|getting|with|bad|terrible|severe|awful|sharp|had|these) just (?:pains?"
        r"|paint|pane|payne)"
        r"(?! (?:in|on|at|from|when|relief|after|killers?|like) )",
        r"(?:my|his|her|dads|mums|husbands|wifes) (?:just|test|guest|chess) (?:{BE} )*(?:pains?|hurts?"
        r"|hurting|tight|tightness|painful|heavy)",
        r"{PAIN} (?:\w+ ){0,4}?(?:in|on|across|around|through|round|over|inside|to|behind"
        r"|into) (?:\w+ ){0,3}?"
        r"(?:chest|chess|jest|heart|breastbone|ribs and arm|left arm|jaw and arm|arm and jaw)",
        r"{PAIN} (?:\w+ ){0,3}?(?:in|across) (?:my|his|her) (?:just|test)",
        r"(?:tight|heavy|crushing|painful|sore|burning) {CHEST}(?! (?:infection|exercise|to heart))",
        r"(?:pains?|ache|tingling|numbness) (?:\w+ ){0,3}?(?:down|in|along|into|up) (?:my|his|her|the"
        r"|their) left (?:arm|shoulder)",
        r"left arm (?:{BE} )*(?:pain|painful|hurts|hurting|numb|heavy|tingling|aching)",
        r"(?:elephant|weight|brick|band|somebody|someone|vice) (?:\w+ ){0,4}?(?:on|across|around|sitting on"
        r"|round) (?:my|his|her|the) {CHEST}",
    ),
    *patterns(
        K.CHEST_PAIN,
        r"(?:heart|hart|hard|cardiac) (?:a ?tt?ack|attacks|arrest|a rest)|angina attack",
        r"heart (?:is |was |has been |keeps )?(?:pounding|racing|fluttering|skipping) .. (?:dizzy|faint"
        r"|breath|pain|sweating|pass out)",
        condition=True,
    ),
    *patterns(
        K.STROKE,
        r"{FACE} (?:{BE} )*(?:to one side|on one side|on the left|on the right)? ?(?:{BE} )*(?:droop\w*"
        r"|drupe\w*|dropped|dropping|lopsided"
        r"|lop sided|crooked|fallen|slumped|sagging|slipped|one sided|wonky|twisted)",
        r"(?:droop\w*|lopsided|crooked|wonky) (?:\w+ ){0,2}?(?:face|mouth|smile)",
        r"one side of (?:\w+ )?(?:face|mouth|body) (?:\w+ ){0,4}?(?:droop\w*|dropp\w*|numb|weak|fallen"
        r"|slumped|sagging|paraly[sz]ed)",
        r"slurr\w*|slur (?:my|his|her|words)|(?:words|speech|talking|speaking) (?:{BE} )*(?:slurred|slurry"
        r"|garbled|jumbled|funny|mumbled|muddled"
        r"|coming out wrong|not making sense|nonsense|gibberish)",
        r"(?:talking|speaking) (?:\w+ )?(?:gibberish|nonsense|rubbish)|{CANT} (?:speak|talk|get (?:my|his"
        r"|her) words out)"
        r" ?(?:properly|right|clearly|anymore|any more)",
        r"{CANT} (?:\w+ ){0,2}?(?:move|feel|lift|raise) (?:\w+ ){0,3}?{LIMB}(?! (?:is"
        r"|are) (?:fully )?(?:booked|free))",
        r"(?:suddenly|sudden) (?:\w+ ){0,3}?(?:numb\w*|weak\w*|confus\w+|paraly\w+|cant (?:speak|talk|see))",
        r"(?:left|right|one|whole) (?:hand )?(?:side|arm|leg) (?:\w+ ){0,5}?{WEAK}",
        r"(?:arm|leg) (?:{BE} )*(?:gone )?(?:numb|weak|paraly[sz]ed|floppy)",
        r"worst head ?ache (?:of|in|ive) |thunderclap|sudden (?:\w+ )?(?:severe|terrible|awful"
        r"|blinding) headache",
        r"(?:confused|disorientated|disoriented) (?:\w+ ){0,3}?(?:suddenly|all of a sudden"
        r"|doesnt know (?:where|who))"
        r"|doesnt know (?:where|who) (?:he|she) is|not making (?:any )?sense",
    ),
    *patterns(
        K.STROKE,
        r"(?:having|had|have|has|think|its|like|suffered|be|is|been|another) (?:\w+ ){0,3}?(?:a "
        r"|mini )?(?:stroke|stoke|strokes)"
        r"(?! (?:of (?:luck|genius)|survivor|clinic|association))",
        condition=True,
    ),
    *patterns(
        K.SEIZURE,
        r"(?:having|had|has|have|have|another|in) (?:an? |another )?(?:\w+ )?(?:fit|fits)(?! (?:in|for|me|you"
        r"|and (?:healthy|well)|of (?:laughter"
        r"|giggles)|test))(?! body)",
        r"seizures?|seizing|sees ?ure|sea ?sure|season sure|see ?zures?|convuls\w+|con ?vulsions?"
        r"|epileptic (?:fit|attack)",
        condition=True,
    ),
    *patterns(
        K.SEIZURE,
        r"(?:is|hes|shes|been|started|keeps|baby|babys|son|daughter|husband|wife|still|was|sons|daughters"
        r"|mums|dads|girl|boy) fitting"
        r"(?! (?:room|in|me|us|you|it|them|him|her|a|an|the|well|appointment))",
        r"(?:shaking|jerking|twitching) (?:\w+ ){0,3}?(?:uncontrollably|all over|violently|on the floor"
        r"|and (?:wont|not|cant|foaming))",
        r"foaming at (?:the|his|her) mouth|eyes (?:have )?roll(?:ed|ing) (?:back|up)",
    ),
)
