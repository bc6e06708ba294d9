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
        r"|gave) (?:\w+ ){0,5}?(?:too many|too much|whole"
        r"|all (?:of )?(?:my|his|her|the|them|those|our)|load of|lot of|bunch of|handfuls? of|loads of"
        r"|lots of|double|extra|wrong|twenty|thirty|forty"
        r"|fifty|sixty|hundred|dozen|entire|full|mums|dads|grandmas|nans|\d\d+)(?: \w+){0,4}? {MEDICINE}",
        r"(?:taken|took|swallowed|eaten|ate|got into|gone into|drunk|drank) (?:\w+ ){0,3}?(?:grans|grannys"
        r"|nans|grandmas|grandads|mums|dads|my|someones)"
        r" (?:\w+ ){0,2}?(?:tablets|pills|medication|tablet|pill)(?! (?:this|yet|with|at|every|as|for"
        r"|in) )(?! (?:this|yet|before|with|at|as))",
        r"too many (?:\w+ )?(?:tablets|pills|paracetamol|sleeping pills|painkillers)",
        r"(?:whole|entire) (?:packet|pack|bottle|box|strip) of",
        r"(?:swallowed|drunk|drank|eaten|ate|swallow|drinking|licked) (?:\w+ ){0,4}?(?:bleach|batter(?:y|ies)"
        r"|poison|antifreeze|detergent"
        r"|washing (?:liquid|tablet|up|pod|capsule)|magnets?|white spirit|weed ?killer|disinfectant|cleaner"
        r"|coin|paint stripper|pesticide)",
        r"(?:been |has |have |poisoned|was )(?:poisoned|poison)|carbon monoxide (?:poisoning|alarm)",
    ),
    *patterns(
        K.SELF_HARM,
        r"kill(?:ing)? {SELF}|(?:end|ending|take|taking) (?:my|his|her|their) (?:own )?life|(?:end"
        r"|ending) it all|end it tonight",
        r"suicid\w*|sue ?icid\w*|sue a side\w*|sewer side\w*",
        r"(?:want|wants|wanted|wanna|wish|rather|going|like) (?:\w+ )?(?:to die|to be dead|i was dead"
        r"|i were dead|be dead)"
        r"(?! (?:for|of (?:curiosity|embarrassment|laughter)))",
        r"wish(?:es)? (?:\w+ ){0,2}?(?:wasnt here|werent here|wouldnt wake up|was dead|were dead"
        r"|had never been born|could disappear|didnt exist)",
        r"better off (?:dead|without me|if i (?:was|were) (?:dead|gone|not here))",
        r"(?:want|wants|wanted|going|gonna|thinking|thoughts|urge|urges|might|about|plan|planning|keep|keeps"
        r"|been|scared ill) (?:\w+ ){0,3}?"
        r"(?:hurt|hurting|harm|harming|cut|cutting) {SELF}(?! shaving)",
        r"self ?harm\w*|(?:cut|cutting|slit|slash\w*) (?:\w+ )?(?:wrists?|my arms|her arms|his arms)"
        r"|hang(?:ing)? {SELF}|hanged {SELF}",
        r"(?:jump|jumping) (?:off|in front of|from) (?:\w+ )?(?:bridge|train|building|roof|window|balcony"
        r"|cliff|car park)",
        r"(?:nothing|no reason|not much|no point) (?:\w+ )?(?:to live for|to live|in living|in being alive"
        r"|in being here|going on living|left to live)",
        condition=True,
    ),
    *patterns(
        K.SELF_HARM,
        r"(?:dont|do not|doesnt|didnt|not|cant) (?:really )?(?:want|wanna|see the point|see a point"
        r"|see any point|feel like|wish) (?:\w+ )?"
        r"(?:to be here|be here|being here|to be alive|be alive|to live|live|living|to wake up|to go on"
        r"|wake up|to exist|to carry on living"
        r"|in living|in going on|in carrying on)(?! (?:in|near|at|on|too|for too) )(?! (?:any )?(?:longer"
        r"|more) than)",
        r"(?:cant|cannot|can not) (?:go on|carry on|cope)(?: like this)?(?: with life| living| anymore"
        r"| any more| any longer)|cant go on living",
        negatable=False,
    ),
    *patterns(
        K.BLEEDING,
        r"(?:wont|will not|doesnt|does not|not|cant|cannot|couldnt|isnt|hasnt|havent"
        r"|never) (?:\w+ ){0,3}?stop(?:s|ped|ping)? (?:\w+ ){0,2}?"
        r"(?:bleed\w*|breeding|the blood|blood)",
        r"(?:bleed\w*|breeding|blood) (?:\w+ ){0,3}?(?:wont|will not|doesnt|isnt|not|hasnt|cant|cannot"
        r"|never) (?:\w+ )?stop\w*",
        negatable=False,
    ),
    *patterns(
        K.BLEEDING,
        r"(?:bleeding|breeding|bleed|bled) (?:\w+ ){0,3}?(?:heavily|badly|a lot|everywhere|so much|loads|lots"
        r"|non ?stop|profusely|to death|out|through"
        r"|severely|constantly|an awful lot|quite a lot|uncontrollably)",
        r"(?:heavy|heavily|severe|badly|uncontrolled|massive|serious|profuse) (?:bleed(?:ing)?|breeding)",
        r"(?:blood|bloods) (?:\w+ ){0,2}?(?:everywhere|pouring|gushing|spurting|pumping|all over|squirting"
        r"|dripping|soaking|streaming)",
        r"(?:pouring|gushing|spurting|pumping|squirting|soaked|covered|dripping) (?:\w+ ){0,2}?(?:in "
        r"|with )?blood",
        r"(?:losing|lost|loosing) (?:\w+ ){0,2}?(?:a lot of|so much|lots of|too much|loads of|much) blood",
        r"(?:cough\w*|vomit\w*|throw\w*|threw|sick\w*|bring\w*|brought|spit\w*|puk\w*"
        r"|retch\w*) (?:\w+ ){0,2}?(?:of )?blood"
        r"|blood in (?:my|his|her|the) (?:vomit|sick)|haemorrhag\w*|hemorrhag\w*",
        r"(?:been |was |got |just |has been )(?:stabbed|shot)(?! (?:of|at))|(?:cut|chopped|sliced|severed"
        r"|lost) (?:\w+ ){0,3}?(?:finger|thumb|hand|toe|artery)"
        r" (?:off|clean off|through)|severed (?:\w+ )?(?:finger|artery|hand)|deep (?:cut"
        r"|gash) (?:\w+ ){0,5}?(?:bleed|bone|blood)\w*",
        r"black (?:and )?tarry|blood in (?:my|his|her) (?:poo|stool|stools)(?: a lot| lots)",
    ),
    *patterns(
        K.PREGNANCY,
        r"(?:pregnant|pregnancy|weeks gone|months gone|weeks along|trimester|expecting"
        r"|early pregnancy) (?:\w+ ){0,10}?(?:bleed\w*|breeding|blood|spotting"
        r"|contractions|severe pain|bad cramps|cramping|terrible pain|agony|waters|pains|pain)",
        r"(?:bleed\w*|breeding|spotting|contractions|cramping|cramps|losing blood) (?:\w+ ){0,10}?(?:pregnant"
        r"|pregnancy|weeks gone|weeks along|expecting"
        r"|losing the baby)",
        r"waters? (?:\w+ )?(?:just |have |has )?(?:broken|broke|gone)|(?:going into|in"
        r"|gone into) (?:early )?labou?r(?! (?:cost|charge|day))",
        r"(?:miscarry\w*|having a miscarriage|miscarriage now|losing (?:the|my) baby|lost (?:the"
        r"|my) baby now)",
    ),
    *patterns(
        K.PREGNANCY,
        r"(?:baby|babys|bump) (?:\w+ ){0,3}?(?:not|isnt|hasnt|stopped|hasnt been"
        r"|no longer) (?:\w+ )?(?:mov\w+|kick\w*)",
        r"(?:cant|cannot|havent|not|dont) (?:\w+ )?(?:feel|felt|feeling) (?:\w+ ){0,2}?(?:baby|him|her"
        r"|it) (?:\w+ )?(?:mov\w+|kick\w*)",
        negatable=False,
    ),
    *patterns(
        K.VISION_LOSS,
        r"(?:cant|cannot|can not|couldnt|can hardly|can barely) see (?:\w+ )?(?:out of|from|with"
        r"|through) (?:\w+ ){0,3}?eyes?",
        r"(?:cant|cannot|can not|can hardly|can barely) see (?:anything|properly|clearly|at all|a thing)?"
        r"(?: (?:since|after) (?:\w+ ){0,4}?(?:filler|botox|treatment|injections?|appointment))",
        r"^(?:\w+ ){0,3}?(?:i|he|she|mum|dad|husband|wife) (?:suddenly |now |just )?(?:cant|cannot"
        r"|can not) see(?: (?:anything|properly|clearly|a thing))?"
        r"(?: now| anymore| any more| at all| help| suddenly)*$",
        negatable=False,
    ),
    *patterns(
        K.VISION_LOSS,
        r"(?:lost|losing|loss of|loosing|lose) (?:\w+ ){0,2}?(?:sight|vision|eyesight|site in)",
        r"(?:sight|vision|eyesight|eye sight) (?:{BE} )*(?:gone|going|lost|blurr\w*|blurry|double|dark|black"
        r"|disappear\w*|loss|foggy|patchy|fading|failing)",
        r"(?:gone|going|went|im|suddenly) blind(?! (?:with|date|drunk|trial|into))|blind in (?:one|my|the|his"
        r"|her) (?:\w+ )?(?:eye)?",
        r"(?:blurr\w*|double|dark|black) (?:vision|spots|patch)(?: \w+){0,6}? (?:filler|botox|injection"
        r"|treatment|suddenly|eye)",
        r"(?:filler|injections?|botox) .. (?:vision|eyesight|blurr\w*|blind|cant see)",
        r"(?:skin|lips?|nose|cheek|forehead|face) (?:{BE} )*(?:white|black|grey|gray|mottled|dusky"
        r"|blotchy and white|blue|purple and (?:cold|white|painful)|dying)"
        r"(?: .. (?:filler|injection|treatment))?(?! (?:heads?|spots?|sheep))",
        r"vascular occlusion|occlusion",
    ),
    *patterns(
        K.SICK_CHILD,
        r"rash (?:\w+ ){0,5}?(?:wont|doesnt|does not|isnt|not|didnt|will not|never) (?:\w+ ){0,3}?(?:fade"
        r"|fading|disappear\w*|go away|go|fail|faded|blanch\w*|change)"
        r" ?(?:when|with|under|if|whe)?",
        r"{CHILD} (?:\w+ ){0,4}?(?:not|wont|hasnt|isnt) (?:\w+ )?(?:waking|feeding or|drinking or|respond\w*"
        r"|crying|wake\w*)",
        negatable=False,
    ),
    *patterns(
        K.SICK_CHILD,
        r"{CHILD} (?:\w+ ){0,12}?(?:fever|temperature|temp|hot|burning up) (?:\w+ ){0,9}?(?:rash|stiff neck"
        r"|floppy|drowsy|sleepy|limp|spots|blotch\w*|fit"
        r"|wont wake|lethargic|unresponsive|not (?:drinking|feeding|waking))",
        r"{CHILD} (?:\w+ ){0,12}?(?:rash|stiff neck|blotches|purple spots) (?:\w+ ){0,9}?(?:fever|temperature"
        r"|temp|hot|burning up|sleepy|drowsy)",
        r"(?:fever|temperature|temp|rash) (?:\w+ ){0,7}?(?:rash|fever|temperature) (?:\w+ ){0,8}?{CHILD}"
        r"|purple rash|rash and (?:a )?stiff neck",
        r"{CHILD} (?:\w+ ){0,8}?(?:temperature|temp|fever) (?:\w+ ){0,4}?(?:of |is |at )(?:about |over "
        r"|nearly )?(?:39|40|41|forty|thirty nine|a hundred and)",
        r"(?:newborn|week old|weeks old|month old|day old) (?:\w+ ){0,8}?(?:fever|temperature|not feeding"
        r"|wont feed|burning up)",
        r"{CHILD} (?:\w+ ){0,6}?(?:very|so|really|extremely|too) (?:drowsy|sleepy|floppy|lethargic)",
        r"stiff neck (?:\w+ ){0,6}?(?:fever|temperature|headache|light|rash)|(?:fever|temperature|headache"
        r"|light) (?:\w+ ){0,6}?stiff neck",
    ),
    *patterns(
        K.SICK_CHILD,
        r"meningitis(?! (?:b|c|jab|jabs|vaccin\w*|booster|injection|vaccination))|sepsis|septic shock",
        condition=True,
    ),
    *patterns(
        K.INJURY,
        r"(?:electrocuted|electric shock|drown(?:ed|ing)|run over|hit by a (?:car|bus|lorry|van|bike)"
        r"|been in a (?:car )?(?:crash|accident)"
        r"|car (?:crash|accident) (?:just|now|and))(?! in (?:work|emails|admin|debt|paperwork))",
        r"(?:hit|banged|bumped|cracked|injured|bashed) (?:his|her|my|their|the"
        r"|its) head (?:\w+ ){0,8}?(?:vomit\w*|sick|drowsy|confused|passed out|sleepy"
        r"|dizzy|unconscious|blood|bleeding|seeing double|cant remember|wont wake|knocked out)",
        r"bone (?:\w+ ){0,3}?(?:sticking out|poking|through (?:the|my|his|her) skin)|broken (?:neck|back"
        r"|skull)",
        r"(?:bad|badly|severe|severely|third degree|serious|acid|chemical|terrible) (?:\w+ )?(?:burn|burns"
        r"|burned|burnt|scald\w*)|(?:acid|bleach|chemical)"
        r" in (?:my|his|her) eyes?|set (?:himself|herself|myself) (?:on fire|alight)|boiling water (?:over|on"
        r"|all)",
        r"fallen (?:down|from|off) (?:\w+ ){0,4}?(?:and )?(?:cant (?:get up|move|feel)|not moving|neck"
        r"|unconscious)",
    ),
    *patterns(
        K.OTHER_EMERGENCY,
        r"(?:its|this is|it is|is) an? (?:real |medical |proper |absolute )?emergency(?! (?:appointment"
        r"|number|contact|dentist|slot|line))|medical emergency"
        r"|emergency please help|life or death",
        r"(?:need|want|call|calling|send|get|called|phone|ring|require) (?:\w+ ){0,3}?(?:ambulance|ambulances"
        r"|paramedics?|ambulants|ambience)",
        r"(?:im|i am|hes|shes|he is|she is|is|think im|dads|mums|husbands|wifes) (?:actually "
        r"|literally )?(?:dying|dyeing)(?! (?:to|for|of|my|her|his|the))",
        r"help (?:me )?(?:help|quickly|quick) |please help (?:me )?(?:now|quick)|(?:worst|unbearable"
        r"|excruciating) (?:\w+ )?(?:pain|agony)"
        r"|(?:im|hes|shes|is) in (?:absolute |total |complete |terrible )?agony|(?:excruciating|unbearable) ",
        r"(?:blood )?sugars? (?:\w+ ){0,5}?(?:low|high|dropped|crashed) (?:\w+ ){0,6}?(?:shak\w+|confus\w+"
        r"|drows\w+|sweat\w+|faint|passing)"
        r"|having a (?:diabetic )?hypo|diabetic (?:coma|emergency)",
        r"(?:turning|going|gone) (?:blue|grey)(?! (?:hair|naturally))",
    ),
)
