"""What sudden, life-threatening illness sounds like. Pure data; see `red_flags` for the notation."""

from __future__ import annotations

from voxanne.callflow.red_flags import Pattern, patterns
from voxanne.callflow.red_flags import RedFlagKind as K

SUDDEN_ILLNESS: tuple[Pattern, ...] = (
    *patterns(
        K.UNCONSCIOUS,
        r"(?:wont|not|isnt|cant|cannot|couldnt|hasnt|doesnt|didnt|stopped|will not|does not"
        r"|no longer) (?:\w+ ){0,3}?(?:wake|waking|woken|wake up|respond|responding|rouse)(?! (?:to|until) (?:my|the"
        r"|your|emails?|messages?))",
        r"no pulse|(?:cant|cannot|dont|no) (?:feel|find|sign of) (?:a |any |the )?(?:pulse|heartbeat)",
        r"(?:my|his|her|the|their) heart (?:has |is )?(?:stopped|stopping)",
        negatable=False,
    ),
    *patterns(
        K.UNCONSCIOUS,
        r"unconscious|un conscious|unresponsive|un responsive|lost consciousness|losing consciousness"
        r"|in and out of consciousness|not conscious|out cold(?! caller)|gone (?:all )?(?:limp|floppy|lifeless)"
        r"|lifeless",
        r"(?<!chair )(?<!roof )(?<!table )(?<!pram )(?<!deal )(?<!bed )(?<!shelf )collapsed(?! lung| the\b| into\b)"
        r"|just collapsed|keeps? (?:on )?(?:collapsing|fainting|passing out|blacking out)",
        r"(?:has|have|had|hes|shes|ive|just|and|husband|wife|mum|dad|friend|he|she|i) (?:\w+ )?(?:passed out"
        r"|blacked out|fainted)",
        r"(?:about to|going to|gonna|feel like im) (?:pass out|black out|faint|collapse)|(?:im|feel"
        r"|feeling) (?:really |very )?faint|passing out",
        r"(?:{CHILD}|he|she|hes|shes) .. (?:gone )?(?:floppy|limp)",
        condition=True,
    ),
    *patterns(
        K.BREATHING,
        r"{CANT} (?:\w+ ){0,2}?{BREATHE}(?! a word| a$| (?:through|out of) (?:my|the|his|her) nose)",
        r"(?:not|isnt|stopped|never|arent|wasnt|no longer|aint|hasnt been|has stopped) {BREATHE}(?! (?:exercise"
        r"|technique|class)\b)",
        r"{CANT} (?:\w+ ){0,2}?(?:catch|get) (?:\w+ ){0,2}?(?:breath|air|oxygen)",
        negatable=False,
    ),
    *patterns(
        K.BREATHING,
        r"(?:struggling|struggles?|fighting|trouble|difficulty|difficulties|problems?|hard|harder|difficult|battling"
        r"|labou?red) (?:\w+ ){0,4}?{BREATHE}(?! (?:through|out of) (?:my|the|his|her) nose)",
        r"short(?:ness)? of {BREATHE}|shortness of brass|gasping(?: for)?|gasps? for (?:air|breath)|breathless"
        r"|suffocating|{BREATHE} (?:is |has |hes |gone |getting |gets )?(?:\w+ )?(?:shallow|difficult|worse|funny"
        r"|strange|laboured|hard|noisy|rattly)",
        r"(?:is|hes|shes|im|are|someones|somebodys|been|started|he|she|was|husbands?|sons?|daughters?|mums?"
        r"|dads?) chok(?:ing|ed)",
        r"chok(?:ing|ed) on (?:a|an|some|his|her|my|the|food|something|\w+ )",
        r"(?:lips|face|fingers|skin|hes|shes|baby|babys|he|she) (?:\w+ ){0,3}?(?:blue|grey|gray|ashen)(?! (?:eyes?"
        r"|badge|light)\b)",
        r"asthma attack|as ?ma attack|severe asthma|(?:asthma|inhaler) .. (?:(?:not|isnt|doesnt|wont) (?:work"
        r"|help)\w*|(?:doing )?nothing)",
        condition=True,
    ),
    *patterns(
        K.ANAPHYLAXIS,
        r"anaphyla\w+|ann?a ?(?:ph|f)[iy]l ?\w*|anna ?fil\w+|anaf[iy]la\w+|anaphil\w+",
        r"(?:severe|bad|serious|massive|terrible|huge|awful|major|extreme) allergic reaction",
        r"(?:having|have|got|getting|is it|think|its|shes having|hes having|had) (?:an? "
        r"|some )?allerg\w+ re ?actions?",
        r"allergic (?:re ?action|attack|shock)",
        condition=True,
    ),
    *patterns(
        K.ANAPHYLAXIS,
        r"(?:throat|tongue|tung|airway|windpipe|wind pipe) (?:{BE} )*(?:closing|closed|closes|closing up|swelling"
        r"|swollen|swelled|tight|tightening|blocked|huge|puffy|bigger|massive)",
        r"(?:closing|swelling|tightening) (?:\w+ ){0,3}?(?:throat|tongue|airway)",
        r"swollen (?:throat|tongue)(?: and| im| cant)",
        r"(?:whole face|face|lips|mouth|lips and tongue) (?:{BE} )*(?:swelling|swollen|swelled|puffing|blowing|puffed"
        r"|blown|ballooning) up",
        r"(?:stung|bitten|bee sting|wasp sting|peanuts?|nuts?|shellfish|penicillin|antibiotics?) .. (?:swelling"
        r"|swollen|hives|swelled|throat (?:is )?(?:swelling|swollen|closing|tight))",
        r"(?:used|using|need|needs|given|injected|gave) (?:\w+ ){0,3}?(?:epi ?pen|epic pen|happy pen|adrenaline pen"
        r"|auto ?injector)",
        r"hives (?:\w+ ){0,4}?(?:all over|everywhere)",
    ),
    *patterns(
        K.CHEST_PAIN,
        r"{CHEST} (?:{BE} )*{PAIN}(?! (?:clinic|specialist|of|free)\b)",
        r"(?:have|having|has|got|get|getting|with|bad|terrible|severe|awful|sharp|had|these) just (?:pains?|paint"
        r"|pane|payne)(?! (?:in|on|at|from|when|relief|after|killers?|like) )",
        r"(?:my|his|her|dads|mums|husbands|wifes) (?:just|test|guest|chess) (?:{BE} )*(?:pains?|hurts?|hurting|tight"
        r"|tightness|painful|heavy)",
        r"{PAIN} (?:\w+ ){0,4}?(?:in|on|across|around|through|round|over|inside|to|behind"
        r"|into) (?:\w+ ){0,4}?(?:chest|chess|jest|heart|breastbone|ribs and arm|left arm|jaw and arm|arm and jaw)",
        r"{PAIN} (?:\w+ ){0,3}?(?:in|across) (?:my|his|her) (?:just|test)",
        r"(?:tight|heavy|crushing|painful|sore|burning) {CHEST}(?! (?:infection|exercise|to heart)\b)",
        r"(?:pains?|ache|tingling|numbness) (?:\w+ ){0,3}?(?:down|in|along|into|up) (?:my|his|her|the"
        r"|their) left (?:arm|shoulder)",
        r"left arm (?:{BE} )*(?:pain|painful|hurts|hurting|numb|heavy|tingling|aching)",
        r"(?:elephant|weight|brick|band|somebody|someone|vice) (?:\w+ ){0,4}?(?:on|across|around|sitting on"
        r"|round) (?:my|his|her|the) {CHEST}",
    ),
    *patterns(
        K.CHEST_PAIN,
        r"(?:heart|hart|hard|cardiac) (?:a ?tt?ack|attacks|arrest|a rest)|angina attack",
        r"heart (?:is |was |has been |keeps )?(?:pounding|racing|fluttering|skipping) .. (?:dizzy|faint|breath|pain"
        r"|sweating|pass out)",
        condition=True,
    ),
    *patterns(
        K.STROKE,
        r"{FACE} (?:{BE} )*(?:to one side|on one side|on the left|on the right)? ?(?:{BE} )*(?:droop\w*|drupe\w*"
        r"|dropped|dropping|lopsided|lop sided|crooked|fallen|slumped|sagging|slipped|one sided|wonky|twisted)",
        r"(?:droop\w*|lopsided|crooked|wonky) (?:\w+ ){0,2}?(?:face|mouth|smile)",
        r"one side of (?:\w+ )?(?:face|mouth|body) (?:\w+ ){0,4}?(?:droop\w*|dropp\w*|numb|weak|fallen|slumped"
        r"|sagging|paraly[sz]ed)",
        r"slurr\w*|(?:words|speech) (?:\w+ ){1,5}?(?:jumbled|garbled|slurred|wrong|funny|muddled)|slur (?:my|his|her"
        r"|words)|(?:words|speech|talking|speaking) (?:{BE} )*(?:slurred|slurry|garbled|jumbled|funny|mumbled|muddled"
        r"|coming out wrong|not making sense|nonsense|gibberish)",
        r"(?:talking|speaking) (?:\w+ )?(?:gibberish|nonsense|rubbish)|{CANT} (?:speak|talk|get (?:my|his"
        r"|her) words out) ?(?:properly|right|clearly|anymore|any more)",
        r"{CANT} (?:\w+ ){0,2}?(?:move|feel|lift|raise) (?:\w+ ){0,3}?{LIMB}(?! (?:is|are) (?:fully )?(?:booked"
        r"|free))",
        r"(?:suddenly|sudden) (?:\w+ ){0,3}?(?:numb\w*|weak\w*|confus\w+|paraly\w+|cant (?:speak|talk|see))",
        r"(?:left|right|one|whole) (?:hand )?(?:side|arm|leg) (?:\w+ ){0,5}?{WEAK}",
        r"(?:arm|leg) (?:{BE} )*(?:gone )?(?:numb|weak|paraly[sz]ed|floppy)",
        r"worst head ?ache (?:of|in|ive) |thunderclap|sudden (?:\w+ )?(?:severe|terrible|awful|blinding) headache",
        r"(?:confused|disorientated|disoriented) (?:\w+ ){0,3}?(?:suddenly|all of a sudden|doesnt know (?:where|who))"
        r"|doesnt know (?:where|who) (?:he|she) is|not making (?:any )?sense",
    ),
    *patterns(
        K.STROKE,
        r"(?:having|had|have|has|think|its|like|suffered|be|is|been|another) (?:\w+ ){0,3}?(?:a |mini )?(?:stroke"
        r"|stoke|strokes)(?! (?:of (?:luck|genius)|survivor|clinic|association)\b)",
        condition=True,
    ),
    *patterns(
        K.SEIZURE,
        r"(?:having|had|has|have|have|another|in) (?:an? |another )?(?:\w+ )?(?:fit|fits)(?! (?:in|for|me|you"
        r"|and (?:healthy|well)|of (?:laughter|giggles)|test)\b)(?! body)",
        r"seizures?|seizing|sees ?ure|sea ?sure|season sure|see ?zures?|convuls\w+|con ?vulsions?|epileptic (?:fit"
        r"|attack)",
        condition=True,
    ),
    *patterns(
        K.SEIZURE,
        r"(?:is|hes|shes|been|started|keeps|baby|babys|son|daughter|husband|wife|still|was|sons|daughters|mums|dads"
        r"|girl|boy) fitting(?! (?:room|in|me|us|you|it|them|him|her|a|an|the|well|appointment)\b)",
        r"(?:shaking|jerking|twitching) (?:\w+ ){0,3}?(?:uncontrollably|all over|violently|on the floor|and (?:wont"
        r"|not|cant|foaming))",
        r"foaming at (?:the|his|her) mouth|eyes (?:have )?roll(?:ed|ing) (?:back|up)",
    ),
    *patterns(
        K.CHEST_PAIN,
        r"{CHEST}s? (?:\w+ ){0,3}?(?:killing|fire|agony|funny|weird|squeez\w*|burn\w*|crush\w*|pressure|heavy"
        r"|discomfort"
        r"|uncomfortable|stopped|stopping|stabbing|pains?|hurts?|tight\w*)(?! (?:clinic|free)\b)",
        r"(?:clutching|holding|grabbing) (?:\w+ )?chest",
        r"(?:squeezing|pressure|tightness|discomfort|pain|pains) (?:\w+ ){0,5}?chest",
    ),
    *patterns(
        K.BREATHING,
        r"breathing (?:\w+ ){0,4}?(?:bad|badly|worse|funny|stopp\w*|difficult\w*|short|hard|shallow|trouble|rapid"
        r"|fast|quick|heavy|weird|strange)",
        r"wheez\w* (?:\w+ ){0,3}?(?:cant|cannot|bad|badly|lot|and)",
        r"(?:struggl\w*|fight\w*|battl\w*) (?:\w+ ){0,3}?(?:for|to) (?:\w+ )?(?:breath|breathe|air)",
    ),
    *patterns(
        K.BREATHING,
        r"{CANT} (?:\w+ )?swallow",
        negatable=False,
    ),
    *patterns(
        K.ANAPHYLAXIS,
        r"(?:throats?|tongues?|airways?) (?:\w+ ){0,3}?(?:clos\w*|swell\w*|swollen|massive|huge|enormous|tight\w*"
        r"|blow\w*|balloon\w*|puff\w*)",
        r"(?:face|faces|lips?|mouth|eyes) (?:\w+ ){0,3}?(?:blown|blowing|ballooned|ballooning|puffed) up",
        r"(?:bad|severe|terrible|massive|serious|horrible) reaction to (?:\w+ ){0,2}?(?:penicillin|nuts?|peanuts?"
        r"|a sting|antibiotics?|medicine|food|shellfish|latex|anaesthetic)",
    ),
    *patterns(
        K.UNCONSCIOUS,
        r"(?:on|hit|to) the (?:floor|ground) (?:\w+ ){0,3}?(?:not|isnt|wont|cant|cannot|unconscious|out)",
        r"(?:not|isnt|wasnt|stopped|wont|cant|arent) (?:moving|move)(?! (?:my|the|it|until|house|home"
        r"|appointment)\b)",
        r"(?:wont|not|isnt|cant|doesnt) answer(?:ing)? (?:me|us)(?! (?:email|call)\w*)",
        r"not (?:really )?with it",
        negatable=False,
    ),
    *patterns(
        K.UNCONSCIOUS,
        r"(?:dropped|fell|slumped|gone|went|keeled) (?:\w+ )?(?:to the (?:floor|ground)|down unconscious|over and)",
        r"blacked out|(?:i|he|she|mum|dad) (?:\w+ )?(?:fainted|passed out|collapsed)",
        condition=True,
    ),
    *patterns(
        K.SEIZURE,
        r"(?:having|had|has|have) (?:\w+ ){0,4}?(?:fit|seizure)(?! (?:in|for|me|you|and|of|test|room)\b)",
        condition=True,
    ),
    *patterns(
        K.STROKE,
        r"(?:pins and needles|numbness|weakness|numb|tingling) (?:\w+ ){0,3}?(?:one side|left side|right side"
        r"|side of my face|my face)",
        r"(?:speech|talking|words) (?:\w+ ){0,3}?(?:funny|slurred|jumbled|weird|gone|strange)",
        r"(?:mouth|face|eye|faces|mouths) (?:\w+ ){0,4}?(?:dropped|drooping|droopy|drooped|sagging"
        r"|slipped)(?! (?:since|after|from)\b)",
    ),
    *patterns(
        K.STROKE,
        r"{CANT} (?:speak|talk) (?:right|properly|straight|at all)|{CANT} (?:\w+ ){0,2}?(?:move|lift|raise"
        r"|feel) (?:\w+ ){0,4}?(?:arm|leg|side|face)",
        negatable=False,
    ),
)
