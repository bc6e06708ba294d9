"""What poisoning, self-harm, bleeding, pregnancy, eyes, children and injuries in danger sound like. Pure data."""

from __future__ import annotations

from voxanne.callflow.red_flags import Pattern, patterns
from voxanne.callflow.red_flags import RedFlagKind as K

HARM: tuple[Pattern, ...] = (
    *patterns(
        K.OVERDOSE,
        r"over ?dos(?:e|ed|es|ing)|over dose|overdoze\w*|o d d on",
        condition=True,
    ),
    *patterns(
        K.OVERDOSE,
        r"(?:taken|took|swallowed|had|drank|drunk|eaten|ate|taking|swallow|necked|given"
        r"|gave) (?:\w+ ){0,5}?(?:too many|too much|whole|all (?:of )?(?:my|his|her|the|them|those|our)|load of"
        r"|lot of|bunch of|handfuls? of|loads of|lots of|double|extra|wrong|twenty|thirty|forty|fifty|sixty|hundred"
        r"|dozen|entire|full|mums|dads|grandmas|nans|\d\d+)(?: \w+){0,4}? {MEDICINE}",
        r"(?:taken|took|swallowed|eaten|ate|got into|gone into|drunk|drank) (?:\w+ ){0,3}?(?:grans|grannys|nans"
        r"|grandmas|grandads|mums|dads|my|someones) (?:\w+ ){0,2}?(?:tablets|pills|medication|tablet|pill)(?! (?:this"
        r"|yet|with|at|every|as|for|in) )(?! (?:this|yet|before|with|at|as)\b)",
        r"too many (?:\w+ )?(?:tablets|pills|paracetamol|sleeping pills|painkillers)",
        r"(?:whole|entire) (?:packet|pack|bottle|box|strip) of",
        r"(?:swallowed|drunk|drank|eaten|ate|swallow|drinking|licked) (?:\w+ ){0,4}?(?:bleach|batter(?:y|ies)|poison"
        r"|antifreeze|detergent|washing (?:liquid|tablet|up|pod|capsule)|magnets?|white spirit|weed ?killer"
        r"|disinfectant|cleaner|coin|paint stripper|pesticide)",
        r"(?:been |has |have |poisoned|was )(?:poisoned|poison)|carbon monoxide (?:poisoning|alarm)",
    ),
    *patterns(
        K.SELF_HARM,
        r"kill(?:ing)? {SELF}|(?:end|ending|take|taking) (?:my|his|her|their) (?:own )?life|(?:end|ending) it all"
        r"|end it tonight",
        r"(?:want|wants|wanted|wanna|wish|rather|going|like) (?:\w+ )?(?:to die|to be dead|i was dead|i were dead"
        r"|be dead)(?! (?:for|of (?:curiosity|embarrassment|laughter))\b)",
        r"wish(?:es)? (?:\w+ ){0,2}?(?:wasnt here|werent here|wouldnt wake up|was dead|were dead|had never been born"
        r"|could disappear|didnt exist)",
        r"better off (?:dead|without me|if i (?:was|were) (?:dead|gone|not here))",
        r"(?:want|wants|wanted|going|gonna|thinking|thoughts|urge|urges|might|about|plan|planning|keep|keeps|been"
        r"|scared ill) (?:\w+ ){0,3}?(?:hurt|hurting|harm|harming|cut|cutting) {SELF}(?! shaving)",
        r"self ?harm\w*|(?:cut|cutting|slit|slash\w*) (?:\w+ )?(?:wrists?|my arms|her arms|his arms)"
        r"|hang(?:ing)? {SELF}|hanged {SELF}",
        r"(?:jump|jumping) (?:off|in front of|from) (?:\w+ )?(?:bridge|train|building|roof|window|balcony|cliff"
        r"|car park)",
        r"(?:nothing|no reason|not much|no point) (?:\w+ )?(?:to live for|to live|in living|in being alive"
        r"|in being here|going on living|left to live)",
    ),
    *patterns(
        K.SELF_HARM,
        r"(?:dont|do not|doesnt|didnt|not|cant) (?:really )?(?:want|wanna|see the point|see a point|see any point"
        r"|feel like|wish) (?:\w+ )?(?:to be here|be here|being here|to be alive|be alive|to live|live|living"
        r"|to wake up|to go on|wake up|to exist|to carry on living|in living|in going on|in carrying on)(?! (?:in"
        r"|near|at|on|too|for too) )(?! (?:any )?(?:longer|more) than)",
        r"(?:cant|cannot|can not) (?:go on|carry on|cope)(?: like this)?(?: with life| living| anymore| any more"
        r"| any longer)|cant go on living",
        negatable=False,
    ),
    *patterns(
        K.BLEEDING,
        r"(?:wont|will not|doesnt|does not|not|cant|cannot|couldnt|isnt|hasnt|havent|never) (?:\w+ ){0,3}?stop(?:s"
        r"|ped|ping)? (?:\w+ ){0,2}?(?:bleed\w*|breeding|the blood|blood)",
        r"(?:bleed\w*|breeding|blood) (?:\w+ ){0,8}?(?:wont|will not|doesnt|isnt|not|hasnt|cant|cannot"
        r"|never) (?:\w+ )?stop\w*",
        negatable=False,
    ),
    *patterns(
        K.BLEEDING,
        r"(?:bleeding|breeding|bleed|bled) (?:\w+ ){0,3}?(?:heavily|badly|a lot|everywhere|so much|loads|lots"
        r"|non ?stop|profusely|to death|out|through|severely|constantly|an awful lot|quite a lot|uncontrollably)",
        r"(?:heavy|heavily|severe|badly|uncontrolled|massive|serious|profuse) (?:bleed(?:ing)?|breeding)",
        r"(?:blood|bloods) (?:\w+ ){0,2}?(?:everywhere|pouring|gushing|spurting|pumping|all over|squirting|dripping"
        r"|soaking|streaming)",
        r"(?:pouring|gushing|spurting|pumping|squirting|soaked|covered|dripping) (?:\w+ ){0,2}?(?:in |with )?blood",
        r"(?:losing|lost|loosing) (?:\w+ ){0,2}?(?:a lot of|so much|lots of|too much|loads of|much) blood",
        r"(?:cough\w*|vomit\w*|throw\w*|threw|sick\w*|bring\w*|brought|spit\w*|puk\w*"
        r"|retch\w*) (?:\w+ ){0,2}?(?:of )?blood|blood in (?:my|his|her|the) (?:vomit|sick)|haemorrhag\w*"
        r"|hemorrhag\w*",
        r"(?:been |was |got |just |has been )(?:stabbed|shot)(?! (?:of|at)\b)|(?:cut|chopped|sliced|severed"
        r"|lost) (?:\w+ ){0,3}?(?:finger|thumb|hand|toe|artery) (?:off|clean off|through)|severed (?:\w+ )?(?:finger"
        r"|artery|hand)|deep (?:cut|gash) (?:\w+ ){0,5}?(?:bleed|bone|blood)\w*",
        r"black (?:and )?tarry|blood in (?:my|his|her) (?:poo|stool|stools)(?: a lot| lots)",
    ),
    *patterns(
        K.PREGNANCY,
        r"(?:pregnant|pregnancy|weeks gone|months gone|weeks along|trimester|expecting"
        r"|early pregnancy) (?:\w+ ){0,10}?(?:bleed\w*|breeding|blood|spotting|contractions|severe pain|bad cramps"
        r"|cramping|terrible pain|agony|waters|pains|pain)",
        r"(?:bleed\w*|breeding|spotting|contractions|cramping|cramps|losing blood) (?:\w+ ){0,10}?(?:pregnant"
        r"|pregnancy|weeks gone|weeks along|expecting|losing the baby)",
        r"waters? (?:\w+ )?(?:just |have |has )?(?:broken|broke|gone)|(?:going into|in"
        r"|gone into) (?:early )?labou?r(?! (?:cost|charge|day)\b)",
        r"(?:miscarry\w*|having a miscarriage|miscarriage now|losing (?:the|my) baby|lost (?:the|my) baby now)",
    ),
    *patterns(
        K.PREGNANCY,
        r"(?:baby|babys|bump) (?:\w+ ){0,3}?(?:not|isnt|hasnt|stopped|hasnt been|no longer) (?:\w+ )?(?:mov\w+"
        r"|kick\w*)",
        r"(?:cant|cannot|havent|not|dont) (?:\w+ )?(?:feel|felt|feeling) (?:\w+ ){0,2}?(?:baby|him|her"
        r"|it) (?:\w+ )?(?:mov\w+|kick\w*)",
        negatable=False,
    ),
    *patterns(
        K.VISION_LOSS,
        r"(?:cant|cannot|can not|couldnt|can hardly|can barely) see (?:\w+ )?(?:out of|from|with"
        r"|through) (?:\w+ ){0,3}?eyes?",
        r"(?:cant|cannot|can not|can hardly|can barely) see (?:anything|properly|clearly|at all|a thing)?(?: (?:since"
        r"|after) (?:\w+ ){0,4}?(?:filler|botox|treatment|injections?|appointment))",
        negatable=False,
    ),
    *patterns(
        K.VISION_LOSS,
        r"(?:lost|losing|loss of|loosing|lose) (?:\w+ ){0,2}?(?:sight|vision|eyesight|site in)",
        r"(?:sight|vision|eyesight|eye sight) (?:{BE} )*(?:gone|going|lost|blurr\w*|blurry|double|dark|black"
        r"|disappear\w*|loss|foggy|patchy|fading|failing)",
        r"(?:blurr\w*|double|dark|black) (?:vision|spots|patch)(?: \w+){0,6}? (?:filler|botox|injection|treatment"
        r"|suddenly|eye)",
        r"(?:filler|injections?|botox) .. (?:vision|eyesight|blurr\w*|blind|cant see)",
        r"(?:skin|lips?|nose|cheek|forehead|face) (?:{BE} )*(?:white|black|grey|gray|mottled|dusky|blotchy and white"
        r"|blue|purple and (?:cold|white|painful)|dying)(?: .. (?:filler|injection|treatment))?(?! (?:heads?|spots?"
        r"|sheep)\b)",
        r"vascular occlusion|occlusion",
    ),
    *patterns(
        K.SICK_CHILD,
        r"rash (?:\w+ ){0,5}?(?:wont|doesnt|does not|isnt|not|didnt|will not|never) (?:\w+ ){0,3}?(?:fade|fading"
        r"|disappear\w*|go away|go|fail|faded|blanch\w*|change) ?(?:when|with|under|if|whe)?",
        r"{CHILD} (?:\w+ ){0,4}?(?:not|wont|hasnt|isnt) (?:\w+ )?(?:waking|feeding or|drinking or|respond\w*|crying"
        r"|wake\w*)",
        negatable=False,
    ),
    *patterns(
        K.SICK_CHILD,
        r"{CHILD} (?:\w+ ){0,12}?(?:fever|temperature|temp|hot|burning up) (?:\w+ ){0,9}?(?:rash|stiff neck|floppy"
        r"|drowsy|sleepy|limp|spots|blotch\w*|fit|wont wake|lethargic|unresponsive|not (?:drinking|feeding|waking))",
        r"{CHILD} (?:\w+ ){0,12}?(?:rash|stiff neck|blotches|purple spots) (?:\w+ ){0,9}?(?:fever|temperature|temp"
        r"|hot|burning up|sleepy|drowsy)",
        r"(?:fever|temperature|temp|rash) (?:\w+ ){0,7}?(?:rash|fever|temperature) (?:\w+ ){0,8}?{CHILD}|purple rash"
        r"|rash and (?:a )?stiff neck",
        r"{CHILD} (?:\w+ ){0,8}?(?:temperature|temp|fever) (?:\w+ ){0,4}?(?:of |is |at )(?:about |over "
        r"|nearly )?(?:39|40|41|forty|thirty nine|a hundred and)",
        r"(?:newborn|week old|weeks old|month old|day old) (?:\w+ ){0,8}?(?:fever|temperature|not feeding|wont feed"
        r"|burning up)",
        r"{CHILD} (?:\w+ ){0,6}?(?:very|so|really|extremely|too) (?:drowsy|sleepy|floppy|lethargic)",
        r"stiff neck (?:\w+ ){0,6}?(?:fever|temperature|headache|light|rash)|(?:fever|temperature|headache"
        r"|light) (?:\w+ ){0,6}?stiff neck",
    ),
    *patterns(
        K.SICK_CHILD,
        r"meningitis(?! (?:b|c|jab|jabs|vaccin\w*|booster|injection|vaccination)\b)|sepsis|septic shock",
        condition=True,
    ),
    *patterns(
        K.INJURY,
        r"(?:electrocuted|electric shock|drown(?:ed|ing)|run over|hit by a (?:car|bus|lorry|van|bike)"
        r"|been in a (?:car )?(?:crash|accident)|car (?:crash|accident) (?:just|now|and))(?! in (?:work|emails|admin"
        r"|debt|paperwork))",
        r"(?:hit|banged|bumped|cracked|injured|bashed) (?:his|her|my|their|the|its) head (?:\w+ ){0,8}?(?:vomit\w*"
        r"|sick|drowsy|confused|passed out|sleepy|dizzy|unconscious|blood|bleeding|seeing double|cant remember"
        r"|wont wake|knocked out)",
        r"bone (?:\w+ ){0,3}?(?:sticking out|poking|through (?:the|my|his|her) skin)|broken (?:neck|back|skull)",
        r"(?:bad|badly|severe|severely|third degree|serious|acid|chemical|terrible) (?:\w+ )?(?:burn|burns|burned"
        r"|burnt|scald\w*)|(?:acid|bleach|chemical) in (?:my|his|her) eyes?|set (?:himself|herself|myself) (?:on fire"
        r"|alight)|boiling water (?:over|on|all)",
        r"fallen (?:down|from|off) (?:\w+ ){0,4}?(?:and )?(?:cant (?:get up|move|feel)|not moving|neck|unconscious)",
    ),
    *patterns(
        K.OTHER_EMERGENCY,
        r"(?:its|this is|it is|is) an? (?:real |medical |proper |absolute )?emergency(?! (?:appointment|number"
        r"|contact|dentist|slot|line)\b)|medical emergency|emergency please help|life or death",
        r"(?:need|want|call|calling|send|get|called|phone|ring|require) (?:\w+ ){0,3}?(?:ambulance|ambulances"
        r"|paramedics?|ambulants|ambience)",
        r"help (?:me )?(?:help|quickly|quick) |please help (?:me )?(?:now|quick)|(?:worst|unbearable"
        r"|excruciating) (?:\w+ )?(?:pain|agony)|(?:im|hes|shes|is) in (?:absolute |total |complete |terrible )?agony"
        r"|(?:excruciating|unbearable) ",
        r"(?:blood )?sugars? (?:\w+ ){0,5}?(?:low|high|dropped|crashed) (?:\w+ ){0,6}?(?:shak\w+|confus\w+|drows\w+"
        r"|sweat\w+|faint|passing)|having a (?:diabetic )?hypo|diabetic (?:coma|emergency)",
        r"(?:turning|going|gone) (?:blue|grey)(?! (?:hair|naturally)\b)",
    ),
    *patterns(
        K.OVERDOSE,
        r"(?:taken|took|swallowed|had|drank|eaten|ate) (?:\w+ ){0,4}?(?:more|forty|loads|load|lots|tons|bunch|handful"
        r"|whole|overdose|twenty|thirty|fifty) (?:\w+ ){0,4}?{MEDICINE}",
        r"(?:taken|took|swallowed|had) (?:\w+ ){0,2}?(?:more|too many|extra) {MEDICINE}",
        r"(?:drunk|drank|swallowed|drinking) (?:\w+ ){0,3}?(?:cleaning|washing|toilet|drain|oven|floor) \w+",
    ),
    *patterns(
        K.SELF_HARM,
        r"(?:end|ending) (?:things|everything|my life|it)(?! (?:there|here|early|on)\b)",
        r"(?:life|living) (?:isnt|is not|not) worth|given? up on life|want (?:it|everything) (?:all )?to (?:stop|end)"
        r"|no reason to (?:live|be here|go on)",
        r"plan to (?:end|kill|die|hurt myself)",
        condition=True,
    ),
    *patterns(
        K.SELF_HARM,
        r"(?:nobody|no one|noone) (?:would|will) (?:even )?(?:miss|care|notice)",
        r"(?:cant|cannot) do (?:this|it|life) (?:anymore|any more|any longer|no more)",
        r"(?:dont|do not|doesnt|cant) (?:really )?see (?:the|a|any) (?:point|reason)(?: (?:of|in|to) (?:living|life"
        r"|going on|being here|anything|live|it all))?",
        negatable=False,
    ),
    *patterns(
        K.BLEEDING,
        r"(?:loads|lots|so much|a lot|pools?|too much|buckets|tons) (?:of )?blood(?! (?:tests?|pressure|results?"
        r"|work)\b)",
        r"cut {SELF} (?:\w+ ){0,2}?(?:badly|bad|deep|deeply|open)",
        r"(?:huge|big|massive|large) (?:blood )?clots|soak\w* through (?:\w+ )?(?:pads?|towels?|everything)?",
    ),
    *patterns(
        K.PREGNANCY,
        r"(?:\d+|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty"
        r"|forty)(?: \w+)? weeks (?:\w+ ){0,5}?(?:bleed\w*|blood|spotting|awful pain|cramp\w*|contractions)",
    ),
    *patterns(
        K.VISION_LOSS,
        r"(?:gone|going|went|all|everything|everythings) (?:\w+ ){0,2}?(?:black|dark|blurry|blurred"
        r"|foggy) (?:\w+ ){0,3}?eyes?",
        r"(?:nose|lips?|skin|cheek|filler|chin) (?:\w+ ){0,3}?(?:gone|turned|turning|going|went) (?:\w+ )?(?:white"
        r"|black|grey|gray|blue|purple)",
    ),
    *patterns(
        K.SICK_CHILD,
        r"(?:cant|cannot|wont|doesnt want to) (?:bend|move|touch) (?:his|her|the|my) (?:neck|chin)"
        r"|neck (?:\w+ )?(?:is |so |really )?stiff (?:\w+ ){0,6}?(?:fever|temperature|rash|headache|light)",
        r"{CHILD} (?:\w+ ){0,4}?grunting",
        negatable=False,
    ),
    *patterns(
        K.INJURY,
        r"(?:fell|fallen|falling) (?:off|down|from|out of) (?:\w+ ){0,5}?(?:cant|cannot|not|wont|unconscious|head"
        r"|back|neck)(?! (?:come|make|attend)\b)",
        r"(?:burned|burnt|scalded|burn|scald) (?:\w+ ){0,4}?(?:badly|really bad|severely)|knocked (?:down|over"
        r"|off) (?:\w+ ){0,2}?(?:by|his|her|my)? ?(?:a )?(?:car|bus|lorry|bike|van)",
        r"(?:car|motorbike|road) (?:crash|accident) (?:\w+ ){0,4}?(?:bleed\w*|trapped|hurt|injured|unconscious)",
    ),
    *patterns(
        K.SELF_HARM,
        r"suicid\w*|sue ?icid\w*|sue a side\w*|sewer side\w*",
        condition=True,
    ),
    *patterns(
        K.VISION_LOSS,
        r"^(?:\w+ ){0,3}?(?:i|he|she|mum|dad|husband|wife) (?:suddenly |now |just )?(?:cant|cannot"
        r"|can not) see(?: (?:anything|properly|clearly|a thing))?(?: now| anymore| any more| at all| help"
        r"| suddenly)*$",
        negatable=False,
        may_change=True,
    ),
    *patterns(
        K.VISION_LOSS,
        r"(?:gone|going|went|im|suddenly) blind(?! (?:with|date|drunk|trial|into)\b)|blind in (?:one|my|the|his"
        r"|her) (?:\w+ )?(?:eye)?",
        condition=True,
        may_change=True,
    ),
    *patterns(
        K.OTHER_EMERGENCY,
        r"(?:im|i am|hes|shes|he is|she is|(?:mum|dad|husband|wife|son|daughter|baby|friend|she|he|gran) is|think im"
        r"|dads|mums|husbands|wifes) (?:actually |literally )?(?:dying|dyeing)(?! (?:to|for|of|my|her|his|the)\b)",
        may_change=True,
    ),
)
