"""What a request for medical advice sounds like. Pure data; see `red_flags` for the notation."""

from __future__ import annotations

from voxanne.callflow.red_flags import Pattern, patterns
from voxanne.callflow.red_flags import RedFlagKind as K

ADVICE: tuple[Pattern, ...] = patterns(
    K.MEDICAL_ADVICE,
    r"(?:should|shall|can|could|do|must|may|ought|would|is it (?:ok|okay|safe|alright|fine|dangerous|bad"
    r"|all right)|ok) (?:i|he|she|we|my \w+|to|for me)"
    r"(?: still| just| need to| have to| to| be| safely| i)* (?:stop|come off|keep|carry on|start|continue"
    r"|double|halve|skip|increase|reduce|change|up|lower|miss|take"
    r"|taking|mix|combine|restart|give|use|drink|have another|quit)(?: \w+){0,6}? {MEDICINE}",
    r"(?:should|shall|can|could|is it (?:ok|okay|safe|alright)) (?:i|he|she|to|we)(?: \w+){0,2}? (?:drink"
    r"|have)(?: \w+){0,3}? (?:with|on|while|whilst|when)"
    r"(?: \w+){0,4}? {MEDICINE}",
    r"(?:how|what)(?: much| many| often| dose| dosage| amount| strength)+ (?:of )?(?:\w+ ){0,4}?(?:{MEDICINE}"
    r"|can i give|should i give|should i take|can i take)",
    r"(?:can|should|could) i give (?:\w+ ){0,3}?(?:{CHILD}|him|her|calpol|something|anything|\w+ (?:calpol"
    r"|{MEDICINE}))",
    r"is (?:this|that|it|my|the|his|her|these) (?:\w+ ){0,4}?{SICK} (?:\w+ ){0,5}?(?:normal|infected|serious"
    r"|cancer\w*|dangerous|bad|contagious|okay|ok|worry\w*"
    r"|harmless|healing|worrying|concerning|common|expected)",
    r"are (?:this|that|these|my|the|his|her|those) (?:\w+ ){0,4}?{SICK} (?:\w+ ){0,5}?(?:normal|infected"
    r"|serious|cancer\w*|dangerous|bad|contagious|okay|ok|worry\w*)",
    r"is it (?:normal|ok|okay|bad|serious|dangerous|infected|cancer\w*|contagious|usual|safe|worrying"
    r"|common) (?:that|if|for|when|to have|to feel|to get)(?: \w+){0,8}?"
    r" (?:my|ive|im|{SICK})",
    r"(?:is|are|its|looks?|looking|think|might be|could be|maybe|got|gone|feel"
    r"|feels) (?:\w+ ){0,4}?(?:infected|cancerous|cancer|broken|fractured|contagious)"
    r"(?! (?:screening|link|website|online|check|test))",
    r"do (?:you|u) think (?:\w+ ){0,3}?(?:ive|i have|its|it is|hes|shes|i need|it could|this is|that is|im"
    r"|i should|my) (?:\w+ ){0,6}?(?:{SICK}|{MEDICINE}|cancer"
    r"|serious|normal|broken|flu|covid|diabetes|hospital|doctor|fracture|reaction|allergic)",
    r"(?:whats|what is|what could be|what might be|what do you think is"
    r"|what do you think) (?:\w+ )?(?:causing|wrong with) (?:\w+ ){0,2}?(?:me|my|him|her|{SICK})",
    r"what (?:do|does) (?:my|these|this|the|his|her) (?:\w+ ){0,3}?(?:results?|symptoms?|bloods?|scan|test"
    r"|reading|blood pressure|biopsy) (?:\w+ ){0,2}?(?:mean|show|say)",
    r"(?:are|is) (?:my|these|his|her) (?:\w+ ){0,3}?(?:results?|blood pressure|cholesterol|reading|sugar|iron"
    r"|levels?) (?:\w+ ){0,3}?(?:ok|okay|normal|bad|too high|too low"
    r"|high|low|dangerous|worrying)",
    r"(?:do|have|could|might|would|does|has) (?:i|he|she|my \w+) (?:\w+ )?(?:have|got|be|having|need"
    r"|has) (?:an? |some )?(?:\w+ )?(?:infection|cancer|diabetes|flu|covid"
    r"|uti|thrush|eczema|psoriasis|shingles|concussion|fracture|menopause|thyroid|depression|anaemia"
    r"|blood clot|antibiotics|allergy|chickenpox|tonsillitis)",
    r"(?:could|might|can) (?:it|this|that|these) be (?:\w+ ){0,2}?(?:infection|cancer\w*|diabetes|flu|covid"
    r"|serious|infected|reaction|allergic|menopause|blood clot|shingles)",
    r"what (?:should|can|could|do|would) (?:i|you|we) (?:\w+ ){0,2}?(?:do|take|use|put|recommend|suggest|try"
    r"|give)(?: \w+){0,4}? (?:for|about|on|with|to (?:help|treat|stop"
    r"|cure)|if)(?: \w+){0,5}? {SICK}",
    r"{SICK} (?:\w+ ){0,10}?(?:what (?:should|can|shall|do) i (?:do|take)|should i (?:be )?(?:worr\w+"
    r"|concerned|go to|see a|call)|is (?:that|this|it) (?:\w+ )?(?:normal|ok"
    r"|okay|serious|bad|dangerous|infected|something))",
    r"should i (?:be |go |get )?(?:worr\w+|concerned|to (?:hospital|a and e|a e|the hospital|casualty)"
    r"|to be worried)",
    r"(?:recommend|suggest|advise|prescribe)(?: \w+){0,4}? (?:for|against) (?:my|his|her|a|the"
    r"|this)(?: \w+){0,3}? {SICK}",
    r"(?:my|his|her|the) (?:\w+ ){0,2}?{BODY} (?:{BE} |still )*(?:swollen|bruised|droopy|drooping|lumpy|red"
    r"|sore|infected|itchy|hot|painful|numb|weeping|oozing|lump"
    r"|uneven|bleeding|burning|hard|throbbing|hurting|hurts|worse|swelling)(?: \w+){0,10}? (?:since|after"
    r"|from|following)(?: \w+){0,4}?"
    r" (?:botox|filler|fillers|treatment|injections?|peel|laser|appointment|procedure|facial|microneedling"
    r"|surgery|yesterday|visit|jab|vaccine|operation|last week)",
    r"(?:since|after|had) (?:\w+ ){0,5}?(?:botox|filler|fillers|treatment|injections?|peel|laser|procedure"
    r"|facial|microneedling|jab|vaccine|surgery|operation)"
    r"(?: \w+){0,8}? (?:my|ive got|i have|theres|its|now|im) (?:\w+ ){0,4}?(?:swollen|bruised|droopy|drooping"
    r"|lumpy|red|sore|infected|itchy|hot|painful|numb|weeping|oozing"
    r"|lumps?|rash|blisters?|headaches?|fever|uneven|hard|throbbing|swelling|worse|pain|bleeding|reaction"
    r"|dizzy)",
    r"(?:found|noticed|got|have|ive) (?:a |an |this )?(?:\w+ )?(?:lump|mole)(?: \w+){0,6}? (?:breast|testicle"
    r"|neck|changed|changing|bleeding|growing|grown|armpit|worried)",
    r"(?:is|would|will|are) (?:\w+ ){0,2}?(?:it |botox |fillers? |this |that |treatment "
    r"|they )?(?:be )?(?:safe|dangerous|ok|okay|risky|alright|bad) (?:for me|with my|if i have"
    r"|if im on|while im on|with a|when im on|because i have|because im on|given my"
    r"|to have)(?: \w+){0,8}? (?:condition|{MEDICINE}|epilepsy|diabetes|diabetic|lupus|blood pressure"
    r"|heart condition|cancer|chemo|myasthenia|allergy|blood thinners?|disease|syndrome|disorder|{SICK})",
    r"(?:what|which) (?:medicine|medication|tablets?|painkillers?|antibiotics?|drug|cream) (?:\w+ )?(?:should"
    r"|can|shall|would|do) (?:i|you)",
    r"(?:feel|feeling|been) (?:really |very |so )?(?:dizzy|sick|unwell|ill|poorly|awful"
    r"|terrible)(?: \w+){0,6}? (?:since|after)(?: \w+){0,4}?"
    r" (?:botox|filler|treatment|injection|tablets?|medication|peel|jab|vaccine|appointment|dose)",
    r"(?:side effects?|reaction)(?: \w+){0,4}? (?:from|to|of|after) (?:my|the|these|this"
    r"|new) (?:\w+ ){0,2}?{MEDICINE}",
    r"(?:my|the) (?:prescription|medication|tablets|pills) (?:\w+ ){0,3}?(?:making me|make me|dont work"
    r"|arent working|isnt working|not working|giving me)",
    r"(?:medical|clinical) (?:advice|question|opinion)|ask (?:the|a) (?:doctor"
    r"|nurse) (?:\w+ ){0,4}?(?:medical|symptom|medication|about my)",
)
